import { expect, test } from 'vitest';
import { DEFAULT_PLAN } from '../freeze/default-plan.ts';
import { predictFreeze } from '../freeze/predict-freeze.ts';
import { celsius, millimetres, seconds } from '../quantity.ts';
import { freezeBand } from './freeze-band.ts';
import { seededRandom } from './seeded-random.ts';
import { DEFAULT_SPREAD } from './spread.ts';

const PLAN = {
  ...DEFAULT_PLAN,
  cycles: [{ freeze: seconds(60), thaw: seconds(0) }],
  grid: { cell: millimetres(0.4), reach: millimetres(15) },
};
const band = (seed: number, spread = DEFAULT_SPREAD) => {
  const answer = freezeBand(PLAN, { samples: 24, seed, spread });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.value;
};

test('the same seed gives the same band, another seed another', () => {
  expect(band(7)).toEqual(band(7));
  expect(band(8)).not.toEqual(band(7));
});

test('the prediction lies within its band, which has a width and widens with what is not known', () => {
  const answer = predictFreeze(PLAN);
  const isotherms = answer.ok ? answer.value.moments[0]?.isotherms : [];
  const usual = band(1);
  const wide = band(1, { ...DEFAULT_SPREAD, conductivity: 0.3, temperature: 9 });
  for (const [index, { radius }] of usual.entries()) {
    const own = isotherms?.[index]?.radius ?? 0;
    expect(radius.low).toBeLessThan(own);
    expect(radius.high).toBeGreaterThan(own - 0.05);
    expect(radius.high - radius.low).toBeGreaterThan(0.1);
    expect((wide[index]?.radius.high ?? 0) - (wide[index]?.radius.low ?? 0)).toBeGreaterThan(radius.high - radius.low);
  }
});

test('no or too many samples are told at the field', () => {
  for (const samples of [0, Number.NaN, 1e9])
    expect(freezeBand(PLAN, { samples, seed: 1 })).toMatchObject({ ok: false });
});

test('the seeded numbers have the mean and the deviation that they are said to have', () => {
  const random = seededRandom(3);
  const drawn = Array.from({ length: 20_000 }, () => random.normal());
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.04);
});

test('what is not known of the probe’s temperature is not known of a freeze’s own, or of what was measured in it', () => {
  const [cycle] = PLAN.cycles;
  const own = { freeze: seconds(60), thaw: seconds(0), temperature: celsius(-70) };
  const steady = [0, 60].map((at) => ({ at: seconds(at), temperature: celsius(-70) }));
  const widths = [cycle, own, { ...cycle, ...own, measured: steady }].map((each) => {
    const answer = freezeBand({ ...PLAN, cycles: [each ?? own] }, { samples: 24, seed: 5 });
    if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
    return answer.value.map(({ radius }) => radius.high - radius.low);
  });
  expect(widths[1]).toEqual(widths[0]);
  for (const [index, width] of (widths[2] ?? []).entries())
    expect(Math.abs(width / (widths[0]?.[index] ?? 0) - 1)).toBeLessThan(0.2);
});
