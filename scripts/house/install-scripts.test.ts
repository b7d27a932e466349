import { expect, test } from 'vitest';
import { checkInstallScripts } from './install-scripts.ts';
import { treeOf } from './tree.ts';

const lock = JSON.stringify({
  packages: { 'node_modules/quiet': {}, 'node_modules/a/node_modules/@b/loud': { hasInstallScript: true } },
});
const found = (npmrc: string, known = {}) =>
  checkInstallScripts(treeOf({ 'package-lock.json': lock, '.npmrc': npmrc }), known).map(({ message }) => message);

test('a package that brings an install script nobody spoke of is found', () => {
  expect(found('ignore-scripts=true\n')).toEqual([expect.stringMatching(/^@b\/loud brings an install script/)]);
  expect(found('ignore-scripts=true\n', { '@b/loud': 'works without' })).toEqual([]);
});

test('an .npmrc that lets install scripts run is found', () => {
  for (const npmrc of ['', 'ignore-scripts=false', '# ignore-scripts=true'])
    expect(found(npmrc, { '@b/loud': 'works without' })).toEqual(['must say ignore-scripts=true']);
});
