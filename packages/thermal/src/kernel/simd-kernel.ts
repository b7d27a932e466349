import { boundary, circleOf } from '../scheme/boundary.ts';
import type { Kernel, Setting } from '../scheme/kernel.ts';
import { enthalpyOf, thetaOf, unfrozenFraction } from '../tissue/phase-change.ts';
import { kernelModule } from './kernel-binary.ts';

/** Rows come in eights: two vectors of f32, four of f64. */
const EIGHT = 8;
/** Where arrays begin in the kernel's memory; below lies what the compiler keeps. */
const BASE = 1024;
const PAGE = 65_536;

interface Exports {
  place(columns: number, stride: number, rows: number, tip: number, inner: number, bytes: number): void;
  arrays(...offsets: number[]): void;
  phase(f1: number, f2: number, m1: number, m2: number, u0: number, u1: number, full: number): void;
  sweep32: Sweep;
  sweep64: Sweep;
  settle32: Settle;
  settle64: Settle;
}
type Sweep = (theta: number, next: number, delta: number, before: number, mu: number, nu: number, gain: number) => void;
type Settle = (
  delta: number,
  seconds: number,
  dwellBelow: number,
  blood: number,
  arterial: number,
  metabolism: number,
  solidus: number,
  liquidus: number,
  unfrozenHeat: number,
  stasis: number,
) => number;

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
  const cells = (columns + 1) * stride + 2 * EIGHT;
  const lines = 10 * cells + 5 * (stride + EIGHT) + 3 * (columns + EIGHT);
  const memory = new WebAssembly.Memory({ initial: Math.ceil((BASE + lines * bytes) / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } });
  const kernel = exports as unknown as Exports;
  let end = BASE;
  const line = (length: number, fill: ArrayLike<number> | number, ghost = 0) => {
    const at = end + ghost * bytes;
    end += Math.ceil(((length + ghost) * bytes) / 32) * 32;
    const values = isSingle ? new Float32Array(memory.buffer, at, length) : new Float64Array(memory.buffer, at, length);
    if (typeof fill === 'number') values.fill(fill);
    else values.set(fill);
    return { at, values };
  };
  const field = (value: number) => line((columns + 1) * stride, value, EIGHT);
  const edges = boundary(setting, stride);
  const start = enthalpyOf(phase, setting.initial);
  const spread = () => {
    const made = field(thetaOf(phase, start));
    made.values.fill(edges.beyond, columns * stride);
    return made;
  };
  let theta = spread();
  let next = spread();
  let delta = field(0);
  let before = field(0);
  const enthalpy = field(start);
  const remainder = field(0);
  const source = field(0);
  const least = field(start);
  const leastUnfrozen = field(unfrozenFraction(phase, start));
  const dwell = field(0);
  const wall = line(stride, 0);
  const flux = line(stride, 0);
  const up = line(stride, 0);
  const down = line(stride, 0);
  const height = line(stride, 0);
  up.values.set(lattice.up);
  down.values.set(lattice.down);
  height.values.set(lattice.height);
  const outward = line(columns, lattice.outward);
  const inverseArea = line(columns, lattice.inverseArea);
  const area = line(columns, lattice.area);
  // Without a probe no row lies beside one.
  const tip = place.tip === rows ? stride : place.tip;
  kernel.place(columns, stride, depth, tip, place.columns, bytes);
  kernel.arrays(
    ...[enthalpy, remainder, source, wall, outward, inverseArea, area, up, down, height].map(({ at }) => at),
    ...[least, leastUnfrozen, dwell, flux].map(({ at }) => at),
  );
  kernel.phase(phase.f1, phase.f2, phase.m1, phase.m2, phase.u0, phase.u1, phase.full);
  const sweep = isSingle ? kernel.sweep32 : kernel.sweep64;
  const settle = (seconds: number): number =>
    (isSingle ? kernel.settle32 : kernel.settle64)(
      delta.at,
      seconds,
      enthalpyOf(phase, setting.dwellBelow),
      tissue.perfusion * tissue.bloodHeatCapacity,
      tissue.arterial,
      tissue.metabolism,
      phase.solidus,
      phase.liquidus,
      phase.unfrozenHeatCapacity,
      setting.stasis ? 1 : 0,
    );
  // A step of no length makes the first sources.
  settle(0);
  return {
    setting,
    stride,
    enthalpy: enthalpy.values,
    source: source.values,
    least: least.values,
    dwell: dwell.values,
    metal: edges.metal,
    step(step, drive, seconds) {
      const { stages, mu, nu, gain } = step;
      edges.begin();
      for (let stage = 0; stage < stages; stage += 1) {
        edges.stage(theta.values, wall.values, drive, step, stage);
        sweep(theta.at, next.at, delta.at, before.at, mu[stage] as number, nu[stage] as number, gain[stage] as number);
        [delta, before] = [before, delta];
        [theta, next] = [next, theta];
      }
      return { ...edges.settle(drive), fromSources: settle(seconds) * circleOf(setting) * seconds };
    },
  };
}
