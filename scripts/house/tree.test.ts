import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isTest, treeOf, treeOnDisk } from './tree.ts';

test('a tree on disk holds our files, read once, and nothing that others wrote or that was built', () => {
  const root = mkdtempSync(join(tmpdir(), 'cryopath-tree-'));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('README.md', '# One');
  put('packages/fhir/src/a.ts', 'a');
  for (const other of ['node_modules/x/a.ts', 'packages/web/dist/a.js', '.git/config', '.data/pg/a']) put(other, 'x');
  const tree = treeOnDisk(root);
  expect(tree.paths).toEqual(['README.md', 'packages/fhir/src/a.ts']);
  expect(tree.text('README.md')).toBe('# One');
  put('README.md', '# Two');
  expect(tree.text('README.md')).toBe('# One');
  rmSync(root, { recursive: true });
});

test('a tree knows its folders, and no others', () => {
  const tree = treeOf({ 'a/b/c.md': '', 'd.md': '' });
  expect(['a', 'a/b', 'a/b/c.md', 'd.md'].filter((path) => !tree.has(path))).toEqual([]);
  expect(['', 'b', 'a/c.md', 'd'].filter((path) => tree.has(path))).toEqual([]);
});

test('a text that nobody looked up is a bug of the check', () => {
  expect(() => treeOf({}).text('a.md')).toThrow('no file a.md');
});

test('tests are what runs as one or for one', () => {
  const tests = ['packages/a/src/b.test.ts', 'packages/a/test/global.ts', 'e2e/guide.e2e.ts', 'e2e/browser.ts'];
  expect([...tests, 'packages/a/src/b.ts', 'packages/a/src/test-kit.ts', 'bench/e2e.ts'].filter(isTest)).toEqual(tests);
});
