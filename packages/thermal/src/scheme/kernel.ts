import type { Lattice } from '../grid/lattice.ts';
import type { PhaseChange } from '../tissue/phase-change.ts';
import type { Tissue } from '../tissue/tissue.ts';
import type { SuperStep } from './super-time-stepping.ts';

/** What does not change while a freeze runs. SI. */
export interface Setting {
  readonly lattice: Lattice;
  readonly tissue: Tissue;
  readonly phase: PhaseChange;
  /** Temperature everywhere at the start, degC. */
  readonly initial: number;
  /** What lies beyond the last column is at, degC. */
  readonly beyond: number;
  /** Whether blood does not come back to tissue that was frozen once. */
  readonly stasis: boolean;
  /** Below this a cell's seconds are counted, degC. */
  readonly dwellBelow: number;
  /** Of the contact between probe and tissue, W/(m2 K); Infinity where they touch. */
  readonly film: number;
  /** The tip as a body of its own, where its power and not its temperature is given. J/K. */
  readonly tipHeatCapacity: number;
  /** Power that the tip takes up at its temperature: degC, rising, and W; linear between, level beyond. */
  readonly powerCurve: { readonly temperatures: Float64Array; readonly powers: Float64Array };
  /** A shaft that conducts: W m/K along it (k A) and J/(m K) of it (rho c A). */
  readonly shaftConductance: number;
  readonly shaftHeatCapacity: number;
}

/** What drives one super-step. */
export interface Drive {
  /** The tip: exchanges nothing, is held at a temperature, or is a body that power is taken from. */
  readonly tip: 'insulated' | 'held' | 'powered';
  /** For a held tip, degC at the start of each stage. */
  readonly tipTemperatures: Float64Array;
  /** For a powered tip: 1 cooling, 0 off. */
  readonly power: number;
  readonly shaft: 'insulated' | 'held' | 'conducting';
  /** For a held shaft, degC. */
  readonly shaftTemperature: number;
}

/** Heat that one super-step moved, J, over the whole circle. The tissue's enthalpy changed by the last two less the first two. */
export interface Ledger {
  intoTip: number;
  intoShaft: number;
  fromBeyond: number;
  fromSources: number;
}

/**
 * Advances the state by super-steps. Two exist, which agree: plain TypeScript in f64 (scalar-kernel.ts) and SIMD (simd-kernel.ts).
 * Arrays are by cell: `column * stride + row`.
 */
export interface Kernel {
  readonly setting: Setting;
  readonly stride: number;
  /** J/m3, 0 where freezing is complete. */
  readonly enthalpy: Float64Array | Float32Array;
  /** Least enthalpy a cell has had: its minimum temperature. */
  readonly least: Float64Array | Float32Array;
  /** Seconds below `dwellBelow`. */
  readonly dwell: Float64Array | Float32Array;
  /** Temperatures of the tip's body and, by row, of a conducting shaft. */
  readonly metal: { readonly tip: Float64Array; readonly shaft: Float64Array };
  /** Gives a cell heat over the step to come, W/m3, beside that of blood and metabolism. */
  heat(cell: number, rate: number): void;
  step(step: SuperStep, drive: Drive, seconds: number): Ledger;
}
