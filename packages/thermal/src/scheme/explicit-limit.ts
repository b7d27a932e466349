import type { Setting } from './kernel.ts';

/**
 * The longest step in seconds that an explicit step of this setting may have: 2 / the largest eigenvalue, bounded after Gershgorin.
 * Super-steps are measured by it.
 */
export function explicitLimit({
  lattice,
  phase,
  shaftConductance,
  shaftHeatCapacity,
  tipHeatCapacity,
}: Setting): number {
  const { columns, rows, outward, inverseArea, up, down, height, wall, end, place, radialFaces } = lattice;
  let axial = 0;
  for (let row = 0; row < rows; row += 1) axial = Math.max(axial, (up[row] as number) + (down[row] as number));
  const hasEnd = place.tip > 0 && place.tip < rows;
  if (hasEnd) axial = Math.max(axial, end + (down[place.tip - 1] as number));
  let radial = 0;
  for (let column = 0; column < columns; column += 1) {
    const inward = column === 0 ? 0 : (outward[column - 1] as number);
    const inner = column === place.columns && place.tip < rows ? Math.max(wall, inward) : inward;
    radial = Math.max(radial, ((outward[column] as number) + inner) * (inverseArea[column] as number));
  }
  const tissue = (radial + axial) * phase.steepest;
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
  return 1 / Math.max(tissue, shaft, tip);
}
