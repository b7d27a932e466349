import type { FreezePlan } from '../plan/freeze-plan.ts';
import type { Regime } from '../scheme/march.ts';

/** A freeze or a thaw, in seconds since the start. */
export interface Period {
  readonly cycle: number;
  readonly phase: 'freeze' | 'thaw';
  readonly start: number;
  readonly end: number;
}

export function periodsOf({ cycles }: FreezePlan): readonly Period[] {
  const periods: Period[] = [];
  let at = 0;
  for (const [index, { freeze, thaw }] of cycles.entries()) {
    periods.push({ cycle: index + 1, phase: 'freeze', start: at, end: at + freeze });
    at += freeze;
    if (thaw > 0) periods.push({ cycle: index + 1, phase: 'thaw', start: at, end: at + thaw });
    at += thaw;
  }
  return periods;
}

/** What the probe does in a period. `from` is the tip's temperature when it begins. */
export function regimeOf({ probe, thaw, cycles }: FreezePlan, { cycle, phase, start }: Period, from: number): Regime {
  const shaft = {
    shaft: probe.shaft.kind === 'insulated' ? 'insulated' : probe.shaft.kind === 'heated' ? 'held' : 'conducting',
    shaftTemperature: probe.shaft.kind === 'heated' ? probe.shaft.temperature : 0,
  } as const;
  const { cooling } = probe;
  if (cooling.kind === 'measured') {
    return { ...shaft, tip: 'held', power: 0, temperature: (at) => measuredAt(cooling.series, at) };
  }
  if (phase === 'thaw' && thaw.kind === 'warmed') {
    return { ...shaft, tip: 'held', power: 0, temperature: approach(from, thaw.temperature, thaw.timeConstant, start) };
  }
  if (cooling.kind === 'power') {
    return { ...shaft, tip: 'powered', power: phase === 'freeze' ? 1 : 0, temperature: () => from };
  }
  if (phase === 'thaw') return { ...shaft, tip: 'insulated', power: 0, temperature: () => from };
  const { temperature: own = cooling.temperature, measured = [] } = cycles[cycle - 1] ?? {};
  const towards = approach(from, own, cooling.timeConstant, start);
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined) return { ...shaft, tip: 'held', power: 0, temperature: towards };
  const isMeasured = (since: number) => since >= first.at && since <= last.at;
  return {
    ...shaft,
    tip: 'held',
    power: 0,
    temperature: (at) => (isMeasured(at - start) ? measuredAt(measured, at - start) : towards(at)),
  };
}

const approach =
  (from: number, to: number, timeConstant: number, start: number) =>
  (at: number): number =>
    timeConstant === 0 ? to : to + (from - to) * Math.exp(-(at - start) / timeConstant);

/** Linear between two points, level before the first and after the last. */
function measuredAt(series: readonly { readonly at: number; readonly temperature: number }[], at: number): number {
  let low = 0;
  let high = series.length - 1;
  const point = (index: number) => series[index] as { at: number; temperature: number };
  if (at <= point(0).at) return point(0).temperature;
  if (at >= point(high).at) return point(high).temperature;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (point(middle).at <= at) low = middle;
    else high = middle;
  }
  const from = point(low);
  const to = point(high);
  return from.temperature + ((at - from.at) / (to.at - from.at)) * (to.temperature - from.temperature);
}
