import { expect, test } from 'vitest';
import { checkTestHabits } from './test-habits.ts';
import { treeOf } from './tree.ts';

const TEST = 'packages/record/src/a.test.ts';
const lines = (text: string, path = TEST, allowed = {}) =>
  checkTestHabits(treeOf({ [path]: text }), allowed).map(({ line }) => line);

test('a focused test is found, with its line', () => {
  for (const text of ['test.only(1);', 'describe.only(1);', 'it.concurrent.only(1);'])
    expect(lines(`\n${text}`)).toEqual([2]);
});

test('every way to sleep is found', () => {
  const ways = [
    'setTimeout(done, 50)',
    "import { setTimeout as sleep } from 'node:timers/promises'",
    'page.waitForTimeout(9)',
  ];
  for (const text of [...ways, 'Atomics.wait(cells, 0, 0, 50)']) expect(lines(text)).not.toEqual([]);
});

test('sources may use timers, and tests may name them', () => {
  expect(lines('setTimeout(done, 50)', 'packages/server/src/a.ts')).toEqual([]);
  expect(lines("// not setTimeout\nconst a = 'setTimeout'; clock.setTimeout(1);")).toEqual([]);
});

test('a listed reason allows it, and a reason for nothing is found', () => {
  const allowed = { [`${TEST} sleep`]: 'polls a process' };
  expect(lines('setTimeout(poll, 5)', TEST, allowed)).toEqual([]);
  expect(lines('', TEST, allowed)).toEqual([1]);
});
