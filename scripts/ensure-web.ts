// Builds the screens when what they are made of has changed since the last build. Run before `npm start` and the browser tests.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const house = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'packages/web/app',
  'packages/web/build',
  'packages/web/gallery',
  'packages/web/public',
  'packages/web/src',
  'packages/web/guide.html',
  'packages/web/index.html',
  'packages/web/package.json',
  'packages/web/vite.config.ts',
  'packages/fhir/src',
  'packages/pathway/src',
  'protocols',
  'package-lock.json',
];
const stamp = join(house, 'packages/web/dist/.sources');

/** Path, size and time of every file: a file that was taken away shows too, which a newest time alone would not tell. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const { size, mtimeMs } = statSync(join(house, path));
    hash.update(`${path}\n${size}\n${mtimeMs}\n`);
  };
  for (const source of SOURCES) {
    if (!statSync(join(house, source)).isDirectory()) add(source);
    else {
      const files = readdirSync(join(house, source), { recursive: true, withFileTypes: true }).filter((each) =>
        each.isFile(),
      );
      for (const file of files.map((each) => join(each.parentPath, each.name)).sort()) add(file.slice(house.length));
    }
  }
  return hash.digest('hex');
}

// Taken before the build: a source that changes while it runs makes the next start build again.
const sources = fingerprint();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '--workspace', '@cryopath/web'], {
    cwd: house,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, sources);
}
