import type { VoxelLayout } from './voxel-layout.ts';
import type { VoxelPart } from './voxel-work.ts';

/** The grid in parts of much the same work, and the corrected voxels with their faces as assembly/voxels.ts reads them. */
export interface VoxelParts {
  /** `runs` counts numbers of the layout's list. */
  readonly parts: readonly VoxelPart[];
  /** Pairs of byte offset and first entry, and one pair more for the end. */
  readonly cells: Int32Array;
  readonly entries: Int32Array;
  /** Where the faces of each plane begin in the list of interfaces, and the end. */
  readonly faceStarts: Int32Array;
}

export function voxelParts(
  { size, plane, first, runs, interfaces, corrected }: VoxelLayout,
  count: number,
): VoxelParts {
  const [, rows, planes] = size;
  const starts = runStarts(runs, rows);
  const share = (total: number, index: number): readonly [number, number] => [
    Math.floor((total * index) / count),
    Math.floor((total * (index + 1)) / count),
  ];
  const facesOf = new Map<number, number[]>(Array.from(corrected, (cell) => [cell, []]));
  for (const [index, cell] of interfaces.entries()) facesOf.get(cell)?.push(index);
  const cells = new Int32Array(2 * (corrected.length + 1));
  const entries: number[] = [];
  for (const [index, cell] of corrected.entries()) {
    cells.set([cell * 4, entries.length], 2 * index);
    // The list of faces is of pairs: its index is twice the face, and one more for the second voxel.
    entries.push(...(facesOf.get(cell) as number[]));
  }
  cells.set([0, entries.length], 2 * corrected.length);
  return {
    parts: Array.from({ length: count }, (_, index) => {
      const stretch = share(planes, index);
      return {
        planes: stretch,
        runs: starts[stretch[0]] as number,
        corrected: share(corrected.length, index),
      };
    }),
    cells,
    entries: Int32Array.from(entries),
    faceStarts: planeStarts(interfaces, planes, (cell) => Math.trunc((cell - first) / plane)),
  };
}

/** Where each plane's runs begin, and the end. A count of nought ends a row. */
function runStarts(runs: Int32Array, rows: number): readonly number[] {
  const starts = [0];
  let ended = 0;
  for (let at = 0; at < runs.length; at += 2) {
    if (runs[at] !== 0) continue;
    ended += 1;
    if (ended % rows === 0) starts.push(at + 2);
  }
  return starts;
}

/** Interfaces are listed plane by plane of their first voxel. */
function planeStarts(interfaces: Int32Array, planes: number, planeOf: (cell: number) => number): Int32Array {
  const starts = new Int32Array(planes + 1);
  for (let at = 0; at < interfaces.length; at += 2) {
    const next = planeOf(interfaces[at] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let z = 0; z < planes; z += 1) starts[z + 1] = (starts[z + 1] as number) + (starts[z] as number);
  return starts;
}
