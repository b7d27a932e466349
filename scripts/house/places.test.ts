import { expect, test } from 'vitest';
import { printed } from './finding.ts';
import { checkPlaces } from './places.ts';
import { treeOf } from './tree.ts';

const found = (file: string, text: string) => checkPlaces(treeOf({ [file]: text })).map(printed);

test('a host to download from is found in documents and sources', () => {
  for (const host of [
    'registry.npmjs.org',
    'nodejs.org/dist',
    'cdn.jsdelivr.net',
    'github.com/a/b/releases/download',
  ]) {
    expect(found('docs/a.md', `\nsee https://${host}/x`)).toEqual([
      `docs/a.md:2  names a host to download from: ${host}`,
    ]);
    expect(found('packages/web/src/a.ts', `'https://${host}/x'`)).toHaveLength(1);
  }
});

test('hosts of standards and sources are no downloads', () => {
  expect(found('docs/a.md', 'http://hl7.org/fhir, https://github.com/a/b, https://nodejs.org/api/sqlite.html')).toEqual(
    [],
  );
});

test('a path of one machine is found', () => {
  for (const path of ['/home/anna', '/Users/anna', '/root/data', '/work/main', 'C:\\Users\\'])
    expect(found('CONTRIBUTING.md', `cd ${path}`)).toEqual([`CONTRIBUTING.md:1  names a path of one machine: ${path}`]);
});

test('an address with such a word in it is no machine path', () => {
  expect(found('a.md', 'https://example.org/home/page, packages/web/src/home/page.tsx, {base}/work/x')).toEqual([]);
});

test('a lockfile tied to a host is found, links to workspaces are not', () => {
  expect(
    found('package-lock.json', '{\n"resolved": "packages/fhir",\n"resolved": "https://a.example/b.tgz" }'),
  ).toEqual([
    'package-lock.json:3  ties a package to https://a.example/b.tgz: install with omit-lockfile-registry-resolved',
  ]);
});
