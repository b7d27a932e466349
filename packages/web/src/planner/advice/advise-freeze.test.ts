import { expect, test } from 'vitest';
import { defaultFreeze, type PlannedFreeze } from '../planned-freeze.ts';
import type { Measured, Reach } from '../predict/reach.ts';
import { adviseFreeze, freezeLimits } from './advise-freeze.ts';

const POLICY = [
  { id: 'probeTemperature', low: -60, high: -80 },
  { id: 'freezeTime', low: 1.5, high: 3 },
  { id: 'thawTime', low: 30, high: 60 },
  { id: 'skinDistance', low: 5, high: 5 },
  { id: 'skinTarget', low: 10, high: 10 },
];
const LIMITS = freezeLimits(POLICY);
const PLANNED = defaultFreeze('lumbar-facet');
const MEASURED: PlannedFreeze = {
  ...PLANNED,
  distances: Object.fromEntries(
    Object.entries(PLANNED.distances).map(([id, { value }]) => [id, { value, origin: 'measured' }]),
  ),
};

const gap = (structure: Reach['structure'], extreme: Measured | undefined): Reach => ({
  structure,
  kind: structure === 'nerve' ? 'cover' : 'gap',
  isotherm: structure === 'nerve' ? -20 : -1,
  now: extreme,
  extreme,
});
const exactly = (value: number): Measured => ({ value, low: value, high: value });
const GOOD = [gap('nerve', exactly(1)), gap('skin', exactly(12)), gap('motor', exactly(4)), gap('pleura', exactly(2))];
const replaced = (reach: Reach) => GOOD.map((each) => (each.structure === reach.structure ? reach : each));
const ids = (planned: PlannedFreeze, reaches: readonly Reach[]) =>
  adviseFreeze(planned, LIMITS, reaches).map(({ level, id }) => `${level} ${id}`);

test('nothing is said against a plan that reaches the nerve and nothing else, in the page’s band', () => {
  expect(ids(MEASURED, GOOD)).toEqual([]);
});

test.each([
  [-80, []],
  [-81, ['warning too-cold']],
  [-60, []],
  [-59, ['warning too-warm']],
  [Number.NaN, ['warning too-cold', 'warning too-warm']],
])('a probe at %s °C is held against the page’s band', (temperature, expected) => {
  expect(ids({ ...MEASURED, temperature }, GOOD)).toEqual(expected);
});

test.each([
  ['10 mm', exactly(10), []],
  ['under 10 mm', exactly(9.9), ['warning skin-below-target']],
  ['5 mm', exactly(5), ['warning skin-below-target']],
  ['under 5 mm', exactly(4.9), ['stop skin-close']],
  ['under 5 mm at the far end of the band', { value: 6, low: 4.9, high: 7 }, ['stop skin-close']],
  ['none', exactly(0), ['stop skin-in-ice']],
  ['not a number', exactly(Number.NaN), ['stop skin-in-ice']],
  ['no ice', undefined, []],
])('skin: %s', (_, extreme, expected) => {
  expect(ids(MEASURED, replaced(gap('skin', extreme)))).toEqual(expected);
});

test.each(['motor', 'pleura'] as const)(
  'ice that reaches the %s stops the plan, at the far end of its band too',
  (structure) => {
    for (const extreme of [exactly(-1), exactly(0), { value: 1, low: -0.1, high: 2 }])
      expect(ids(MEASURED, replaced(gap(structure, extreme)))).toEqual([`stop ${structure}-in-ice`]);
  },
);

test.each([
  ['outside', exactly(-0.1), ['warning nerve-missed']],
  ['with nothing as cold', undefined, ['warning nerve-missed']],
  ['at the edge', exactly(0), ['warning nerve-missed']],
  ['inside as predicted, not over the band', { value: 0.5, low: -0.2, high: 1 }, ['warning nerve-unsure']],
])('a nerve %s is not taken for reached', (_, extreme, expected) => {
  expect(ids(MEASURED, replaced(gap('nerve', extreme)))).toEqual(expected);
});

test('times outside the published regimes and distances that nobody measured are noted, after what is worse', () => {
  expect(ids({ ...PLANNED, freeze: 300, thaw: 10, temperature: -85 }, GOOD)).toEqual([
    'warning too-cold',
    'note freeze-time',
    'note thaw-time',
    'note distances-assumed',
  ]);
});

test('a clinic’s own target for the skin is the one that is warned at, and is never less than its least', () => {
  const own = (id: string, value: number) =>
    POLICY.map((limit) => (limit.id === id ? { id, low: value, high: value } : limit));
  const said = (policy: typeof POLICY, distance: number) =>
    adviseFreeze(MEASURED, freezeLimits(policy), replaced(gap('skin', exactly(distance)))).map(({ id }) => id);
  expect(said(own('skinTarget', 14), 12)).toEqual(['skin-below-target']);
  expect(said(own('skinTarget', 7), 8)).toEqual([]);
  expect(freezeLimits(own('skinDistance', 12)).skin).toEqual({ least: 12, target: 12 });
  // I4: a pathway that began with a protocol that had no target yet is still advised.
  expect(freezeLimits(POLICY.slice(0, -1)).skin).toEqual({ least: 5, target: 10 });
});
