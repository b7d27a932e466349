import { predictFreeze } from '../freeze/predict-freeze.ts';
import type { FreezePlan } from '../plan/freeze-plan.ts';
import { type Checked, complaints } from '../plan/plan-error.ts';
import { type Celsius, type Millimetres, millimetres, type Seconds } from '../quantity.ts';
import { seededRandom } from './seeded-random.ts';
import { DEFAULT_SPREAD, type Spread, sampledPlan } from './spread.ts';

/** Where nine of ten samples lie. */
export interface Range {
  readonly low: Millimetres;
  readonly high: Millimetres;
}

/** What is uncertain of one isotherm at one moment. */
export interface IsothermBand {
  readonly at: Seconds;
  readonly temperature: Celsius;
  readonly radius: Range;
  readonly beyondTip: Range;
}

export interface BandOptions {
  readonly samples: number;
  readonly seed: number;
  readonly spread?: Spread;
}

/** A band is small where the ice is: samples are run on cells of this size, in mm, and give factors for the fine answer. */
const SAMPLE_CELL = 0.4;

/**
 * Runs the plan as it might be, `samples` times, with tissue, contact and temperature drawn from their spread; the same seed gives the same band.
 *
 * @returns the 5th and 95th of a hundred samples of every isotherm at every moment. A line without it is a lie.
 */
export function freezeBand(plan: FreezePlan, options: BandOptions): Checked<readonly IsothermBand[]> {
  const steps = banding(plan, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same in steps, as `freezing` does: yields the part that is done. */
export function* banding(
  plan: FreezePlan,
  { samples, seed, spread = DEFAULT_SPREAD }: BandOptions,
): Generator<number, Checked<readonly IsothermBand[]>> {
  const found = complaints();
  if (!found.within('samples', samples, 2, 10_000, '') || !found.within('seed', seed, 0, 4_294_967_295, ''))
    return { ok: false, errors: found.errors };
  const coarse = { ...plan, grid: { ...plan.grid, cell: millimetres(Math.max(plan.grid.cell, SAMPLE_CELL)) } };
  const fine = predictFreeze(plan);
  if (!fine.ok) return fine;
  const base = predictFreeze(coarse);
  if (!base.ok) return base;
  const random = seededRandom(seed);
  const runs: (typeof base.value.moments)[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const one = predictFreeze(sampledPlan(coarse, spread, random));
    // A draw that is no tissue any more is drawn again by going on: it says nothing of this one.
    if (one.ok) runs.push(one.value.moments);
    yield (sample + 1) / samples;
  }
  const bands = fine.value.moments.flatMap(({ at, isotherms }, moment) =>
    isotherms.map(({ temperature, radius, beyondTip }, index) => {
      const own = base.value.moments[moment]?.isotherms[index];
      const drawn = runs.map((moments) => moments[moment]?.isotherms[index]);
      return {
        at,
        temperature,
        radius: range(
          radius,
          own?.radius ?? 0,
          drawn.map((one) => one?.radius ?? 0),
        ),
        beyondTip: range(
          beyondTip,
          own?.beyondTip ?? 0,
          drawn.map((one) => one?.beyondTip ?? 0),
        ),
      };
    }),
  );
  return { ok: true, value: bands };
}

function range(fine: number, coarse: number, drawn: readonly number[]): Range {
  const sorted = drawn.toSorted((a, b) => a - b);
  const shifted = (part: number): Millimetres => {
    const value = sorted[Math.round(part * (sorted.length - 1))] ?? coarse;
    return millimetres(Math.max(0, value + fine - coarse));
  };
  return { low: shifted(0.05), high: shifted(0.95) };
}
