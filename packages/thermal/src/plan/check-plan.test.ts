import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_PLAN } from '../freeze/default-plan.ts';
import { predictFreeze } from '../freeze/predict-freeze.ts';
import { celsius, millimetres, seconds } from '../quantity.ts';
import { TISSUES } from '../tissue/tissues.ts';
import { checkPlan } from './check-plan.ts';
import type { FreezePlan } from './freeze-plan.ts';

const { probe, grid, tissue } = DEFAULT_PLAN;
const cooled = (temperature: number) =>
  ({ kind: 'temperature', temperature: celsius(temperature), timeConstant: seconds(5) }) as const;

test.each(Object.values(TISSUES))('$name can be represented, and names its source', (one) => {
  expect(checkPlan({ ...DEFAULT_PLAN, tissue: one })).toEqual([]);
  expect(one.source.length).toBeGreaterThan(40);
});

test.each<[string, Partial<FreezePlan>]>([
  ['probe.radius', { probe: { ...probe, radius: millimetres(-1) } }],
  ['probe.radius', { probe: { ...probe, radius: millimetres(Number.NaN) } }],
  ['probe.cooling.temperature', { probe: { ...probe, cooling: cooled(200) } }],
  ['probe.cooling.temperature', { probe: { ...probe, cooling: cooled(Number.NEGATIVE_INFINITY) } }],
  ['probe.cooling.series', { probe: { ...probe, cooling: { kind: 'measured', series: [] } } }],
  ['probe.cooling.curve', { probe: { ...probe, cooling: { kind: 'power', curve: [], heatCapacity: 1 } } }],
  ['cycles', { cycles: [] }],
  ['cycles[0].freeze', { cycles: [{ freeze: seconds(0), thaw: seconds(10) }] }],
  ['cycles[0].thaw', { cycles: [{ freeze: seconds(10), thaw: seconds(-1) }] }],
  ['cycles[0].temperature', { cycles: [{ freeze: seconds(10), thaw: seconds(1), temperature: celsius(200) }] }],
  [
    'cycles[0].temperature',
    {
      probe: { ...probe, cooling: { kind: 'measured', series: [{ at: seconds(0), temperature: celsius(-9) }] } },
      cycles: [{ freeze: seconds(10), thaw: seconds(1), temperature: celsius(-70) }],
    },
  ],
  [
    'cycles[0].measured[0].at',
    { cycles: [{ freeze: seconds(10), thaw: seconds(1), measured: [{ at: seconds(11), temperature: celsius(-9) }] }] },
  ],
  ['times[0]', { times: [seconds(1e9)] }],
  ['isotherms[0]', { isotherms: [celsius(Number.NaN)] }],
  ['grid.cell', { grid: { ...grid, cell: millimetres(0.001) } }],
  ['initial', { initial: celsius(-5) }],
  ['tissue.solidus', { tissue: { ...tissue, solidus: celsius(3) } }],
  ['tissue.frozen.conductivity', { tissue: { ...tissue, frozen: { ...tissue.frozen, conductivity: 0 } } }],
  ['tissue.heatOfFreezing', { tissue: { ...tissue, heatOfFreezing: 2e6 } }],
])('%s is told at its field, in both languages, before anything runs', (field, change) => {
  const answer = predictFreeze({ ...DEFAULT_PLAN, ...change });
  expect(answer.ok).toBe(false);
  const errors = answer.ok ? [] : answer.errors;
  expect(errors.map((error) => error.field)).toContain(field);
  for (const { text } of errors)
    expect([text.en !== text.pl, text.en.length > 10, text.pl.length > 10]).toEqual([true, true, true]);
});

test('a plan that would not fit is refused with its size', () => {
  const large = {
    ...DEFAULT_PLAN,
    probe: { ...probe, activeLength: millimetres(100) },
    grid: { cell: millimetres(0.02), reach: millimetres(200) },
  };
  expect(checkPlan(large)[0]?.text.en).toMatch(/asks for \d+ x \d+ cells, \d+ MiB; 64 MiB are the limit/);
});

test('no numbers, however odd, come through as anything but an answer or words at a field', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, -1e308, 5e-324));
  fc.assert(
    fc.property(fc.array(odd, { minLength: 6, maxLength: 6 }), ([a, b, c, d, e, f]) => {
      const errors = checkPlan({
        ...DEFAULT_PLAN,
        probe: { ...probe, radius: millimetres(a ?? 0), activeLength: millimetres(b ?? 0), cooling: cooled(c ?? 0) },
        cycles: [{ freeze: seconds(d ?? 0), thaw: seconds(e ?? 0) }],
        grid: { ...grid, cell: millimetres(f ?? 0) },
      });
      expect(errors.length).toBeGreaterThanOrEqual(0);
      expect(errors.every(({ field, text }) => field !== '' && text.en !== '' && text.pl !== '')).toBe(true);
    }),
    { seed: 20_261_126, numRuns: 300 },
  );
});
