import type { VoxelPlan, VoxelProbe } from './voxel-plan.ts';

/** Where voxels lie in memory, and every face that is not an ordinary one. Indices are into arrays with a ghost round everything. */
export interface VoxelLayout {
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
  /** Faces of tissue to a probe: voxel, held voxel, and by how much nearer the wall is than the neighbour's middle (0: insulated). */
  readonly walls: readonly {
    readonly cell: number;
    readonly held: number;
    readonly nearness: number;
    readonly probe: number;
  }[];
  /** Faces at sides that are not far tissue: voxel, ghost, side. */
  readonly sides: readonly { readonly cell: number; readonly ghost: number; readonly side: number }[];
  /** Ghosts at far sides: ghost and the voxel before it. */
  readonly ghosts: readonly (readonly [number, number])[];
  /** Voxels whose theta is made anew after corrections, each once. */
  readonly corrected: Int32Array;
  /** Largest sum of conductances of a voxel's faces, in units of an ordinary one. */
  readonly stiffest: number;
}

/** A wall nearer than this part of a voxel is taken to be so far: nearer ones would set the pace of everything. */
const NEAREST = 0.35;

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
  /** Probe by voxel: its index from 1, negative for its shaft. */
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
        for (const [index, one] of plan.probes.entries()) {
          const kind = inProbe(one, here);
          if (kind === 'no') continue;
          probe[cell] = kind === 'active' ? index + 1 : -(index + 1);
          held.push(cell);
          break;
        }
      }
      pushRuns(runs, tissue, at(0, y, z), nx);
    }
  }
  const interfaces: number[] = [];
  const walls: VoxelLayout['walls'][number][] = [];
  const sides: VoxelLayout['sides'][number][] = [];
  const ghosts: (readonly [number, number])[] = [];
  const corrected = new Set<number>();
  let stiffest = 6;
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
            const index = Math.abs(probe[next] as number) - 1;
            const one = plan.probes[index] as VoxelProbe;
            const isActive = (probe[next] as number) > 0;
            const distance = isActive ? wallDistance(one, place(x, y, z), place(x + dx, y + dy, z + dz)) : 1;
            const nearness = isActive ? 1 / Math.max(NEAREST, distance) : 0;
            walls.push({ cell, held: next, nearness, probe: index });
            corrected.add(cell);
            sum += Math.max(1, nearness);
          } else {
            sum += 1;
            if (step > 0 && tissue[cell] !== tissue[next]) {
              interfaces.push(cell, next);
              corrected.add(cell);
              corrected.add(next);
            }
          }
        }
        stiffest = Math.max(stiffest, sum);
      }
    }
  }
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

/** A flat end at the tip, the active length behind it, the shaft behind that. */
function inProbe(
  { tip, direction, radius, activeLength }: VoxelProbe,
  here: readonly number[],
): 'no' | 'active' | 'shaft' {
  const norm = Math.hypot(...direction);
  const from = here.map((value, axis) => value - (tip[axis] as number));
  const behind = -from.reduce((sum, value, axis) => sum + value * ((direction[axis] as number) / norm), 0);
  if (behind < 0) return 'no';
  const across = from.map((value, axis) => value + behind * ((direction[axis] as number) / norm));
  if (Math.hypot(...across) > radius) return 'no';
  return behind <= activeLength ? 'active' : 'shaft';
}

/** How far from one middle to the next the probe's surface lies, 0 to 1. */
function wallDistance(probe: VoxelProbe, from: readonly number[], to: readonly number[]): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 30; round += 1) {
    const part = (low + high) / 2;
    if (
      inProbe(
        probe,
        from.map((value, axis) => value + part * ((to[axis] as number) - value)),
      ) === 'no'
    )
      low = part;
    else high = part;
  }
  return high;
}
