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

test('a script of ours that npm would not run is found', () => {
  const tree = (scripts: Record<string, string>) =>
    treeOf({
      'package-lock.json': lock,
      '.npmrc': 'ignore-scripts=true\n',
      'package.json': JSON.stringify({ scripts }),
    });
  const found = (scripts: Record<string, string>) =>
    checkInstallScripts(tree(scripts), { '@b/loud': 'works without' }).map(({ message }) => message);
  expect(found({ start: 'node a.ts', prestart: 'node b.ts' })).toEqual([
    expect.stringMatching(/^"prestart" never runs/),
  ]);
  expect(found({ start: 'node b.ts && node a.ts', preview: 'vite preview' })).toEqual([]);
});
