import { checkTissue } from '../plan/check-plan.ts';
import type { FreezeCycle } from '../plan/freeze-plan.ts';
import { complaints, type PlanError } from '../plan/plan-error.ts';
import type { Celsius, Millimetres, Seconds } from '../quantity.ts';
import type { Tissue } from '../tissue/tissue.ts';

type Point = readonly [Millimetres, Millimetres, Millimetres];

/** A probe in space. Its shaft goes back from the tip against the direction, without end, and is insulated above the active length. */
export interface VoxelProbe {
  readonly tip: Point;
  /** Where the tip points; of any length but nought. */
  readonly direction: readonly [number, number, number];
  readonly radius: Millimetres;
  readonly activeLength: Millimetres;
  readonly temperature: Celsius;
  readonly timeConstant: Seconds;
}

/** What lies beyond a side: tissue that stays as it was, nothing, or air or water on the skin (W/(m2 K)). */
export type Side =
  | { readonly kind: 'far' }
  | { readonly kind: 'insulated' }
  | { readonly kind: 'surface'; readonly transfer: number; readonly temperature: Celsius };

/** A freeze in space: several tissues, several probes, voxels of one size. */
export interface VoxelPlan {
  readonly voxels: readonly [number, number, number];
  readonly spacing: Millimetres;
  readonly tissues: readonly Tissue[];
  /** Which of the tissues a place is, by index; the middle of each voxel is asked. */
  readonly tissueAt: (x: number, y: number, z: number) => number;
  readonly initial: Celsius;
  readonly probes: readonly VoxelProbe[];
  readonly cycles: readonly FreezeCycle[];
  readonly stasis: boolean;
  /** Low and high side of x, y, z. */
  readonly sides: readonly [Side, Side, Side, Side, Side, Side];
}

/** Enthalpy, remainder, two deltas, two thetas, source, least, fraction, each f32 with SIMD and f64 without; tissue and lists. */
const BYTES_A_VOXEL = { simd: 40, scalar: 76 } as const;
const MEMORY_LIMIT = 512 * 2 ** 20;

/** Everything that is wrong with the plan, each at its field; a plan that is too large is refused with its size. */
export function checkVoxelPlan(plan: VoxelPlan, engine: keyof typeof BYTES_A_VOXEL): readonly PlanError[] {
  const found = complaints();
  const { within, add } = found;
  for (const [axis, count] of plan.voxels.entries()) {
    if (within(`voxels[${axis}]`, count, 4, 100_000, '') && !Number.isInteger(count))
      add(`voxels[${axis}]`, 'must be a whole number.', 'musi być liczbą całkowitą.');
  }
  within('spacing', plan.spacing, 0.02, 5, 'mm');
  if (plan.tissues.length === 0 || plan.tissues.length > 16)
    add('tissues', 'must be 1 to 16.', 'musi być od 1 do 16 tkanek.');
  for (const [index, tissue] of plan.tissues.entries()) checkTissue(tissue, `tissues[${index}]`, found);
  within('initial', plan.initial, Math.max(...plan.tissues.map(({ liquidus }) => liquidus)), 50, 'degC');
  for (const [index, probe] of plan.probes.entries()) {
    within(`probes[${index}].radius`, probe.radius, 0.2, 10, 'mm');
    within(`probes[${index}].activeLength`, probe.activeLength, 0.5, 100, 'mm');
    within(`probes[${index}].temperature`, probe.temperature, -196, 20, 'degC');
    within(`probes[${index}].timeConstant`, probe.timeConstant, 0, 600, 's');
    for (const [axis, place] of probe.tip.entries()) within(`probes[${index}].tip[${axis}]`, place, -1000, 1000, 'mm');
    if (!(Math.hypot(...probe.direction) > 0))
      add(`probes[${index}].direction`, 'must point somewhere.', 'musi wskazywać kierunek.');
  }
  if (plan.cycles.length === 0) add('cycles', 'must be one at least.', 'musi być co najmniej jeden cykl.');
  for (const [index, { freeze, thaw }] of plan.cycles.entries()) {
    within(`cycles[${index}].freeze`, freeze, 1, 7200, 's');
    within(`cycles[${index}].thaw`, thaw, 0, 7200, 's');
  }
  for (const [index, side] of plan.sides.entries()) {
    if (side.kind !== 'surface') continue;
    within(`sides[${index}].transfer`, side.transfer, 0, 1e5, 'W/(m2 K)');
    within(`sides[${index}].temperature`, side.temperature, 0, 60, 'degC');
  }
  const count = plan.voxels.reduce((product, size) => product * size, 1);
  const bytes = count * BYTES_A_VOXEL[engine];
  if (bytes > MEMORY_LIMIT) {
    const megabytes = Math.ceil(bytes / 2 ** 20);
    add(
      'voxels',
      `are ${count}, ${megabytes} MiB; ${MEMORY_LIMIT / 2 ** 20} MiB are the limit.`,
      `to ${count} wokseli, czyli ${megabytes} MiB; limit to ${MEMORY_LIMIT / 2 ** 20} MiB.`,
    );
  }
  return found.errors;
}
