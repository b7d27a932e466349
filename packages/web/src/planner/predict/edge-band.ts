import type { Isotherm } from './freeze-frame.ts';
import type { Shift } from './ice-shape.ts';

/** How much nearer and farther one isotherm may lie at one moment: nine of ten samples are between. */
export interface EdgeBand {
  readonly at: number;
  readonly temperature: Isotherm;
  readonly low: Shift;
  readonly high: Shift;
  /** Largest radius of nine in ten, mm: also where the prediction itself has none. */
  readonly farthest: number;
}

/** The band at any moment, between the two that were computed. */
export function bandAt(bands: readonly EdgeBand[], temperature: Isotherm, at: number): EdgeBand | undefined {
  const own = bands.filter((band) => band.temperature === temperature);
  const after = own.findIndex((band) => band.at >= at);
  const to = after === -1 ? own.at(-1) : own[after];
  const from = after > 0 ? own[after - 1] : to;
  if (from === undefined || to === undefined) return undefined;
  const part = to.at === from.at ? 0 : (at - from.at) / (to.at - from.at);
  const mean = (a: number, b: number) => a + part * (b - a);
  const shift = (a: Shift, b: Shift): Shift => ({ side: mean(a.side, b.side), tip: mean(a.tip, b.tip) });
  return {
    at,
    temperature,
    low: shift(from.low, to.low),
    high: shift(from.high, to.high),
    farthest: mean(from.farthest, to.farthest),
  };
}
