import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kernelOf } from '../kernel/kernels.ts';
import type { FreezePlan } from '../plan/freeze-plan.ts';
import { celsius, millimetres, seconds, squareMetreKelvinsPerWatt, watts } from '../quantity.ts';
import { pointHistory } from '../result/point-history.ts';
import { TISSUES, type TissueName } from '../tissue/tissues.ts';
import { DEFAULT_PLAN } from './default-plan.ts';
import type { FreezeOptions } from './freeze-run.ts';
import { type FreezePrediction, predictFreeze } from './predict-freeze.ts';

const SEED = 20_261_126;
const COARSE = { cell: millimetres(0.5), reach: millimetres(25) };
const ONCE = [{ freeze: seconds(60), thaw: seconds(30) }];

function predicted(plan: FreezePlan, options: FreezeOptions = {}): FreezePrediction {
  const answer = predictFreeze(plan, options);
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.value;
}

const probes: fc.Arbitrary<FreezePlan['probe']> = fc.record({
  radius: fc.double({ min: 0.5, max: 1.5, noNaN: true }).map(millimetres),
  activeLength: fc.double({ min: 3, max: 15, noNaN: true }).map(millimetres),
  contact: fc.constantFrom(0, 1e-5, 3e-4).map(squareMetreKelvinsPerWatt),
  cooling: fc.oneof(
    fc.constant({ kind: 'temperature' as const, temperature: celsius(-75), timeConstant: seconds(4) }),
    fc.constant({
      kind: 'power' as const,
      heatCapacity: 0.2,
      curve: [
        { temperature: celsius(-89), power: watts(0) },
        { temperature: celsius(-60), power: watts(8) },
        { temperature: celsius(37), power: watts(15) },
      ],
    }),
    fc.constant({
      kind: 'measured' as const,
      series: [
        { at: seconds(0), temperature: celsius(37) },
        { at: seconds(10), temperature: celsius(-60) },
        { at: seconds(60), temperature: celsius(-72) },
        { at: seconds(80), temperature: celsius(10) },
      ],
    }),
  ),
  shaft: fc.constantFrom(
    { kind: 'insulated' as const },
    { kind: 'heated' as const, temperature: celsius(37) },
    { kind: 'conducting' as const, conductance: 1.2e-5, heatCapacity: 3 },
  ),
});

test('T2 whatever the probe, shaft, tissue and thaw, the books of heat balance to 1e-10', () => {
  fc.assert(
    fc.property(
      probes,
      fc.constantFrom(...(Object.keys(TISSUES) as TissueName[])),
      fc.constantFrom<FreezePlan['thaw']>(
        { kind: 'passive' },
        { kind: 'warmed', temperature: celsius(40), timeConstant: seconds(3) },
      ),
      fc.boolean(),
      (probe, tissue, thaw, stasis) => {
        const plan = { ...DEFAULT_PLAN, probe, tissue: TISSUES[tissue], thaw, stasis, cycles: ONCE, grid: COARSE };
        const { balance, moments } = predicted(plan, { kernel: kernelOf('f64') });
        expect(balance.relativeError).toBeLessThan(1e-10);
        const [end] = moments;
        expect(end?.tip).toBeGreaterThan(-90);
        expect(end?.isotherms.map(({ radius }) => radius)).toEqual(
          end?.isotherms.map(({ radius }) => radius).toSorted((a, b) => b - a),
        );
      },
    ),
    { seed: SEED, numRuns: 25 },
  );
});

test('colder, longer and less blood reach farther; contact resistance less far', () => {
  const radius = (change: Partial<FreezePlan>) =>
    predicted({ ...DEFAULT_PLAN, cycles: ONCE, grid: COARSE, ...change }).moments[0]?.isotherms[0]?.radius ?? 0;
  const { probe, tissue } = DEFAULT_PLAN;
  const usual = radius({});
  const at = (temperature: number) =>
    ({ kind: 'temperature', temperature: celsius(temperature), timeConstant: seconds(5) }) as const;
  expect(radius({ probe: { ...probe, cooling: at(-80) } })).toBeGreaterThan(usual);
  expect(radius({ cycles: [{ freeze: seconds(90), thaw: seconds(30) }] })).toBeGreaterThan(usual);
  expect(radius({ tissue: { ...tissue, perfusion: 0 } })).toBeGreaterThan(usual);
  expect(radius({ probe: { ...probe, contact: squareMetreKelvinsPerWatt(2e-4) } })).toBeLessThan(usual);
});

