import { enthalpyOf, thetaOf, thetaOfTemperature } from '../tissue/phase-change.ts';
import type { Drive, Ledger, Setting } from './kernel.ts';
import { probeBodies } from './probe-bodies.ts';
import type { SuperStep } from './super-time-stepping.ts';
import { wallHeat } from './wall.ts';

type Values = Float64Array | Float32Array;

/** Everything at the edges of the tissue, which both kernels share: walls, the probe's own bodies, and the ledger of heat. */
export interface Boundary {
  readonly metal: { readonly tip: Float64Array; readonly shaft: Float64Array };
  /** Theta of what lies beyond the last column. */
  readonly beyond: number;
  begin(): void;
  /**
   * One stage, from the state `theta` (by column * stride + row): fills `wall` by row with the heat into the probe, and the ghosts under
   * the tip, and carries ledger and bodies on.
   */
  stage(theta: Values, wall: Values, drive: Drive, step: SuperStep, stage: number): void;
  /** Ends the step. @returns what it moved, sources left out. */
  settle(drive: Drive): Omit<Ledger, 'fromSources'>;
}

/** Whole circle of a symmetry that is reckoned by radian or steradian. */
export const circleOf = ({ lattice: { symmetry } }: Setting): number =>
  symmetry === 'cylinder' ? 2 * Math.PI : symmetry === 'sphere' ? 4 * Math.PI : 1;

export function boundary(setting: Setting, stride: number): Boundary {
  const { lattice, phase } = setting;
  const { columns, rows, place, outward, area, up, height } = lattice;
  const circle = circleOf(setting);
  const radius = lattice.radialFaces[place.columns] as number;
  const wallArea = lattice.symmetry === 'plane' ? 1 : lattice.symmetry === 'cylinder' ? radius : radius ** 2;
  const film = setting.film * wallArea;
  const touches = setting.film === Number.POSITIVE_INFINITY;
  const beyond = thetaOf(phase, enthalpyOf(phase, setting.beyond));
  const beside = place.columns * stride;
  const bodies = probeBodies(setting);
  /** Heat of this stage, W, and its sums over the step by the scheme's own recursion: tip, shaft, beyond. */
  const rates = new Float64Array(3);
  let sums = new Float64Array(3);
  let before = new Float64Array(3);
  const last = outward[columns - 1] as number;
  const hasEnd = place.tip > 0 && place.tip < rows;

  function besideRows(
    theta: Values,
    wall: Values,
    from: number,
    to: number,
    kind: string,
    held: (row: number) => number,
  ): number {
    if (kind === 'insulated') {
      wall.fill(0, from, to);
      return 0;
    }
    let total = 0;
    const isLevel = kind === 'held' && touches;
    const level = isLevel ? thetaOfTemperature(phase, held(from)) : 0;
    for (let row = from; row < to; row += 1) {
      const own = theta[beside + row] as number;
      const heat = isLevel ? lattice.wall * (own - level) : wallHeat(phase, own, held(row), lattice.wall, film);
      wall[row] = heat;
      total += heat * (height[row] as number);
    }
    return total * circle;
  }

  function endOf(theta: Values, tip: number): number {
    const under = place.tip - 1;
    const high = height[under] as number;
    let total = 0;
    for (let column = 0; column < place.columns; column += 1) {
      const cell = column * stride + under;
      const own = theta[cell] as number;
      const heat = wallHeat(phase, own, tip, lattice.end * high, setting.film);
      // The ghost above the cell is where the sweep's own difference gives just this heat.
      theta[cell + 1] = own - heat / ((up[under] as number) * high);
      total += heat * (area[column] as number);
    }
    return total * circle;
  }

  function noEnd(theta: Values): void {
    for (let column = 0; column < place.columns; column += 1) {
      const cell = column * stride + place.tip;
      theta[cell] = theta[cell - 1] as number;
    }
  }

  return {
    metal: { tip: bodies.tip, shaft: bodies.shaft },
    beyond,
    begin() {
      bodies.begin();
    },
    stage(theta, wall, drive, { mu, nu, gain }, stage) {
      const tip = drive.tip === 'held' ? (drive.tipTemperatures[stage] as number) : bodies.tipNow();
      const [m, n, g] = [mu[stage] as number, nu[stage] as number, gain[stage] as number];
      rates[0] = besideRows(theta, wall, place.tip, place.shaft, drive.tip, () => tip);
      rates[1] = besideRows(theta, wall, place.shaft, rows, drive.shaft, (row) =>
        drive.shaft === 'held' ? drive.shaftTemperature : (bodies.shaftNow[row] as number),
      );
      if (hasEnd) {
        if (drive.tip === 'insulated') noEnd(theta);
        else rates[0] += endOf(theta, tip);
      }
      rates[2] = 0;
      if (last !== 0) {
        const at = (columns - 1) * stride;
        for (let row = 0; row < rows; row += 1)
          rates[2] += last * (beyond - (theta[at + row] as number)) * (height[row] as number) * circle;
      }
      for (let index = 0; index < 3; index += 1) {
        const one = sums[index] as number;
        before[index] = m * one + n * (before[index] as number) + g * (rates[index] as number);
      }
      [sums, before] = [before, sums];
      bodies.stage({ m, n, g }, drive, tip, rates[0] as number, wall, circle);
    },
    settle(drive) {
      bodies.settle(drive);
      return { intoTip: sums[0] as number, intoShaft: sums[1] as number, fromBeyond: sums[2] as number };
    },
  };
}
