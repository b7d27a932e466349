import { expect, test } from 'vitest';
import { checkArrows } from './arrows.ts';
import { printed } from './finding.ts';
import { treeOf } from './tree.ts';

const manifest = (dependencies: readonly string[], exports: unknown = './src/index.ts') =>
  JSON.stringify(
    { exports, dependencies: Object.fromEntries(dependencies.map((name) => [`@cryopath/${name}`, '0.1.0'])) },
    null,
    2,
  );

const house = {
  'packages/fhir/package.json': manifest([], { '.': './src/index.ts', './fhirpath': './src/fhirpath.ts' }),
  'packages/pathway/package.json': manifest(['fhir']),
  'packages/record/package.json': manifest(['fhir', 'pathway']),
  'packages/web/package.json': manifest(['fhir']),
  'packages/web/src/today/today.tsx':
    "import { validate } from '@cryopath/fhir';\nimport { rail } from '../rail.tsx';\n",
  'packages/record/src/a.ts': "import type { Clock } from '@cryopath/pathway';\nimport '@cryopath/fhir/fhirpath';\n",
};
const found = (files: Record<string, string>) => checkArrows(treeOf({ ...house, ...files })).map(printed);

test('a house whose arrows all point down has no findings', () => {
  expect(found({})).toEqual([]);
});

test('an arrow that points up is found, however the module is named', () => {
  expect(found({ 'packages/fhir/src/a.ts': "import { evaluate } from '@cryopath/pathway';\n" })).toEqual([
    'packages/fhir/src/a.ts:1  fhir may not use pathway',
  ]);
  expect(found({ 'packages/web/src/a.ts': "\nawait import('@cryopath/record');\n" })).toEqual([
    'packages/web/src/a.ts:2  web may not use record',
  ]);
});

test('a test has no more rights than the source beside it', () => {
  expect(found({ 'packages/pathway/src/a.test.ts': "import { openRecord } from '@cryopath/record';" })).toHaveLength(1);
});

test('a relative path into another package is found, one inside the own package is not', () => {
  expect(found({ 'packages/record/src/b.ts': "import '../../fhir/src/json.ts';\nimport '../test/c.ts';" })).toEqual([
    'packages/record/src/b.ts:1  leaves its package by a relative path: ../../fhir/src/json.ts',
  ]);
});

test('only declared exports and declared dependencies may be imported', () => {
  expect(found({ 'packages/record/src/b.ts': "import '@cryopath/fhir/src/json.ts';" })).toEqual([
    'packages/record/src/b.ts:1  @cryopath/fhir/src/json.ts is not an export of fhir',
  ]);
  expect(found({ 'packages/web/src/b.ts': "import '@cryopath/pathway';" })).toEqual([
    "packages/web/src/b.ts:1  @cryopath/pathway is not in packages/web/package.json's dependencies",
  ]);
});

test('a package does not import itself by name', () => {
  expect(found({ 'packages/pathway/src/b.ts': "import '@cryopath/pathway';" })).toEqual([
    'packages/pathway/src/b.ts:1  imports its own package by name: @cryopath/pathway',
  ]);
});

test('a dependency that no arrow allows is found in package.json itself', () => {
  expect(found({ 'packages/pathway/package.json': manifest(['fhir', 'record']) })).toEqual([
    'packages/pathway/package.json:5  pathway may not depend on record',
  ]);
});

test('a package without a place in the house is found', () => {
  expect(found({ 'packages/common/package.json': manifest([]) })).toEqual([
    "packages/common/package.json:1  the house has no room 'common': add it to ARROWS",
  ]);
});
