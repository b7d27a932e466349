import { boundary, circleOf } from '../scheme/boundary.ts';
import type { Kernel, Setting } from '../scheme/kernel.ts';
import { enthalpyOf, thetaOf, unfrozenFraction } from '../tissue/phase-change.ts';
import { kernelModule } from './kernel-binary.ts';

/** Rows come in eights: two vectors of f32, four of f64. */
const EIGHT = 8;
/** Where arrays begin in the kernel's memory; below lies what the compiler keeps. */
const BASE = 1024;
const PAGE = 65_536;

/** Vectors in a record, and where in it a cell, or a row, has what (assembly/axisymmetric.ts). */
const RECORD_VECTORS = 4;
const [ENTHALPY, SOURCE] = [2, 3] as const;
const [UP, DOWN, HEIGHT] = [1, 2, 3] as const;

interface Exports {
  place(columns: number, stride: number, rows: number, tip: number, inner: number, bytes: number): void;
  arrays(...offsets: number[]): void;
  phase(...numbers: number[]): void;
  tissue(blood: number, arterial: number, metabolism: number, dwellBelow: number, stasis: number): void;
  sweep32: Sweep;
  sweep64: Sweep;
  settle32: Settle;
  settle64: Settle;
}
/** `isSecond`: which of a record's two deltas is the present one. */
type Sweep = (nu: number, gain: number, isSecond: number) => void;
type Settle = (isSecond: number, seconds: number) => number;

/**
 * The scheme of SPEC.md with SIMD, in f32 with deltas and carried remainders, or in f64.
 *
 * @returns undefined where the engine has no SIMD, or the tip does not lie between two eights of rows: then the scalar kernel serves.
 */
export function simdKernel(setting: Setting, precision: 'f32' | 'f64'): Kernel | undefined {
  const module = kernelModule();
  const { lattice, phase, tissue } = setting;
  const { columns, rows, place } = lattice;
  const isAligned = place.tip % EIGHT === 0 || place.tip === rows;
  if (module === undefined || !isAligned) return undefined;
  const isSingle = precision === 'f32';
  const bytes = isSingle ? 4 : 8;
  const depth = Math.ceil(rows / EIGHT) * EIGHT;
  // One eight more than rows: the last of them is the ghost before the next column.
  const stride = Math.ceil((rows + 1) / EIGHT) * EIGHT;
  const lanes = 16 / bytes;
  const cells = (columns + 1) * stride + 2 * EIGHT;
  const numbers = (6 + RECORD_VECTORS) * cells + (RECORD_VECTORS + 1) * (stride + EIGHT) + 3 * (columns + EIGHT);
  const memory = new WebAssembly.Memory({ initial: Math.ceil((BASE + numbers * bytes) / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
  const kernel = exports as unknown as Exports;
  let end = BASE;
  const line = (length: number, fill: ArrayLike<number> | number, ghost = 0) => {
    const at = end + ghost * bytes;
    end += Math.ceil(((length + ghost) * bytes) / 64) * 64;
    const values = isSingle ? new Float32Array(memory.buffer, at, length) : new Float64Array(memory.buffer, at, length);
    if (typeof fill === 'number') values.fill(fill);
    else values.set(fill);
    return { at, values };
  };
  const inRecord = (index: number, place: number): number =>
    (Math.trunc(index / lanes) * RECORD_VECTORS + place) * lanes + (index % lanes);
  const records = (length: number) => line(length * RECORD_VECTORS, 0);
  const field = (value: number) => line((columns + 1) * stride, value, EIGHT);
  const edges = boundary(setting, stride);
  const start = enthalpyOf(phase, setting.initial);
  const theta = field(thetaOf(phase, start));
  theta.values.fill(edges.beyond, columns * stride);
  const enthalpy = field(start);
  const remainder = field(0);
  const least = field(start);
  const leastUnfrozen = field(unfrozenFraction(phase, start));
  const dwell = field(0);
  const wall = line(stride, 0);
  const cellRecords = records(columns * stride);
  const scaled = start * phase.f1;
  for (let at = ENTHALPY * lanes; at < cellRecords.values.length; at += RECORD_VECTORS * lanes)
    cellRecords.values.fill(scaled, at, at + lanes);
  const lineRecords = records(stride);
  for (let row = 0; row < rows; row += 1) {
    lineRecords.values[inRecord(row, UP)] = lattice.up[row] as number;
    lineRecords.values[inRecord(row, DOWN)] = lattice.down[row] as number;
    lineRecords.values[inRecord(row, HEIGHT)] = lattice.height[row] as number;
  }
  const outward = line(columns, lattice.outward);
  const inverseArea = line(columns, lattice.inverseArea);
  const area = line(columns, lattice.area);
  // Without a probe no row lies beside one.
  const tip = place.tip === rows ? stride : place.tip;
  kernel.place(columns, stride, depth, tip, place.columns, bytes);
  kernel.arrays(
    ...[theta, cellRecords, lineRecords, wall, outward, inverseArea, area].map(({ at }) => at),
    ...[enthalpy, remainder, least, leastUnfrozen, dwell].map(({ at }) => at),
  );
  const { f1, f2, m1, m2, u0, u1, full, solidus, liquidus, unfrozenHeatCapacity } = phase;
  kernel.phase(f1, f2, m1, m2, u0, u1, full, solidus, liquidus, unfrozenHeatCapacity);
  kernel.tissue(
    tissue.perfusion * tissue.bloodHeatCapacity,
    tissue.arterial,
    tissue.metabolism,
    enthalpyOf(phase, setting.dwellBelow),
    setting.stasis ? 1 : 0,
  );
  const sweep = isSingle ? kernel.sweep32 : kernel.sweep64;
  const settle = isSingle ? kernel.settle32 : kernel.settle64;
  // A step of no length makes the first sources.
  settle(0, 0);
  return {
    setting,
    stride,
    enthalpy: enthalpy.values,
    least: least.values,
    dwell: dwell.values,
    metal: edges.metal,
    heat(cell, rate) {
      const at = inRecord(cell, SOURCE);
      cellRecords.values[at] = (cellRecords.values[at] as number) + rate;
    },
    step(step, drive, seconds) {
      const { stages, mu, gain } = step;
      edges.begin();
      for (let stage = 0; stage < stages; stage += 1) {
        edges.stage(theta.values, wall.values, drive, step, stage);
        sweep(1 - (mu[stage] as number), gain[stage] as number, stage & 1);
      }
      return { ...edges.settle(drive), fromSources: settle(stages & 1, seconds) * circleOf(setting) * seconds };
    },
  };
}
