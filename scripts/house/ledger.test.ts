import { expect, test } from 'vitest';
import { printed } from './finding.ts';
import { checkLedgers } from './ledger.ts';
import { treeOf } from './tree.ts';

const SOURCE = 'packages/record/src/write/compartment.ts';
const TEST = 'packages/record/src/write/compartment.test.ts';
const table = (...rows: readonly string[]) =>
  ['| No. | Hazard | Control | Where | Test |', '|---|---|---|---|---|', ...rows].join('\n');
const kept = `| H01 | wrong patient | one compartment | \`${SOURCE}\` | \`${TEST}\` |`;
const later = '| H02 | wrong side | entered twice | later: theatre | |';
const sound = {
  'SECURITY.md': table(kept, later),
  [SOURCE]: '// H01: one patient a resource.\n',
  [TEST]: "test('a resource of two patients is refused (H01)', () => {});\n",
};
const hazards = [{ document: 'SECURITY.md', letter: 'H', digits: 2, last: 2 }];
const found = (files: Record<string, string>) => checkLedgers(treeOf({ ...sound, ...files }), hazards).map(printed);

test('a hazard with both ends, or with what it waits for, has no findings', () => {
  expect(found({})).toEqual([]);
});

test('a hazard that the document forgot is found', () => {
  expect(found({ 'SECURITY.md': table(kept) })).toEqual(['SECURITY.md:1  H02 has no row']);
});

test('a control whose source does not speak of its hazard is found', () => {
  expect(found({ [SOURCE]: "const hazard = 'H01';" })).toEqual([
    `SECURITY.md:3  H01 is not named in a comment of ${SOURCE}`,
  ]);
});

test('a test that does not speak of its hazard is found', () => {
  expect(found({ [TEST]: '' })).toEqual([`SECURITY.md:3  H01 is not named in ${TEST}`]);
});

test('a file that is gone is found', () => {
  const gone = kept.replace(TEST, 'packages/record/src/gone.test.ts');
  expect(found({ 'SECURITY.md': table(gone, later) })).toEqual([
    'SECURITY.md:3  H01 names packages/record/src/gone.test.ts, which is not there',
  ]);
});

test('a hazard that names no file, or a source as its test, is found', () => {
  expect(found({ 'SECURITY.md': table('| H01 | a | b | by care | |', later) })).toEqual([
    'SECURITY.md:3  H01 names no source file',
    'SECURITY.md:3  H01 names no test file',
  ]);
  expect(found({ 'SECURITY.md': table(kept.replace(TEST, SOURCE), later) })).toEqual([
    `SECURITY.md:3  H01 names ${SOURCE} as a test, which runs as none`,
  ]);
  expect(found({ 'SECURITY.md': table(kept.replace(SOURCE, TEST), later) })[0]).toBe(
    `SECURITY.md:3  H01 names the test ${TEST} as its control`,
  );
});

test("'later' says with what", () => {
  expect(found({ 'SECURITY.md': table(kept, '| H02 | a | b | later | |') })).toHaveLength(1);
});

test('a number in a comment or in the name of a test without a row is found, in a value it is not', () => {
  const file = 'packages/pathway/src/a.test.ts';
  expect(
    found({ [file]: "// H33\nconst code = 'H40';\ntest.each([1])('late (H34)', () => {});\ntest('H35', f);" }),
  ).toEqual([`${file}:1  H33 has no row in SECURITY.md`, `${file}:4  H35 has no row in SECURITY.md`]);
});

test("a case of the protocol guards a hazard, the protocol's texts do not", () => {
  const by = (path: string) => ({ 'SECURITY.md': table(kept.replace(TEST, path), later), [path]: '# H01' });
  expect(found(by('protocols/cryoablation/cases/flare.yaml'))).toEqual([]);
  expect(found(by('protocols/cryoablation/texts/en.yaml'))).toHaveLength(1);
});
