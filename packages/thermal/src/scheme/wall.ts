import { type PhaseChange, thetaOfTemperature } from '../tissue/phase-change.ts';

/**
 * Heat from the tissue into a wall at `temperature`, by unit area or by radian and metre as `conductance` is.
 *
 * Without a film it is conductance (theta - theta(wall)). With a film of `film` (the same units, by kelvin) the tissue's own surface
 * has a temperature between, at which what comes through the tissue is what goes through the film; each branch of theta is a
 * parabola at most, so it is found in closed form.
 *
 * @param theta Kirchhoff variable of the cell beside the wall.
 * @param film Infinity: the tissue touches the wall.
 */
export function wallHeat(
  phase: PhaseChange,
  theta: number,
  temperature: number,
  conductance: number,
  film: number,
): number {
  if (film === Number.POSITIVE_INFINITY) return conductance * (theta - thetaOfTemperature(phase, temperature));
  const { solidus, liquidus, frozenConductivity: ks, unfrozenConductivity: kl, frozenConductivitySlope } = phase;
  const range = liquidus - solidus;
  const atLiquidus = (range * (ks + kl)) / 2;
  const tooWarm = (surface: number, own: number) => film * (surface - temperature) - conductance * (theta - own);
  if (tooWarm(liquidus, atLiquidus) <= 0) {
    const surface =
      (film * temperature + conductance * (theta - atLiquidus + kl * liquidus)) / (film + conductance * kl);
    return film * (surface - temperature);
  }
  const a =
    tooWarm(solidus, 0) >= 0
      ? (conductance * ks * frozenConductivitySlope) / 2
      : (conductance * (kl - ks)) / (2 * range);
  const b = film + conductance * ks;
  const c = film * (solidus - temperature) - conductance * theta;
  const above = (-2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c)));
  return film * (solidus + above - temperature);
}
