import { celsius } from '../quantity.ts';
import type { Tissue } from './tissue.ts';

const BLOOD = { bloodHeatCapacity: 3.6e6, arterial: celsius(37) } as const;
const RANGE = { solidus: celsius(-8), liquidus: celsius(-1) } as const;
const TO_SIGN = 'Frozen figures are estimates from the water they hold: they need the clinic’s sign-off.';

/**
 * Tissues with figures that have a source. Where a source gives one side only, the other is estimated and the source says so.
 * Constant properties: a frozen conductivity that rises with cold has a field of its own, and is nought where nothing was read.
 */
export const TISSUES = {
  'soft-tissue': {
    name: 'soft tissue',
    source:
      'evidence.md, 6 [S56]: k 0.5 and 2.0 W/(m K), perfusion 0.0005 1/s; heat capacity 3.6 and 1.8 MJ/(m3 K), 250 MJ/m3 over -1 to -8 degC [OK, after Deng and Liu].',
    ...RANGE,
    heatOfFreezing: 250e6,
    frozen: { conductivity: 2, conductivitySlope: 0, heatCapacity: 1.8e6 },
    unfrozen: { conductivity: 0.5, heatCapacity: 3.6e6 },
    perfusion: 0.0005,
    ...BLOOD,
    metabolism: 420,
  },
  muscle: {
    name: 'muscle',
    source: `Unfrozen: Cancers 2019, 11, 1183, table 1 (after IT’IS): 1050 kg/m3, 3639 J/(kg K), 0.56 W/(m K). ${TO_SIGN} Perfusion as soft tissue at rest.`,
    ...RANGE,
    heatOfFreezing: 250e6,
    frozen: { conductivity: 2, conductivitySlope: 0, heatCapacity: 1.8e6 },
    unfrozen: { conductivity: 0.56, heatCapacity: 1050 * 3639 },
    perfusion: 0.0005,
    ...BLOOD,
    metabolism: 420,
  },
  fat: {
    name: 'fat',
    source: `evidence.md, 6: conductivity about 0.2 W/(m K), lower latent heat [OK]; heat capacity and the frozen side estimated. ${TO_SIGN}`,
    ...RANGE,
    heatOfFreezing: 70e6,
    frozen: { conductivity: 0.3, conductivitySlope: 0, heatCapacity: 1.7e6 },
    unfrozen: { conductivity: 0.2, heatCapacity: 2.1e6 },
    perfusion: 0.0002,
    ...BLOOD,
    metabolism: 0,
  },
  bone: {
    name: 'cortical bone',
    source: `Unfrozen: Cancers 2019, 11, 1183, table 1: 1990 kg/m3, 1300 J/(kg K), 0.40 W/(m K). ${TO_SIGN}`,
    ...RANGE,
    heatOfFreezing: 50e6,
    frozen: { conductivity: 0.6, conductivitySlope: 0, heatCapacity: 2e6 },
    unfrozen: { conductivity: 0.4, heatCapacity: 1990 * 1300 },
    perfusion: 0,
    ...BLOOD,
    metabolism: 0,
  },
  fluid: {
    name: 'cerebrospinal fluid, standing still',
    source: `Unfrozen: Cancers 2019, 11, 1183, table 1: 1007 kg/m3, 4200 J/(kg K), 0.62 W/(m K). ${TO_SIGN} Its flow is not modelled: it would keep it warmer.`,
    solidus: celsius(-2),
    liquidus: celsius(-0.5),
    heatOfFreezing: 330e6,
    frozen: { conductivity: 2.2, conductivitySlope: 0, heatCapacity: 1.9e6 },
    unfrozen: { conductivity: 0.62, heatCapacity: 1007 * 4200 },
    perfusion: 0,
    ...BLOOD,
    metabolism: 0,
  },
  skin: {
    name: 'skin',
    source: `Unfrozen: Cancers 2019, 11, 1183, table 1: 1125 kg/m3, 3500 J/(kg K), 0.42 W/(m K), perfusion 8065 W/(m3 K). ${TO_SIGN}`,
    ...RANGE,
    heatOfFreezing: 220e6,
    frozen: { conductivity: 1.6, conductivitySlope: 0, heatCapacity: 1.8e6 },
    unfrozen: { conductivity: 0.42, heatCapacity: 1125 * 3500 },
    perfusion: 8065 / 3.6e6,
    ...BLOOD,
    metabolism: 0,
  },
  gel: {
    name: 'water gel, 1 to 2 % agar',
    source:
      'Water and ice near 0 degC: 333 kJ/kg (evidence.md, 6), 4.18 and 1.9 MJ/(m3 K), 0.6 and 2.2 W/(m K) [OK, handbook values]; no perfusion.',
    solidus: celsius(-1),
    liquidus: celsius(0),
    heatOfFreezing: 333e6,
    frozen: { conductivity: 2.2, conductivitySlope: 0, heatCapacity: 1.9e6 },
    unfrozen: { conductivity: 0.6, heatCapacity: 4.18e6 },
    perfusion: 0,
    ...BLOOD,
    metabolism: 0,
  },
} as const satisfies Readonly<Record<string, Tissue>>;

export type TissueName = keyof typeof TISSUES;
