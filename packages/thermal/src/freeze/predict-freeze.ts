import type { FreezePlan } from '../plan/freeze-plan.ts';
import type { Checked } from '../plan/plan-error.ts';
import { seconds } from '../quantity.ts';
import {
  type EnergyBalance,
  type FreezeMoment,
  type FreezeOptions,
  type FreezeRun,
  startFreeze,
} from './freeze-run.ts';

/** What a plan leads to. */
export interface FreezePrediction {
  /** The end of every freeze and thaw and every asked time, in order. */
  readonly moments: readonly FreezeMoment[];
  readonly balance: EnergyBalance;
  readonly cost: { readonly cells: number; readonly steps: number; readonly stages: number };
  /** The run at its end, for maps, lines and single points. */
  readonly run: FreezeRun;
}

/**
 * Runs a plan from start to end.
 *
 * @example
 * const answer = predictFreeze(plan);
 * if (answer.ok) answer.value.moments.at(-1)?.isotherms;
 */
export function predictFreeze(plan: FreezePlan, options: FreezeOptions = {}): Checked<FreezePrediction> {
  const steps = freezing(plan, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same in steps: yields the part that is done, 0 to 1, after each, so that the caller may show it, rest or stop. */
export function* freezing(plan: FreezePlan, options: FreezeOptions = {}): Generator<number, Checked<FreezePrediction>> {
  const started = startFreeze(plan, options);
  if (!started.ok) return started;
  const run = started.value;
  const marks = [...new Set([...run.periods.map(({ end }) => end), ...plan.times])].toSorted((a, b) => a - b);
  const moments: FreezeMoment[] = [];
  let steps = 0;
  let stages = 0;
  for (const mark of marks) {
    while (run.at < mark) {
      stages += run.step(seconds(mark)).stages;
      steps += 1;
      yield run.at / run.end;
    }
    moments.push(run.moment());
  }
  const { columns, rows } = run.kernel.setting.lattice;
  const cost = { cells: columns * rows, steps, stages };
  return { ok: true, value: { moments, balance: run.balance(), cost, run } };
}
