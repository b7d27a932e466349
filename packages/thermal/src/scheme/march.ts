import { explicitLimit, thawedLimit } from './explicit-limit.ts';
import type { Drive, Kernel, Ledger } from './kernel.ts';
import { type SuperStep, stagesFor, superStep } from './super-time-stepping.ts';

/**
 * How long super-steps are: from `first` seconds after every switch of the probe they grow by `growth` to `longest`, or to `longestThawed` once nothing is
 * frozen through any more and nothing cools: then steps cost a third, and the last ice goes quickly.
 */
export interface Pace {
  readonly first: number;
  readonly growth: number;
  readonly longest: number;
  readonly longestThawed?: number;
}

/** Against steps of a tenth of a second, extents of the timing protocol's isotherms at the ends of its freezes and thaws are off by 0.25 % at most. */
export const PACE: Pace = { first: 0.02, growth: 1.1, longest: 4, longestThawed: 2 };

/** A step of the march that has been taken. */
export interface Taken {
  /** Seconds since the start, at its end. */
  readonly at: number;
  readonly seconds: number;
  readonly stages: number;
  readonly ledger: Ledger;
}

/** What the probe does at a time, in seconds since the start; `temperature` is asked at every stage. */
export interface Regime {
  readonly tip: Drive['tip'];
  readonly temperature: (at: number) => number;
  readonly power: number;
  readonly shaft: Drive['shaft'];
  readonly shaftTemperature: number;
}

/** Takes a kernel through time. It holds the pace, and nothing of the physics. */
export function march(kernel: Kernel, pace: Pace = PACE) {
  const limit = explicitLimit(kernel.setting);
  const limitThawed = thawedLimit(kernel.setting);
  let isThawed = false;
  /** The last step's coefficients, and room for its temperatures: most steps are like the one before. */
  let last: { readonly step: SuperStep; readonly seconds: number; readonly tipTemperatures: Float64Array } | undefined;
  let at = 0;
  let planned = pace.first;
  return {
    get at(): number {
      return at;
    },
    /** The probe was switched: short steps again. */
    restart(): void {
      planned = pace.first;
      isThawed = false;
    },
    /** One super-step towards `until`, which is met exactly. `before` may add to the sources. */
    step(until: number, regime: Regime, before?: (from: number, to: number) => void): Taken {
      const left = until - at;
      // Rather two even steps than a long one and a splinter.
      const seconds = left <= planned ? left : left < 2 * planned ? left / 2 : planned;
      const to = seconds === left ? until : at + seconds;
      before?.(at, to);
      isThawed ||= before === undefined && coolsNothing(regime, kernel) && isNowhereFrozen(kernel);
      const stages = stagesFor(seconds, isThawed ? limitThawed : limit);
      if (last?.step.stages !== stages || last.seconds !== seconds) {
        last = { step: superStep(stages, seconds), seconds, tipTemperatures: new Float64Array(stages) };
      }
      const { step, tipTemperatures } = last;
      for (let stage = 0; stage < stages; stage += 1)
        tipTemperatures[stage] = regime.temperature(at + (step.when[stage] as number) * seconds);
      const ledger = kernel.step(
        step,
        {
          tip: regime.tip,
          tipTemperatures,
          power: regime.power,
          shaft: regime.shaft,
          shaftTemperature: regime.shaftTemperature,
        },
        seconds,
      );
      at = to;
      planned = Math.min(isThawed ? (pace.longestThawed ?? pace.longest) : pace.longest, planned * pace.growth);
      return { at, seconds, stages, ledger };
    },
  };
}

/** Whether the probe adds no cold: its tip passes nothing or is warmer than freezing, and its shaft does not bring cold along. */
const coolsNothing = (regime: Regime, { setting }: Kernel): boolean =>
  regime.tip === 'insulated' &&
  (regime.shaft === 'insulated' || (regime.shaft === 'held' && regime.shaftTemperature >= setting.phase.liquidus));

function isNowhereFrozen({ enthalpy, stride, setting: { lattice } }: Kernel): boolean {
  const { columns, rows, place } = lattice;
  for (let column = 0; column < columns; column += 1) {
    const end = column * stride + (column < place.columns ? place.tip : rows);
    for (let cell = column * stride; cell < end; cell += 1) if ((enthalpy[cell] as number) <= 0) return false;
  }
  return true;
}
