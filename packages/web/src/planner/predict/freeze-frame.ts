/** Isotherms that are drawn: ice begins at -1, is solid at -8, nerves are blocked below -20, -40 degC is the core (evidence.md 3 and 6). */
export const ISOTHERMS = [-1, -8, -20, -40] as const;
export type Isotherm = (typeof ISOTHERMS)[number];

/** One isotherm at one moment. Nothing is as cold where `line` is empty. mm. */
export interface IceEdge {
  readonly temperature: Isotherm;
  readonly radius: number;
  readonly beyondTip: number;
  /** cubic mm, without the probe. */
  readonly volume: number;
  /** Distance from the axis and height above the tip, from below the tip upwards. */
  readonly line: readonly (readonly [radius: number, height: number])[];
}

export interface FreezeFrame {
  readonly at: number;
  readonly edges: readonly IceEdge[];
  /** Of what cools, degC. */
  readonly tip: number;
  /** degC at each asked place, in their order; none within the probe. */
  readonly places: readonly (number | undefined)[];
}

/** What a place has gone through by the end. */
export interface PlaceHistory {
  readonly coldest: number;
  /** s */
  readonly below20: number;
}

export interface PredictedFreeze {
  readonly frames: readonly FreezeFrame[];
  readonly places: readonly (PlaceHistory | undefined)[];
}
