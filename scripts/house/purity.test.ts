import { describe, expect, test } from 'vitest';
import { printed } from './finding.ts';
import { checkPurity } from './purity.ts';
import { treeOf } from './tree.ts';

const found = (path: string, text: string, allowed = {}) => checkPurity(treeOf({ [path]: text }), allowed).map(printed);
const CORE = 'packages/pathway/src/aftercare/driving.ts';
const RECORD = 'packages/record/src/write/stamp.ts';

describe('the core', () => {
  test.each([
    ['Date', 'const now = Date.now();'],
    ['Date', 'const now = new Date(2027, 2, 28);'],
    ['Date', 'const at = Date.parse(text);'],
    ['Date', 'function at(day: Date) {}'],
    ['Temporal', 'Temporal.Now.instant();'],
    ['performance', 'performance.now();'],
    ['crypto', 'crypto.randomUUID();'],
    ['Math.random', 'Math.random();'],
    ['setTimeout', 'setTimeout(remind, 20);'],
    ['setInterval', 'setInterval(tick, 20);'],
    ['process', 'process.env.ZONE;'],
    ['console', 'console.log(answer);'],
    ['fetch', 'await fetch(url);'],
    ['globalThis', "new globalThis['Date']();"],
    ['the present in Intl', "new Intl.DateTimeFormat('pl').format();"],
    ['node:fs', "import { readFileSync } from 'node:fs';"],
  ])('does not reach for %s: %s', (word, text) => {
    expect(found(CORE, `\n${text}`)).toEqual([`${CORE}:2  uses ${word}: take it as an argument (I7)`]);
  });

  test('may speak of time in comments, in strings and in names of its own', () => {
    const text = "// never Date.now()\nconst kind = 'Date'; answer.process(); const birthDate = { fetch: 1 };";
    expect(found(CORE, text)).toEqual([]);
  });

  test('is fhir, pathway and thermal, and not their tests', () => {
    for (const room of ['fhir', 'pathway', 'thermal'])
      expect(found(`packages/${room}/src/a.ts`, 'Date')).toHaveLength(1);
    expect(found('packages/pathway/src/clock/clock.test.ts', 'Date')).toEqual([]);
    expect(found('packages/server/src/system-clock.ts', 'Date')).toEqual([]);
  });
});

describe('the record', () => {
  test.each(['Date.now()', 'new Date()', 'new Date;', 'Math.random()'])('does not ask the machine: %s', (text) => {
    expect(found(RECORD, text)).toHaveLength(1);
  });

  test('may write down an instant that it was given', () => {
    expect(found(RECORD, 'new Date(now).toISOString();')).toEqual([]);
  });
});

test('an allowance needs a place that uses it', () => {
  const allowed = { [`${CORE} Date`]: 'because' };
  expect(found(CORE, 'Date', allowed)).toEqual([]);
  expect(found(CORE, '', allowed)).toEqual([`scripts/house/purity.ts:1  allows '${CORE} Date', which nothing needs`]);
});
