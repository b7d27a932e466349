import { evenFaces, type Faces, growingFaces, joinedFaces } from '../grid/axis.ts';
import { type LatticeShape, lattice } from '../grid/lattice.ts';
import type { Kernel, Setting } from '../scheme/kernel.ts';
import { march, type Pace, type Regime } from '../scheme/march.ts';
import { scalarKernel } from '../scheme/scalar-kernel.ts';
import {
  phaseChange,
  temperatureOfTheta,
  thetaOf,
  thetaOfTemperature,
  unfrozenFraction,
} from '../tissue/phase-change.ts';
import { sharpTissue } from './benchmark-tissue.ts';
import type { TwoPhases } from './exact-solutions.ts';

/** One case of a sharp front on a lattice of its own, from a uniform start. */
export interface SharpFrontCase {
  readonly phases: TwoPhases;
  readonly shape: LatticeShape;
  /** degC of the wall; none where a sink drives the case. */
  readonly wall?: number;
  /** Heat taken from the cell at the origin between two times, J over the whole circle that the lattice stands for. */
  readonly sink?: (from: number, to: number) => number;
  /** W/(m3 K). */
  readonly perfusion?: number;
  readonly pace: Pace;
  readonly kernel?: (setting: Setting) => Kernel;
}

export interface SharpFrontRun {
  readonly kernel: Kernel;
  advance(until: number): void;
  /** Frozen volume over the whole circle, m3 (m for a plane, m2 for one metre of cylinder). */
  frozen(): number;
  /** degC at a distance along the first row. */
  temperature(distance: number): number;
  /** Distance along the first row where it is as cold as this, m. */
  isotherm(temperature: number): number;
}

/** Faces from `inner` that are fine to `fine` in `core` cells and grow from there to `outer`. */
export function frontFaces(inner: number, fine: number, outer: number, core: number): Faces {
  const first = (fine - inner) / core;
  const ratio = 1.06;
  const cells = Math.ceil(Math.log(1 + ((outer - fine) * (ratio - 1)) / first) / Math.log(ratio));
  return joinedFaces(evenFaces(inner, fine, core), growingFaces(fine, outer, first, cells));
}

export function sharpFrontRun({
  phases,
  shape,
  wall,
  sink,
  perfusion = 0,
  pace,
  kernel: kernelOf = scalarKernel,
}: SharpFrontCase): SharpFrontRun {
  const tissue = sharpTissue(phases, perfusion);
  const phase = phaseChange(tissue, wall ?? -200);
  const grid = lattice(shape);
  const kernel = kernelOf({
    lattice: grid,
    tissue,
    phase,
    initial: phases.initial,
    beyond: phases.initial,
    stasis: false,
    dwellBelow: -20,
    film: Number.POSITIVE_INFINITY,
    tipHeatCapacity: 0,
    powerCurve: { temperatures: Float64Array.of(0), powers: Float64Array.of(0) },
    shaftConductance: 0,
    shaftHeatCapacity: 0,
  });
  const steps = march(kernel, pace);
  const regime: Regime = {
    tip: wall === undefined ? 'insulated' : 'held',
    temperature: () => wall ?? 0,
    power: 0,
    shaft: 'insulated',
    shaftTemperature: 0,
  };
  const circle = grid.symmetry === 'cylinder' ? 2 * Math.PI : grid.symmetry === 'sphere' ? 4 * Math.PI : 1;
  const volume = (grid.area[0] as number) * (grid.height[0] as number) * circle;
  const before =
    sink === undefined
      ? undefined
      : (from: number, to: number) => {
          kernel.heat(0, -sink(from, to) / (to - from) / volume);
        };
  const theta = (column: number) => thetaOf(phase, kernel.enthalpy[column * kernel.stride] as number);
  /** A place between two centres as the conductance sees it: the scale on which steady theta is a straight line. */
  const scale = (distance: number) =>
    grid.symmetry === 'plane' ? distance : grid.symmetry === 'sphere' ? -1 / distance : Math.log(distance);
  const scaleBack = (x: number) => (grid.symmetry === 'plane' ? x : grid.symmetry === 'sphere' ? -1 / x : Math.exp(x));
  return {
    kernel,
    advance(until) {
      while (steps.at < until) steps.step(until, regime, before);
    },
    frozen() {
      let sum = 0;
      for (let column = 0; column < grid.columns; column += 1) {
        for (let row = 0; row < grid.rows; row += 1) {
          const fraction = 1 - unfrozenFraction(phase, kernel.enthalpy[column * kernel.stride + row] as number);
          sum += fraction * (grid.area[column] as number) * (grid.height[row] as number);
        }
      }
      return sum * circle;
    },
    temperature(distance) {
      let column = 0;
      while (column + 2 < grid.columns && (grid.radii[column + 1] as number) < distance) column += 1;
      const low = scale(grid.radii[column] as number);
      const high = scale(grid.radii[column + 1] as number);
      const part = (scale(distance) - low) / (high - low);
      return temperatureOfTheta(phase, theta(column) + part * (theta(column + 1) - theta(column)));
    },
    isotherm(temperature) {
      const asked = thetaOfTemperature(phase, temperature);
      for (let column = grid.columns - 2; column >= 0; column -= 1) {
        if (theta(column) > asked || theta(column + 1) <= asked) continue;
        const low = scale(grid.radii[column] as number);
        const high = scale(grid.radii[column + 1] as number);
        return scaleBack(low + ((asked - theta(column)) / (theta(column + 1) - theta(column))) * (high - low));
      }
      return 0;
    },
  };
}
