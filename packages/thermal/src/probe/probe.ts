import type { Celsius, Millimetres, Seconds, SquareMetreKelvinsPerWatt, Watts } from '../quantity.ts';

/** What the surface of the active length does while it freezes. */
export type Cooling =
  /** It goes to a temperature as 1 - e^(-t / timeConstant). */
  | { readonly kind: 'temperature'; readonly temperature: Celsius; readonly timeConstant: Seconds }
  /** The power it takes up depends on how cold it is: the device's curve, rising in temperature. */
  | {
      readonly kind: 'power';
      readonly curve: readonly { readonly temperature: Celsius; readonly power: Watts }[];
      /** J/K of the tip. */
      readonly heatCapacity: number;
    }
  /** It was measured: linear between the points, level after the last. It holds during thaws too. */
  | { readonly kind: 'measured'; readonly series: readonly { readonly at: Seconds; readonly temperature: Celsius }[] };

/** What the shaft above the active length does. */
export type Shaft =
  | { readonly kind: 'insulated' }
  | { readonly kind: 'heated'; readonly temperature: Celsius }
  /** Conductivity times cross-section of its metal, W m/K, and heat capacity of a metre of it, J/(m K). */
  | { readonly kind: 'conducting'; readonly conductance: number; readonly heatCapacity: number };

export interface Probe {
  readonly radius: Millimetres;
  /** Length that cools, from the tip. */
  readonly activeLength: Millimetres;
  readonly cooling: Cooling;
  /** Resistance between what is cooled and the tissue: 0 where they touch. Fitted for a device (calibration). */
  readonly contact: SquareMetreKelvinsPerWatt;
  readonly shaft: Shaft;
}
