import { type Celsius, type CubicMillimetres, cubicMillimetres, type Millimetres, millimetres } from '../quantity.ts';
import type { Kernel } from '../scheme/kernel.ts';
import { thetaOf, thetaOfTemperature } from '../tissue/phase-change.ts';

/** How far one temperature reaches. All nought where nothing is as cold. */
export interface IsothermExtent {
  readonly temperature: Celsius;
  /** Largest distance from the probe's axis. */
  readonly radius: Millimetres;
  /** Along the axis, from end to end. */
  readonly length: Millimetres;
  /** From the tip forwards. */
  readonly beyondTip: Millimetres;
  /** Of tissue, without the probe. */
  readonly volume: CubicMillimetres;
}

/** One point of an isotherm in the plane of the axis: distance from it, and height above the tip (forwards is negative). */
export interface IsothermPoint {
  readonly radius: Millimetres;
  readonly height: Millimetres;
}

/** The Kirchhoff variable of every cell, and of the tissue's surface at the probe: what isotherms are drawn in. */
export interface ThetaField {
  readonly kernel: Kernel;
  /** By column * rows + row. */
  readonly theta: Float64Array;
  /** Of the tissue's surface beside a row of the probe. */
  surface(row: number): number;
}

/** @param surface theta of the tissue at the wall by row; a row that exchanges nothing has its cell's own. */
export function thetaField(kernel: Kernel, surface: (row: number) => number): ThetaField {
  const { phase, lattice } = kernel.setting;
  const { columns, rows } = lattice;
  const theta = new Float64Array(columns * rows);
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1)
      theta[column * rows + row] = thetaOf(phase, kernel.enthalpy[column * kernel.stride + row] as number);
  }
  return { kernel, theta, surface };
}

/**
 * Measures an isotherm. Between two centres theta is a straight line along the axis and a logarithm across it, as steady heat has it,
 * so that a place between cells is found to second order.
 */
export function isothermExtent(field: ThetaField, temperature: Celsius): IsothermExtent {
  const { lattice, phase } = field.kernel.setting;
  const asked = thetaOfTemperature(phase, temperature);
  let radius = 0;
  let volume = 0;
  for (let row = 0; row < lattice.rows; row += 1) {
    const cold = coldSquares(field, row, asked);
    radius = Math.max(radius, cold.outermost);
    volume += Math.PI * cold.area * (lattice.height[row] as number);
  }
  const { lowest, highest } = axialExtent(field, asked);
  const found = highest > lowest;
  return {
    temperature,
    radius: millimetres(radius * 1e3),
    length: millimetres(found ? (highest - lowest) * 1e3 : 0),
    beyondTip: millimetres(found ? Math.max(0, -lowest) * 1e3 : 0),
    volume: cubicMillimetres(volume * 1e9),
  };
}

/** Where a row crosses the isotherm for the last time outwards, and the difference of squared radii that lies within. */
function coldSquares(
  { kernel, theta, surface }: ThetaField,
  row: number,
  asked: number,
): { outermost: number; area: number } {
  const { lattice } = kernel.setting;
  const beside = row >= lattice.place.tip;
  const first = beside ? lattice.place.columns : 0;
  let previous = beside ? surface(row) : (theta[row] as number);
  let place = beside ? (lattice.radialFaces[first] as number) : 0;
  let entered = previous <= asked ? place : Number.NaN;
  let area = 0;
  let outermost = 0;
  for (let column = first; column < lattice.columns; column += 1) {
    const here = theta[column * lattice.rows + row] as number;
    const radius = lattice.radii[column] as number;
    if (previous <= asked !== here <= asked) {
      const part = (asked - previous) / (here - previous);
      const crossing = place <= 0 ? radius * Math.sqrt(part) : place * (radius / place) ** part;
      if (here <= asked) entered = crossing;
      else {
        area += crossing * crossing - entered * entered;
        outermost = crossing;
        entered = Number.NaN;
      }
    }
    previous = here;
    place = radius;
  }
  if (!Number.isNaN(entered)) {
    area += place * place - entered * entered;
    outermost = place;
  }
  return { outermost, area };
}

function axialExtent({ kernel, theta }: ThetaField, asked: number): { lowest: number; highest: number } {
  const { lattice } = kernel.setting;
  const { heights, place, columns, rows } = lattice;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let column = 0; column < columns; column += 1) {
    const end = column < place.columns ? place.tip : rows;
    for (let row = 0; row < end; row += 1) {
      const here = theta[column * rows + row] as number;
      const height = heights[row] as number;
      if (here <= asked) {
        lowest = Math.min(lowest, height);
        // Under the tip the ice goes on to the probe itself.
        highest = Math.max(highest, column < place.columns && row + 1 === end ? 0 : height);
      }
      if (row === 0) continue;
      const below = theta[column * rows + row - 1] as number;
      if (below <= asked === here <= asked) continue;
      const from = heights[row - 1] as number;
      const crossing = from + ((asked - below) / (here - below)) * (height - from);
      lowest = Math.min(lowest, crossing);
      highest = Math.max(highest, crossing);
    }
  }
  return { lowest, highest };
}

/** The isotherm's outermost points, one for each row that it reaches, from beyond the tip upwards: what a picture draws. */
export function isothermLine(field: ThetaField, temperature: Celsius): readonly IsothermPoint[] {
  const { lattice, phase } = field.kernel.setting;
  const asked = thetaOfTemperature(phase, temperature);
  return Array.from(lattice.heights, (height, row) => ({
    radius: millimetres(coldSquares(field, row, asked).outermost * 1e3),
    height: millimetres(height * 1e3),
  })).filter(({ radius }) => radius > 0);
}
