import type { Tissue } from './tissue.ts';

/**
 * The three branches of a tissue as functions of enthalpy (SPEC.md, 2). Enthalpy H is 0 where freezing is complete and `full` where
 * it begins; theta is the Kirchhoff integral of the conductivity from the solidus, so that heat flows as its plain difference.
 *
 * theta(H) = min(frozen, max(mushy, unfrozen)), because each branch is steeper than its neighbour on its own side only.
 */
export interface PhaseChange {
  readonly solidus: number;
  readonly liquidus: number;
  /** Enthalpy at the liquidus, J/m3: the heat of freezing. */
  readonly full: number;
  /** frozen: theta = H (f1 + f2 H). */
  readonly f1: number;
  readonly f2: number;
  /** mushy: theta = H (m1 + m2 H). */
  readonly m1: number;
  readonly m2: number;
  /** unfrozen: theta = u0 + u1 H. */
  readonly u0: number;
  readonly u1: number;
  /** The steepest slope, m2/s: what bounds an explicit step. */
  readonly steepest: number;
  readonly frozenHeatCapacity: number;
  readonly unfrozenHeatCapacity: number;
  readonly frozenConductivity: number;
  readonly frozenConductivitySlope: number;
  readonly unfrozenConductivity: number;
}

/** @param coldest lowest temperature to be met, degC: it bounds the slope of a frozen conductivity that rises with cold. */
export function phaseChange(
  { solidus, liquidus, heatOfFreezing, frozen, unfrozen }: Tissue,
  coldest: number,
): PhaseChange {
  const range = liquidus - solidus;
  const full = heatOfFreezing;
  const { conductivity: ks, heatCapacity: cs, conductivitySlope } = frozen;
  const { conductivity: kl, heatCapacity: cl } = unfrozen;
  const thetaLiquidus = (range * (ks + kl)) / 2;
  const steepestFrozen = (ks / cs) * (1 + Math.max(0, conductivitySlope * (coldest - solidus)));
  return {
    solidus,
    liquidus,
    full,
    f1: ks / cs,
    f2: (ks * conductivitySlope) / (2 * cs * cs),
    m1: (ks * range) / full,
    m2: ((kl - ks) * range) / (2 * full * full),
    u0: thetaLiquidus - (kl / cl) * full,
    u1: kl / cl,
    steepest: Math.max(steepestFrozen, kl / cl),
    frozenHeatCapacity: cs,
    unfrozenHeatCapacity: cl,
    frozenConductivity: ks,
    frozenConductivitySlope: conductivitySlope,
    unfrozenConductivity: kl,
  };
}

/** Kirchhoff variable, W/m, of an enthalpy, J/m3. */
export const thetaOf = ({ f1, f2, m1, m2, u0, u1 }: PhaseChange, enthalpy: number): number =>
  Math.min(enthalpy * (f1 + f2 * enthalpy), Math.max(enthalpy * (m1 + m2 * enthalpy), u0 + u1 * enthalpy));

/** Temperature, degC, of an enthalpy, J/m3. */
export function temperatureOf(phase: PhaseChange, enthalpy: number): number {
  if (enthalpy <= 0) return phase.solidus + enthalpy / phase.frozenHeatCapacity;
  if (enthalpy >= phase.full) return phase.liquidus + (enthalpy - phase.full) / phase.unfrozenHeatCapacity;
  return phase.solidus + (enthalpy / phase.full) * (phase.liquidus - phase.solidus);
}

/** Enthalpy, J/m3, of a temperature, degC. At a sharp front the unfrozen side is meant. */
export function enthalpyOf(phase: PhaseChange, temperature: number): number {
  if (temperature >= phase.liquidus) return phase.full + (temperature - phase.liquidus) * phase.unfrozenHeatCapacity;
  if (temperature <= phase.solidus) return (temperature - phase.solidus) * phase.frozenHeatCapacity;
  return ((temperature - phase.solidus) / (phase.liquidus - phase.solidus)) * phase.full;
}

/** 0 frozen through, 1 not frozen at all. */
export const unfrozenFraction = ({ full }: PhaseChange, enthalpy: number): number =>
  Math.min(1, Math.max(0, enthalpy / full));

/** Temperature, degC, of a Kirchhoff variable: the inverse of the wall's and the isotherms' interpolation. */
export function temperatureOfTheta(phase: PhaseChange, theta: number): number {
  const { solidus, liquidus, frozenConductivity: ks, unfrozenConductivity: kl, frozenConductivitySlope: slope } = phase;
  if (theta <= 0) {
    if (slope === 0) return solidus + theta / ks;
    return solidus + (Math.sqrt(1 + (2 * slope * theta) / ks) - 1) / slope;
  }
  const range = liquidus - solidus;
  const thetaLiquidus = (range * (ks + kl)) / 2;
  if (theta >= thetaLiquidus) return liquidus + (theta - thetaLiquidus) / kl;
  if (ks === kl) return solidus + theta / ks;
  const curve = (kl - ks) / (2 * range);
  return solidus + (Math.sqrt(ks * ks + 4 * curve * theta) - ks) / (2 * curve);
}

/** Kirchhoff variable of a temperature. */
export const thetaOfTemperature = (phase: PhaseChange, temperature: number): number => {
  const { solidus, liquidus, frozenConductivity: ks, unfrozenConductivity: kl, frozenConductivitySlope: slope } = phase;
  const below = temperature - solidus;
  if (below <= 0) return ks * below * (1 + (slope * below) / 2);
  const range = liquidus - solidus;
  if (temperature >= liquidus) return (range * (ks + kl)) / 2 + kl * (temperature - liquidus);
  return ks * below + ((kl - ks) * below * below) / (2 * range);
};
