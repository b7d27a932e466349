import { celsius } from '../quantity.ts';
import type { Tissue } from '../tissue/tissue.ts';
import type { TwoPhases } from './exact-solutions.ts';

/** The two media of the exact cases: ks 2, kl 0.5 W/(m K), Cs 1.8, Cl 3.6 MJ/(m3 K), 250 MJ/m3, front at -1, tissue at 37 degC. */
export const BENCHMARK: TwoPhases = {
  ks: 2,
  kl: 0.5,
  cs: 1.8e6,
  cl: 3.6e6,
  latentHeat: 250e6,
  melting: -1,
  initial: 37,
};

/** The same as a tissue with a sharp front. `perfusion` in W/(m3 K). */
export const sharpTissue = ({ ks, kl, cs, cl, latentHeat, melting, initial }: TwoPhases, perfusion = 0): Tissue => ({
  name: 'exact case',
  source: 'verification: two media and a sharp front',
  solidus: celsius(melting),
  liquidus: celsius(melting),
  heatOfFreezing: latentHeat,
  frozen: { conductivity: ks, conductivitySlope: 0, heatCapacity: cs },
  unfrozen: { conductivity: kl, heatCapacity: cl },
  perfusion,
  bloodHeatCapacity: 1,
  arterial: celsius(initial),
  metabolism: 0,
});
