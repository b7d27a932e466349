import { type MixedVoxels, mixedVoxels } from './mixed-voxels.ts';
import { isInProbe } from './probe-shape.ts';
import { type ProbeWall, probeWalls, type TouchingFace } from './probe-walls.ts';
import type { VoxelPlan } from './voxel-plan.ts';

/** Where voxels lie in memory, and every face that is not an ordinary one. Indices are into arrays with a ghost round everything. */
export interface VoxelLayout extends MixedVoxels {
  readonly size: readonly [number, number, number];
  readonly row: number;
  readonly plane: number;
  readonly first: number;
  readonly total: number;
  /** 1 / h^2, m. */
  readonly scale: number;
  readonly tissue: Uint8Array;
  /** Pairs: count of fours of voxels and their tissue or -1; a pair of noughts ends a row. */
  readonly runs: Int32Array;
  /** Pairs of voxels of different tissues. */
  readonly interfaces: Int32Array;
  /** Voxels that are probe: no tissue. */
  readonly held: Int32Array;
  /** Faces of tissue to a probe: voxel, held voxel, and what it conducts while the probe cools, in units of an ordinary face. */
  readonly walls: readonly ProbeWall[];
  /** Faces at sides that are not far tissue: voxel, ghost, side. */
  readonly sides: readonly { readonly cell: number; readonly ghost: number; readonly side: number }[];
  /** Ghosts at far sides: ghost and the voxel before it. */
  readonly ghosts: readonly (readonly [number, number])[];
  /** Voxels whose theta is made anew after corrections, each once. */
  readonly corrected: Int32Array;
  /** Half of Gershgorin's bound of the stiffest voxel, in units of an ordinary face. */
  readonly stiffest: number;
}

export function voxelLayout(plan: VoxelPlan): VoxelLayout {
  const [nx, ny, nz] = [Math.ceil(plan.voxels[0] / 4) * 4, plan.voxels[1], plan.voxels[2]];
  const row = nx + 8;
  const plane = row * (ny + 2);
  const first = plane + row + 4;
  const total = plane * (nz + 2);
  const h = plan.spacing;
  const place = (x: number, y: number, z: number): [number, number, number] => [
    (x + 0.5) * h,
    (y + 0.5) * h,
    (z + 0.5) * h,
  ];
  const at = (x: number, y: number, z: number): number => first + z * plane + y * row + x;
  const tissue = new Uint8Array(total);
  /** Probe by voxel: its index from 1. */
  const probe = new Int8Array(total);
  const runs: number[] = [];
  const held: number[] = [];
  const last = plan.tissues.length - 1;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      for (let x = 0; x < nx; x += 1) {
        const here = place(x, y, z);
        const cell = at(x, y, z);
        tissue[cell] = Math.min(last, Math.max(0, Math.trunc(plan.tissueAt(...here)) || 0));
        const index = plan.probes.findIndex((one) => isInProbe(one, here));
        if (index >= 0) {
          probe[cell] = index + 1;
          held.push(cell);
        }
      }
      pushRuns(runs, tissue, at(0, y, z), nx);
    }
  }
  const interfaces: number[] = [];
  const touching: TouchingFace[] = [];
  /** What the ordinary faces of a voxel that touches a probe conduct together. */
  const ordinary = new Map<number, number>();
  const sides: VoxelLayout['sides'][number][] = [];
  const ghosts: (readonly [number, number])[] = [];
  const corrected = new Set<number>();
  const steps = [-1, 1, -row, row, -plane, plane] as const;
  const moves = [
    [-1, 0, 0],
    [1, 0, 0],
    [0, -1, 0],
    [0, 1, 0],
    [0, 0, -1],
    [0, 0, 1],
  ] as const;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      for (let x = 0; x < nx; x += 1) {
        const cell = at(x, y, z);
        if (probe[cell] !== 0) continue;
        let sum = 0;
        let isTouching = false;
        for (let side = 0; side < 6; side += 1) {
          const step = steps[side] as number;
          const [dx, dy, dz] = moves[side] as (typeof moves)[number];
          const next = cell + step;
          const isOut = x + dx < 0 || x + dx >= nx || y + dy < 0 || y + dy >= ny || z + dz < 0 || z + dz >= nz;
          if (isOut) {
            if (plan.sides[side]?.kind === 'far') {
              ghosts.push([next, cell]);
              sum += 1;
            } else {
              sides.push({ cell, ghost: next, side });
              corrected.add(cell);
              sum += 1;
            }
          } else if (probe[next] !== 0) {
            touching.push({
              cell,
              held: next,
              probe: (probe[next] as number) - 1,
              face: { tissue: place(x, y, z), held: place(x + dx, y + dy, z + dz) },
            });
            isTouching = true;
            corrected.add(cell);
          } else {
            sum += 1;
            if (step > 0 && tissue[cell] !== tissue[next]) {
              interfaces.push(cell, next);
              corrected.add(cell);
              corrected.add(next);
            }
          }
        }
        if (isTouching) ordinary.set(cell, sum);
      }
    }
  }
  const { walls, stiffest } = probeWalls(plan, touching, ordinary);
  return {
    size: [nx, ny, nz],
    row,
    plane,
    first,
    total,
    scale: 1e6 / (h * h),
    tissue,
    runs: Int32Array.from(runs),
    interfaces: Int32Array.from(interfaces),
    held: Int32Array.from(held),
    walls,
    sides,
    ghosts,
    corrected: Int32Array.from(corrected),
    stiffest,
    ...mixedVoxels(plan, touching),
  };
}

function pushRuns(runs: number[], tissue: Uint8Array, from: number, count: number): void {
  let kind: number | undefined;
  let length = 0;
  for (let x = 0; x < count; x += 4) {
    const four = tissue.subarray(from + x, from + x + 4);
    const own = four.every((one) => one === four[0]) ? (four[0] as number) : -1;
    if (own !== kind && kind !== undefined) {
      runs.push(length, kind);
      length = 0;
    }
    kind = own;
    length += 1;
  }
  runs.push(length, kind ?? 0, 0, 0);
}
