import type { PlanError } from '@cryopath/thermal';
import type { PlannedFreeze } from '../planned-freeze.ts';
import type { Reading } from '../reading.ts';
import type { EdgeBand } from './edge-band.ts';
import type { FreezeFrame, PredictedFreeze } from './freeze-frame.ts';
import type { ModelPlace } from './predicted-freeze.ts';

/** What the page asks of the worker. A newer question of the same kind ends the older one. */
export type FreezeQuestion =
  | {
      readonly kind: 'plan';
      readonly id: number;
      readonly planned: PlannedFreeze;
      readonly places: readonly ModelPlace[];
    }
  /** The freeze as it was measured so far: s since its start, degC. Answered with the state at `until`. */
  | {
      readonly kind: 'measured';
      readonly id: number;
      readonly planned: PlannedFreeze;
      readonly series: readonly Reading[];
      readonly until: number;
      readonly places: readonly ModelPlace[];
    }
  | { readonly kind: 'cancel'; readonly id: number };

/** What comes back, in this order: preview, progress, full, progress, band. */
export type FreezeReply = { readonly id: number } & (
  | { readonly kind: 'preview' | 'full'; readonly predicted: PredictedFreeze }
  | { readonly kind: 'progress'; readonly of: 'full' | 'band'; readonly part: number }
  | { readonly kind: 'band'; readonly bands: readonly EdgeBand[] }
  | { readonly kind: 'now'; readonly frame: FreezeFrame; readonly predicted: PredictedFreeze }
  | { readonly kind: 'refused'; readonly errors: readonly PlanError[] }
);
