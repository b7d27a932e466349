import { expect, test } from 'vitest';
import { printed } from './finding.ts';
import { checkSpecs } from './spec.ts';
import { treeOf } from './tree.ts';

const HOME = 'packages/record';
const rows = [
  '| R1 | durable | `write/commit.ts` | `server/test/kill.test.ts` |',
  '| R10 | never changed | trigger `append_only` | `write/append.test.ts` |',
];
const sound = {
  [`${HOME}/SPEC.md`]: ['| No. | Always | Enforcement | Test |', '|---|---|---|---|', ...rows].join('\n'),
  [`${HOME}/src/write/commit.ts`]: '',
  [`${HOME}/src/migrations/0001.sql`]: 'create trigger append_only before update',
  [`${HOME}/src/write/append.test.ts`]: "test('a version never changes (R10)');",
  'packages/server/test/kill.test.ts': '// R1',
};
const found = (files: Record<string, string>) => checkSpecs(treeOf({ ...sound, ...files })).map(printed);

test('an invariant that is enforced and tested has no findings', () => {
  expect(found({})).toEqual([]);
});

test('an enforcement that was renamed or removed is found', () => {
  expect(found({ [`${HOME}/src/migrations/0001.sql`]: 'create trigger refuse' })).toEqual([
    `${HOME}/SPEC.md:4  R10 names append_only, which is not there`,
  ]);
  const elsewhere = (sound[`${HOME}/SPEC.md`] ?? '').replace('write/commit.ts', 'write/gone.ts');
  expect(found({ [`${HOME}/SPEC.md`]: elsewhere })).toEqual([
    `${HOME}/SPEC.md:3  R1 names write/gone.ts, which is not there`,
  ]);
});

test('a test that does not speak of its invariant is found, and R10 does not speak of R1', () => {
  expect(found({ 'packages/server/test/kill.test.ts': '// R10' })).toEqual([
    `${HOME}/SPEC.md:3  R1 is not named in packages/server/test/kill.test.ts`,
  ]);
});

test('an invariant without enforcement or test is found', () => {
  expect(found({ [`${HOME}/SPEC.md`]: '| R1 | durable | by care | by hope |' })).toEqual([
    `${HOME}/SPEC.md:1  R1 names nothing that enforces it`,
    `${HOME}/SPEC.md:1  R1 names no test`,
  ]);
});
