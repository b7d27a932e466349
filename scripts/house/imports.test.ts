import { expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { readSource } from './source.ts';

const named = (text: string) => importsOf(readSource(text)).map(({ specifier, line }) => `${line} ${specifier}`);

test('every way to name a module is seen, with its line', () => {
  const text = [
    "import a, { type B } from 'a';",
    "import type { C } from 'c';",
    "import * as d from 'd';",
    "import 'e';",
    "export { f } from 'f';",
    "export * from 'g';",
    'import {',
    '  h,',
    "} from 'h';",
    "const i = await import('i');",
    "const j = require('j');",
    "new Worker(new URL('./k.ts', import.meta.url));",
  ].join('\n');
  expect(named(text)).toEqual(['1 a', '2 c', '3 d', '4 e', '5 f', '6 g', '9 h', '10 i', '11 j', '12 ./k.ts']);
});

test('what only looks like one is not one', () => {
  const text = [
    "// import a from 'a';",
    'const b = "import c from \'c\'";',
    "export const d = 'd';",
    "Array.from('e');",
    "new URL('./f.yaml', import.meta.url);",
  ].join('\n');
  expect(named(text)).toEqual([]);
});
