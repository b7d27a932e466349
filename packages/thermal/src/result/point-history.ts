import { type Celsius, celsius, type Millimetres, type Seconds, seconds } from '../quantity.ts';
import type { Kernel } from '../scheme/kernel.ts';
import { temperatureOfTheta, thetaOf } from '../tissue/phase-change.ts';
import { type NerveClass, nerveClass } from './nerve-class.ts';

/** What a point in the tissue went through. */
export interface PointHistory {
  readonly temperature: Celsius;
  /** The lowest that it had. */
  readonly coldest: Celsius;
  /** Time below -20 degC. */
  readonly below20: Seconds;
  readonly nerve: NerveClass;
}

/**
 * @param radius distance from the axis. @param height above the tip along the shaft; forwards is negative.
 * @returns undefined within the probe and outside of what was computed.
 */
export function pointHistory(kernel: Kernel, radius: Millimetres, height: Millimetres): PointHistory | undefined {
  const { lattice, phase } = kernel.setting;
  const r = radius / 1000;
  const z = height / 1000;
  const isInProbe = r < (lattice.radialFaces[lattice.place.columns] as number) && z > 0;
  const column = bracket(lattice.radii, r);
  const row = bracket(lattice.heights, z);
  const isOutside =
    !(r >= 0) ||
    r > (lattice.radialFaces[lattice.columns] as number) ||
    !(z >= (lattice.axialFaces[0] as number)) ||
    z > (lattice.axialFaces[lattice.rows] as number);
  if (isInProbe || isOutside) return undefined;
  // Beside the probe nothing is taken from the cells that it fills.
  const first = z > 0 ? Math.max(column, lattice.place.columns) : column;
  const part = (list: Float64Array, low: number, value: number) =>
    Math.min(1, Math.max(0, (value - (list[low] as number)) / ((list[low + 1] as number) - (list[low] as number))));
  const across = part(lattice.radii, first, r);
  const along = part(lattice.heights, row, z);
  const mean = (value: (cell: number) => number): number => {
    const at = (c: number, w: number) => value(c * kernel.stride + w);
    const low = at(first, row) + along * (at(first, row + 1) - at(first, row));
    const high = at(first + 1, row) + along * (at(first + 1, row + 1) - at(first + 1, row));
    return low + across * (high - low);
  };
  const theta = (values: Kernel['enthalpy']) => mean((cell) => thetaOf(phase, values[cell] as number));
  const coldest = celsius(temperatureOfTheta(phase, theta(kernel.least)));
  return {
    temperature: celsius(temperatureOfTheta(phase, theta(kernel.enthalpy))),
    coldest,
    below20: seconds(mean((cell) => kernel.dwell[cell] as number)),
    nerve: nerveClass(coldest),
  };
}

/** Index of the centre before a place, so that the next one exists. */
function bracket(centres: Float64Array, value: number): number {
  let low = 0;
  let high = centres.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((centres[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return low;
}
