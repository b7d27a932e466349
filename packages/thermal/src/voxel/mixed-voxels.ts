import { isInProbe } from './probe-shape.ts';
import type { TouchingFace } from './probe-walls.ts';
import type { VoxelPlan, VoxelProbe } from './voxel-plan.ts';

/** Voxels that are partly probe and partly tissue. In the heat each is one or the other; volumes count them as they are. */
export interface MixedVoxels {
  /** How much of a voxel of tissue the probe takes up, 0 to 1. */
  readonly taken: ReadonlyMap<number, number>;
  /** Of voxels that are held as probe: how much is tissue, and the voxels of tissue that touch them and speak for it. */
  readonly rims: readonly { readonly part: number; readonly beside: readonly number[] }[];
}

export function mixedVoxels({ probes, spacing }: VoxelPlan, touching: readonly TouchingFace[]): MixedVoxels {
  const partOf = ({ probe, face }: TouchingFace, which: 'tissue' | 'held') =>
    partWithin(face[which], spacing, (place) => isInProbe(probes[probe] as VoxelProbe, place));
  const taken = new Map(touching.map((wall) => [wall.cell, partOf(wall, 'tissue')]));
  const byHeld = Map.groupBy(touching, ({ held }) => held);
  const rims = [...byHeld.values()].map((own) => ({
    part: 1 - partOf(own[0] as TouchingFace, 'held'),
    beside: own.map(({ cell }) => cell),
  }));
  return { taken, rims };
}

/** Points of a voxel along each edge at which it is looked at. */
const POINTS = 5;

function partWithin(
  middle: readonly number[],
  spacing: number,
  isWithin: (place: readonly number[]) => boolean,
): number {
  const offsets = Array.from({ length: POINTS }, (_, index) => ((index + 0.5) / POINTS - 0.5) * spacing);
  let inside = 0;
  for (const x of offsets)
    for (const y of offsets)
      for (const z of offsets)
        if (isWithin([x, y, z].map((offset, axis) => (middle[axis] as number) + offset))) inside += 1;
  return inside / POINTS ** 3;
}
