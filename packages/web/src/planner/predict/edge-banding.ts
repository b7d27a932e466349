import { banding, type FreezePlan, millimetres, type PlanError, seconds } from '@cryopath/thermal';
import type { EdgeBand } from './edge-band.ts';
import type { FreezeFrame } from './freeze-frame.ts';

/** Runs of the plan as it might be. Twenty-four give the width to about a tenth of itself, in one to three seconds. */
const SAMPLES = 24;
/** The same picture for the same plan, whoever asks. */
const SEED = 20_261_126;
/** Samples are run on coarser tissue: what is asked of them is a width. */
const GRID = { cell: millimetres(0.4), reach: millimetres(20) };

export type Banded =
  | { readonly ok: true; readonly value: readonly EdgeBand[] }
  | { readonly ok: false; readonly errors: readonly PlanError[] };

/** @param frames of the full answer: the band is drawn around them, at every fourth of them and at every end of a freeze and a thaw */
export function* edgeBanding(plan: FreezePlan, frames: readonly FreezeFrame[]): Generator<number, Banded> {
  const times = frames.filter((_, index) => index % 4 === 0).map(({ at }) => seconds(at));
  const answer = yield* banding({ ...plan, grid: GRID, times }, { samples: SAMPLES, seed: SEED });
  if (!answer.ok) return answer;
  const value = answer.value.flatMap((band): readonly EdgeBand[] => {
    const edge = frames
      .find(({ at }) => Math.abs(at - band.at) < 1e-6)
      ?.edges.find(({ temperature }) => temperature === Number(band.temperature));
    if (edge === undefined) return [];
    return [
      {
        at: band.at,
        temperature: edge.temperature,
        low: {
          side: Math.min(0, band.radius.low - edge.radius),
          tip: Math.min(0, band.beyondTip.low - edge.beyondTip),
        },
        high: {
          side: Math.max(0, band.radius.high - edge.radius),
          tip: Math.max(0, band.beyondTip.high - edge.beyondTip),
        },
        farthest: Math.max(band.radius.high, edge.radius),
      },
    ];
  });
  return { ok: true, value };
}