test('the timing protocol comes to its converged figures within 1 %, ice and -20 degC, sideways and beyond the tip', () => {
  const tissue = { ...TISSUES['soft-tissue'], metabolism: 0 };
  const cycle = { freeze: seconds(180), thaw: seconds(120) };
  const { moments } = predicted({
    ...DEFAULT_PLAN,
    tissue,
    cycles: [cycle],
    grid: { ...DEFAULT_PLAN.grid, cell: millimetres(0.25) },
  });
  const [ice, , cold] = moments[0]?.isotherms ?? [];
  expect(Math.abs((ice?.radius ?? 0) / 6.519 - 1)).toBeLessThan(0.01);
  expect(Math.abs((cold?.radius ?? 0) / 3.661 - 1)).toBeLessThan(0.01);
  expect(Math.abs((ice?.beyondTip ?? 0) / 4.079 - 1)).toBeLessThan(0.02);
});

test('the usual steps leave every isotherm within 0.03 mm of where fine ones have it when a freeze or thaw ends', () => {
  const plan = { ...DEFAULT_PLAN, cycles: [{ freeze: seconds(120), thaw: seconds(60) }], grid: COARSE };
  const [usual, fine] = [{}, { pace: { first: 0.01, growth: 1.03, longest: 0.2 } }].map((options) =>
    predicted(plan, options).moments.flatMap(({ isotherms }) =>
      isotherms.flatMap(({ radius, beyondTip }) => [radius, beyondTip]),
    ),
  );
  expect(usual?.some((extent) => extent > 4)).toBe(true);
  for (const [index, extent] of usual?.entries() ?? [])
    expect(Math.abs(extent - (fine?.[index] ?? 99))).toBeLessThan(0.03);
});

test('a point knows its lowest temperature, its time below -20 degC and what that does to a nerve', () => {
  const { run } = predicted({ ...DEFAULT_PLAN, cycles: ONCE });
  const near = pointHistory(run.kernel, millimetres(1.5), millimetres(5));
  const far = pointHistory(run.kernel, millimetres(20), millimetres(5));
  expect(near).toMatchObject({ nerve: 'axonotmesis' });
  expect(near?.coldest).toBeLessThan(-40);
  expect(near?.below20).toBeGreaterThan(40);
  expect(near?.temperature).toBeGreaterThan(-20);
  expect(far).toMatchObject({ nerve: 'unaffected', below20: 0 });
  expect(pointHistory(run.kernel, millimetres(0.2), millimetres(5))).toBeUndefined();
  expect(pointHistory(run.kernel, millimetres(90), millimetres(5))).toBeUndefined();
});

test('a probe measured as the model would have cooled it freezes the same', () => {
  const plan = { ...DEFAULT_PLAN, cycles: ONCE, grid: COARSE };
  const series = Array.from({ length: 121 }, (_, index) => ({
    at: seconds(index / 2),
    temperature: celsius(-70 + 107 * Math.exp(-index / 2 / 5)),
  }));
  const measured = predicted({ ...plan, probe: { ...plan.probe, cooling: { kind: 'measured', series } } });
  const [ours] = predicted(plan).moments;
  const [theirs] = measured.moments;
  expect(theirs?.isotherms[0]?.radius).toBeCloseTo(ours?.isotherms[0]?.radius ?? 0, 2);
});

test('a freeze of its own temperature is as cold as that, and the others as the probe', () => {
  const cycle = { freeze: seconds(60), thaw: seconds(30) };
  const radii = (cycles: FreezePlan['cycles']) =>
    predicted({ ...DEFAULT_PLAN, cycles, grid: COARSE }).moments.map(({ isotherms }) => isotherms[0]?.radius ?? 0);
  const at = (temperature: number) => ({ ...cycle, temperature: celsius(temperature) });
  const usual = radii([cycle, cycle]);
  expect(radii([at(-70), at(-70)])).toEqual(usual);
  const [first, , second] = radii([cycle, at(-50)]);
  expect(first).toBe(usual[0]);
  expect(second).toBeLessThan((usual[2] ?? 0) - 0.2);
  // Colder than the probe: the table of the tissue reaches as far.
  expect(radii([at(-120), cycle])[0]).toBeGreaterThan((usual[0] ?? 0) + 0.2);
});

test('what was measured in a freeze wins for the moments that it covers, counted from that freeze', () => {
  const cycle = { freeze: seconds(60), thaw: seconds(30) };
  const measured = [0, 20, 40].map((at) => ({ at: seconds(at), temperature: celsius(-40) }));
  const answer = predictFreeze({
    ...DEFAULT_PLAN,
    cycles: [cycle, { ...cycle, measured }],
    grid: COARSE,
    times: [seconds(30), seconds(91), seconds(129), seconds(140)],
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  const tips = new Map(answer.value.moments.map(({ at, tip }) => [Number(at), tip]));
  expect(tips.get(91)).toBe(-40);
  expect(tips.get(129)).toBe(-40);
  expect(tips.get(30)).toBeCloseTo(-70, 0);
  expect(tips.get(140)).toBeCloseTo(-70, 0);
});
