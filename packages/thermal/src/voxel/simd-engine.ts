import { sharedVoxelModule, voxelModule } from '../kernel/kernel-binary.ts';
import { thetaOf } from '../tissue/phase-change.ts';
import { type Crew, type Hand, leadCrew } from './crew.ts';
import type { VoxelMedium } from './scalar-engine.ts';
import type { VoxelEngine } from './voxel-engine.ts';
import { voxelParts } from './voxel-parts.ts';
import { type VoxelGrid, voxelWork } from './voxel-work.ts';

const BASE = 1024;
const PAGE = 65_536;
/** Pages that the module for shared memory was compiled for; what checkVoxelPlan lets pass is less. */
const MOST_PAGES = 16_384;

/**
 * SIMD in f32, on this thread and on as many more as there are hands.
 *
 * @returns undefined where the engine has none: then the scalar one serves, alone.
 */
export function simdEngine(
  { layout, tissues, phases, start, stasis }: VoxelMedium,
  hands: readonly Hand[] = [],
): VoxelEngine | undefined {
  const shared = hands.length === 0 ? undefined : sharedVoxelModule();
  const module = shared ?? voxelModule();
  if (module === undefined) return undefined;
  const others = shared === undefined ? [] : hands;
  const { total, tissue, runs, interfaces } = layout;
  const { parts, cells, entries, faceStarts } = voxelParts(layout, others.length + 1);
  const lists = runs.length + 1.5 * interfaces.length + cells.length + entries.length + faceStarts.length + 16 * 17;
  const pages = Math.ceil((BASE + 9 * (total * 4 + 64) + total + 4 * lists + 1024) / PAGE);
  const memory =
    others.length === 0
      ? new WebAssembly.Memory({ initial: pages })
      : new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
  let end = BASE;
  const take = (size: number): number => {
    const at = end;
    end += Math.ceil(size / 64) * 64;
    return at;
  };
  const field = (value: (cell: number) => number) => {
    const at = take(total * 4);
    const values = new Float32Array(memory.buffer, at, total);
    for (let cell = 0; cell < total; cell += 1) values[cell] = value(cell);
    return { at, values };
  };
  const words = (list: Int32Array): number => {
    const at = take(list.length * 4);
    new Int32Array(memory.buffer, at, list.length).set(list);
    return at;
  };
  const startAt = (cell: number): number => start[tissue[cell] as number] as number;
  const thetaAt = start.map((h, index) => thetaOf(phases[index] as (typeof phases)[number], h));
  const spread = () => field((cell) => thetaAt[tissue[cell] as number] as number);
  let theta = spread();
  let next = spread();
  let delta = field(() => 0);
  let before = field(() => 0);
  const enthalpy = field(startAt);
  const remainder = field(() => 0);
  const source = field(() => 0);
  const least = field(startAt);
  const leastUnfrozen = field(() => 1);
  const tissueAt = take(total);
  new Uint8Array(memory.buffer, tissueAt, total).set(tissue);
  const runsAt = words(runs);
  const facesAt = words(interfaces.map((cell) => cell * 4));
  const faceStartsAt = words(faceStarts);
  const changesAt = take(interfaces.length * 2);
  const cellsAt = words(cells);
  const entriesAt = words(entries);
  const tableAt = take(16 * 16 * 4);
  const solidusAt = take(16 * 4);
  const table = new Float32Array(memory.buffer, tableAt, 256);
  const solidus = new Float32Array(memory.buffer, solidusAt, 16);
  for (const [index, own] of tissues.entries()) {
    const p = phases[index] as (typeof phases)[number];
    const heat = own.perfusion * own.bloodHeatCapacity;
    const { frozenConductivity: ks, frozenHeatCapacity: cs, unfrozenConductivity: kl, unfrozenHeatCapacity: cl } = p;
    table.set(
      [
        p.f1,
        p.f2,
        p.m1,
        p.m2,
        p.u0,
        p.u1,
        p.full,
        ks,
        cs,
        kl,
        cl,
        p.liquidus - p.solidus,
        heat,
        own.arterial,
        own.metabolism,
        p.frozenConductivitySlope,
      ],
      index * 16,
    );
    solidus[index] = p.solidus;
  }
  const fields = [enthalpy, remainder, source, least, leastUnfrozen].map(({ at }) => at);
  const grid: VoxelGrid = {
    place: [layout.size[1], layout.row, layout.plane, layout.first, layout.scale],
    arrays: [...fields, tissueAt, tableAt, solidusAt, facesAt, faceStartsAt, changesAt],
    cells: cellsAt,
    entries: entriesAt,
    stasis,
  };
  const placed = parts.map((part) => ({ ...part, runs: runsAt + part.runs * 4 }));
  const [own] = placed as [(typeof placed)[number]];
  const work: Crew =
    others.length === 0
      ? { ...voxelWork(module, memory, grid, own), release: () => {} }
      : leadCrew(module, memory, grid, [own, ...placed.slice(1)], others);
  const places = () => ({ theta: theta.at, next: next.at, delta: delta.at, before: before.at });
  return {
    enthalpy: enthalpy.values,
    source: source.values,
    least: least.values,
    theta: () => theta.values,
    next: () => next.values,
    delta: () => before.values,
    sweep: (mu, nu, gain, isFirst) => work.sweep(places(), mu, nu, gain, !isFirst),
    correct: () => work.correct(places()),
    turn() {
      [delta, before] = [before, delta];
      [theta, next] = [next, theta];
    },
    settle: () => work.settle(places()),
    release: () => work.release(),
  };
}
