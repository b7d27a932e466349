import { expect, test } from 'vitest';
import { checkDocuments } from './documents.ts';
import { printed } from './finding.ts';
import { treeOf } from './tree.ts';

const found = (text: string, file = 'README.md') =>
  checkDocuments(
    treeOf({
      'package.json': '{ "scripts": { "house": "node check.ts" } }',
      'packages/web/package.json': '{ "scripts": { "build": "vite build" } }',
      'docs/adr/0001-node.md': '# One\n\n## What was rejected, and why\n',
      'docs/pictures/house.svg': '',
      [file]: text,
    }),
  ).map(printed);

test('a document whose links, files and commands exist has no findings', () => {
  const text = [
    '![the house](docs/pictures/house.svg) <img src="docs/pictures/house.svg" width="10">',
    '[why](docs/adr/0001-node.md#what-was-rejected-and-why), [all](docs/adr/), [here](#top), [out](https://example.org/x)',
    '# Top',
    'See `docs/adr/0001-node.md`, `packages/web/`, `packages/*/src` and `packages/<room>/src`.',
    'Run `npm run house` or `npm run build -w @cryopath/web`.',
  ].join('\n');
  expect(found(text)).toEqual([]);
});

test('a dead link is found, relative to the document', () => {
  expect(found('\n[why](adr/0001-node.md)', 'docs/index.md')).toEqual([]);
  expect(found('\n[why](adr/0001-node.md)')).toEqual(['README.md:2  leads to adr/0001-node.md, which is not there']);
  expect(found('<img src="docs/guide.png">')).toEqual(['README.md:1  leads to docs/guide.png, which is not there']);
});

test('a link to a heading that is gone is found', () => {
  expect(found('[a](docs/adr/0001-node.md#decision)')).toEqual([
    'README.md:1  leads to #decision, which docs/adr/0001-node.md does not have',
  ]);
});

test('a file that the text names and nobody has is found', () => {
  expect(found('`packages/web/src/gone.ts`')).toEqual([
    'README.md:1  names packages/web/src/gone.ts, which is not there',
  ]);
});

test('a command that does not exist is found, also inside code', () => {
  expect(found('```\nnpm run hause\n```')).toEqual(['README.md:2  npm run hause does not exist']);
  expect(found('`npm run house -w @cryopath/web`')).toEqual(['README.md:1  npm run house does not exist']);
});

test('a link inside code is an example, not a link', () => {
  expect(found('`[a](gone.md)`\n```\n[a](gone.md)\n```')).toEqual([]);
});
