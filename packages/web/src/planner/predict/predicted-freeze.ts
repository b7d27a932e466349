import {
  type FreezePlan,
  isothermLine,
  millimetres,
  type PlanError,
  pointHistory,
  seconds,
  startFreeze,
} from '@cryopath/thermal';
import type { FreezeFrame, Isotherm, PredictedFreeze } from './freeze-frame.ts';

/** As the model has a place: distance from the axis and height above the tip, mm. */
export interface ModelPlace {
  readonly radius: number;
  readonly height: number;
}

export type Predicted =
  | { readonly ok: true; readonly value: PredictedFreeze }
  | { readonly ok: false; readonly errors: readonly PlanError[] };

/**
 * Runs a plan and looks at it at every asked time. In steps: yields the part that is done, 0 to 1, so that the caller may rest, show it or stop.
 *
 * @param times s, rising; the first is looked at before anything was cooled if it is 0
 */
export function* predicting(
  plan: FreezePlan,
  times: readonly number[],
  places: readonly ModelPlace[],
): Generator<number, Predicted> {
  const started = startFreeze(plan);
  if (!started.ok) return started;
  const run = started.value;
  const historyOf = ({ radius, height }: ModelPlace) =>
    pointHistory(run.kernel, millimetres(radius), millimetres(height));
  const frames: FreezeFrame[] = [];
  for (const time of times) {
    while (run.at < Math.min(time, run.end)) {
      run.step(seconds(time));
      yield run.at / run.end;
    }
    const field = run.field();
    const { isotherms, tip } = run.moment();
    frames.push({
      at: run.at,
      tip,
      places: places.map((place) => historyOf(place)?.temperature),
      edges: isotherms.map(({ temperature, radius, beyondTip, volume }) => ({
        temperature: temperature as number as Isotherm,
        radius,
        beyondTip,
        volume,
        line: radius > 0 ? isothermLine(field, temperature).map((point) => [point.radius, point.height] as const) : [],
      })),
    });
  }
  return { ok: true, value: { frames, places: places.map(historyOf) } };
}

/** Times to look at: evenly, and at every end of a freeze or thaw, so that the largest ice is never missed. */
export function framesAt(plan: Pick<FreezePlan, 'cycles'>, count: number): readonly number[] {
  const ends = plan.cycles.flatMap(({ freeze, thaw }, index) => {
    const start = plan.cycles.slice(0, index).reduce((sum, one) => sum + one.freeze + one.thaw, 0);
    return [start + freeze, start + freeze + thaw];
  });
  const end = ends.at(-1) ?? 0;
  const every = Math.max(1, Math.ceil(end / count));
  const even = Array.from({ length: Math.floor(end / every) + 1 }, (_, index) => index * every);
  return [...new Set([...even, ...ends])].toSorted((a, b) => a - b);
}
