import { voxelModule } from '../kernel/kernel-binary.ts';
import { thetaOf } from '../tissue/phase-change.ts';
import type { VoxelMedium } from './scalar-engine.ts';
import type { VoxelEngine } from './voxel-engine.ts';

const BASE = 1024;
const PAGE = 65_536;

interface Exports {
  place(rows: number, planes: number, row: number, plane: number, first: number, scale: number): void;
  arrays(...offsets: number[]): void;
  sweep(theta: number, next: number, delta: number, before: number, mu: number, nu: number, gain: number): void;
  interfaces(
    theta: number,
    next: number,
    delta: number,
    old: number,
    faces: number,
    count: number,
    gain: number,
    hasOld: number,
  ): void;
  renew(next: number, delta: number, cells: number, count: number): void;
  settle(delta: number, stasis: number): void;
}

/** SIMD in f32. @returns undefined where the engine has none: then the scalar one serves. */
export function simdEngine({ layout, tissues, phases, start, stasis }: VoxelMedium): VoxelEngine | undefined {
  const module = voxelModule();
  if (module === undefined) return undefined;
  const { total, tissue, runs, interfaces, corrected } = layout;
  const bytes =
    9 * (total * 4 + 64) + total + 64 + 4 * (runs.length + interfaces.length + corrected.length + 16 * 17) + 1024;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((BASE + bytes) / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
  const kernel = exports as unknown as Exports;
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
  const words = (list: Int32Array, factor: number): number => {
    const at = take(list.length * 4);
    const values = new Int32Array(memory.buffer, at, list.length);
    for (const [index, value] of list.entries()) values[index] = value * factor;
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
  const runsAt = words(runs, 1);
  const facesAt = words(interfaces, 4);
  const cellsAt = words(corrected, 4);
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
  kernel.place(layout.size[1], layout.size[2], layout.row, layout.plane, layout.first, layout.scale);
  const fields = [enthalpy, remainder, source, least, leastUnfrozen].map(({ at }) => at);
  kernel.arrays(...fields, tissueAt, runsAt, tableAt, solidusAt);
  return {
    enthalpy: enthalpy.values,
    source: source.values,
    least: least.values,
    theta: () => theta.values,
    next: () => next.values,
    delta: () => before.values,
    sweep: (mu, nu, gain) => kernel.sweep(theta.at, next.at, delta.at, before.at, mu, nu, gain),
    interfaces: (gain, isFirst) =>
      kernel.interfaces(theta.at, next.at, before.at, delta.at, facesAt, interfaces.length / 2, gain, isFirst ? 0 : 1),
    renew: () => kernel.renew(next.at, before.at, cellsAt, corrected.length),
    turn() {
      [delta, before] = [before, delta];
      [theta, next] = [next, theta];
    },
    settle: () => kernel.settle(delta.at, stasis ? 1 : 0),
  };
}
