import type { Celsius } from '../quantity.ts';

/**
 * What heat meets. Volumetric, so that density appears nowhere: J/(m3 K), J/m3, W/(m K), 1/s.
 * Freezing begins at `liquidus` and is complete at `solidus`; both equal is a sharp front, as in pure water.
 */
export interface Tissue {
  readonly name: string;
  /** Where each figure comes from, in words a physicist can follow. */
  readonly source: string;
  readonly solidus: Celsius;
  readonly liquidus: Celsius;
  /** J/m3 that leave between liquidus and solidus: the latent heat and what is sensible in that range. */
  readonly heatOfFreezing: number;
  readonly frozen: {
    /** W/(m K) at the solidus. */
    readonly conductivity: number;
    /** Its change for each kelvin, 1/K: below nought when colder conducts better. 0 where nothing is published. */
    readonly conductivitySlope: number;
    /** J/(m3 K). */
    readonly heatCapacity: number;
  };
  readonly unfrozen: { readonly conductivity: number; readonly heatCapacity: number };
  /** Blood through the tissue, m3 a m3 a second (1/s); 0 for a gel. */
  readonly perfusion: number;
  /** J/(m3 K) of blood. */
  readonly bloodHeatCapacity: number;
  readonly arterial: Celsius;
  /** Metabolic heat, W/m3. */
  readonly metabolism: number;
}
