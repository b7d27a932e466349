/** What the module of voxels does with a part of the grid (assembly/voxels.ts). Offsets are bytes. */
interface Exports {
  place(rows: number, row: number, plane: number, first: number, scale: number): void;
  arrays(...offsets: number[]): void;
  sweep(
    from: number,
    to: number,
    runs: number,
    theta: number,
    next: number,
    delta: number,
    before: number,
    mu: number,
    nu: number,
    gain: number,
    hasDelta: number,
  ): void;
  correct(from: number, to: number, cells: number, entries: number, delta: number, next: number): void;
  settle(from: number, to: number, runs: number, delta: number, stasis: number): void;
}

type Stretch = readonly [from: number, to: number];

/** What one thread takes of the grid. */
export interface VoxelPart {
  readonly planes: Stretch;
  /** Where the runs of its first plane begin. */
  readonly runs: number;
  readonly corrected: Stretch;
}

/** The same for all threads: numbers alone, so that it can be sent to one. */
export interface VoxelGrid {
  readonly place: readonly number[];
  readonly arrays: readonly number[];
  readonly cells: number;
  readonly entries: number;
  readonly stasis: boolean;
}

/** Where theta and deltas are at a stage; they change places. */
export interface VoxelFields {
  readonly theta: number;
  readonly next: number;
  readonly delta: number;
  readonly before: number;
}

/** One thread's share of every stage. */
export interface VoxelWork {
  sweep(fields: VoxelFields, mu: number, nu: number, gain: number, hasDelta: boolean): void;
  correct(fields: VoxelFields): void;
  settle(fields: VoxelFields): void;
}

export function voxelWork(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  grid: VoxelGrid,
  { planes, runs, corrected }: VoxelPart,
): VoxelWork {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
  const kernel = exports as unknown as Exports;
  kernel.place(...(grid.place as Parameters<Exports['place']>));
  kernel.arrays(...grid.arrays);
  return {
    sweep({ theta, next, delta, before }, mu, nu, gain, hasDelta) {
      kernel.sweep(...planes, runs, theta, next, delta, before, mu, nu, gain, hasDelta ? 1 : 0);
    },
    // What the sweep wrote stands where the delta before was.
    correct: ({ next, before }) => kernel.correct(...corrected, grid.cells, grid.entries, before, next),
    settle: ({ delta }) => kernel.settle(...planes, runs, delta, grid.stasis ? 1 : 0),
  };
}
