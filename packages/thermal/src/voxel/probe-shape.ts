import type { VoxelProbe } from './voxel-plan.ts';

/** How far behind the tip a place lies, mm; its way from the axis; and where the tip points, of length 1. */
export function besideAxis({ tip, direction }: VoxelProbe, place: readonly number[]) {
  const norm = Math.hypot(...direction);
  const along = direction.map((value) => value / norm);
  const from = place.map((value, axis) => value - (tip[axis] as number));
  const behind = -dot(from, along);
  return { behind, along, across: from.map((value, axis) => value + behind * (along[axis] as number)) };
}

/** A flat end at the tip; behind it the active length and the shaft. */
export function isInProbe(probe: VoxelProbe, place: readonly number[]): boolean {
  const { behind, across } = besideAxis(probe, place);
  return behind >= 0 && Math.hypot(...across) <= probe.radius;
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, axis) => sum + value * (b[axis] as number), 0);
