import { expect, test } from 'vitest';
import { checkCycles } from './cycles.ts';
import { printed } from './finding.ts';
import { treeOf } from './tree.ts';

const found = (files: Record<string, string>) => checkCycles(treeOf(files)).map(printed);

test('files that can be read in an order have no findings', () => {
  expect(found({ 'a.ts': "import './b.ts';\nimport './c.ts';", 'b.ts': "import './c.ts';", 'c.ts': '' })).toEqual([]);
});

test('a circle is found at the import that closes it, across folders and through types', () => {
  const files = {
    'packages/x/src/a.ts': "import { b } from './deep/b.ts';",
    'packages/x/src/deep/b.ts': "\nimport type { C } from '../c.ts';",
    'packages/x/src/c.ts': "import './a.ts';",
  };
  expect(found(files)).toEqual([
    'packages/x/src/c.ts:1  closes a circle: packages/x/src/a.ts -> packages/x/src/deep/b.ts -> packages/x/src/c.ts -> packages/x/src/a.ts',
  ]);
});

test('a file that imports itself is a circle', () => {
  expect(found({ 'a.ts': "import './a.ts';" })).toEqual(['a.ts:1  closes a circle: a.ts -> a.ts']);
});
