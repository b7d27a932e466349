import type { PhaseChange } from '../tissue/phase-change.ts';
import type { Setting } from './kernel.ts';

/**
 * The longest step in seconds that an explicit step of this setting may have: 2 / the largest eigenvalue, bounded after Gershgorin.
 * Super-steps are measured by it.
 */
export function explicitLimit(setting: Setting): number {
  const { tissue, bodies } = eigenvalues(setting);
  return 1 / Math.max(tissue * setting.phase.steepest, bodies);
}

/**
 * The same while nothing is frozen through and nothing cools: then no cell can become colder (maximum principle), and the steep frozen
 * branch is not met. A thaw spends most of its time so, at a third of the stages.
 */
export function thawedLimit(setting: Setting): number {
  const { tissue, bodies } = eigenvalues(setting);
  return 1 / Math.max(tissue * thawedSlope(setting.phase), bodies);
}

/** The steepest that theta rises with enthalpy where tissue is not frozen through, m2/s. */
export function thawedSlope(phase: PhaseChange): number {
  const range = phase.liquidus - phase.solidus;
  const mushy = (range * Math.max(phase.frozenConductivity, phase.unfrozenConductivity)) / phase.full;
  return Math.max(mushy, phase.u1);
}

/**
 * Half of Gershgorin's bound: of the tissue by unit slope of theta, 1/m2; of the probe's own bodies, 1/s. What flows between two cells counts in both
 * rows of the matrix, what flows to a temperature that is given counts in one, and so by half. A body of the probe is a row too.
 */
function eigenvalues(setting: Setting): { readonly tissue: number; readonly bodies: number } {
  const { lattice, phase, shaftConductance, shaftHeatCapacity, tipHeatCapacity } = setting;
  const { columns, rows, outward, inverseArea, up, down, height, wall, end, place, radialFaces } = lattice;
  const ofProbe = shaftHeatCapacity > 0 || tipHeatCapacity > 0 ? 1 : 0.5;
  let axial = 0;
  for (let row = 0; row < rows; row += 1) axial = Math.max(axial, (up[row] as number) + (down[row] as number));
  const hasEnd = place.tip > 0 && place.tip < rows;
  if (hasEnd) axial = Math.max(axial, ofProbe * end + (down[place.tip - 1] as number));
  let radial = 0;
  for (let column = 0; column < columns; column += 1) {
    const inward = column === 0 ? 0 : (outward[column - 1] as number);
    const inner = column === place.columns && place.tip < rows ? Math.max(ofProbe * wall, inward) : inward;
    const outer = (outward[column] as number) * (column + 1 === columns ? 0.5 : 1);
    radial = Math.max(radial, (outer + inner) * (inverseArea[column] as number));
  }
  const conductivity = phase.steepest * phase.frozenHeatCapacity;
  let shaft = 0;
  if (shaftHeatCapacity > 0) {
    shaft = (shaftConductance * 2 * axial + wall * conductivity * 2 * Math.PI) / shaftHeatCapacity;
  }
  let tip = 0;
  if (tipHeatCapacity > 0) {
    let length = 0;
    for (let row = place.tip; row < place.shaft; row += 1) length += height[row] as number;
    const radius = radialFaces[place.columns] as number;
    const flat = hasEnd ? (end * (height[place.tip - 1] as number) * radius * radius) / 2 : 0;
    tip = ((wall * length + flat) * conductivity * 2 * Math.PI) / tipHeatCapacity;
  }
  return { tissue: radial + axial, bodies: Math.max(shaft, tip) };
}
