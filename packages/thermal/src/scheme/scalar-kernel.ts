import { enthalpyOf, thetaOf, unfrozenFraction } from '../tissue/phase-change.ts';
import type { Drive, Kernel, Ledger, Setting } from './kernel.ts';
import type { SuperStep } from './super-time-stepping.ts';
import { wallHeat } from './wall.ts';

/** A ghost row on either side of the rows, so that the sweep needs no exceptions. */
const GHOST = 1;

/** The scheme of SPEC.md in plain f64: what runs where SIMD does not, and what the fast one is held against. */
export function scalarKernel(setting: Setting): Kernel {
  const { lattice, phase, tissue } = setting;
  const { columns, rows, place, outward, inverseArea, area, up, down, height } = lattice;
  const stride = rows + 2 * GHOST;
  const size = (columns + 1) * stride;
  const start = enthalpyOf(phase, setting.initial);
  const enthalpy = new Float64Array(size).fill(start);
  let delta = new Float64Array(size);
  let before = new Float64Array(size);
  let theta = new Float64Array(size).fill(thetaOf(phase, start));
  let next = theta.slice();
  const source = new Float64Array(size);
  const least = enthalpy.slice();
  const leastUnfrozen = new Float64Array(size).fill(unfrozenFraction(phase, start));
  const dwell = new Float64Array(size);
  const wall = new Float64Array(stride);
  const beyond = thetaOf(phase, enthalpyOf(phase, setting.beyond));
  theta.fill(beyond, columns * stride);
  next.fill(beyond, columns * stride);
  const metal = metalOf(setting, rows);
  const circle = lattice.symmetry === 'cylinder' ? 2 * Math.PI : lattice.symmetry === 'sphere' ? 4 * Math.PI : 1;
  const dwellEnthalpy = enthalpyOf(phase, setting.dwellBelow);
  const wallRadius = lattice.radialFaces[place.columns] as number;
  const wallArea = lattice.symmetry === 'plane' ? 1 : lattice.symmetry === 'cylinder' ? wallRadius : wallRadius ** 2;

  function sources(): void {
    for (let column = 0; column < columns; column += 1) {
      for (let row = firstRow(column); row < lastRow(column); row += 1) {
        const cell = column * stride + GHOST + row;
        const h = enthalpy[cell] as number;
        const now = unfrozenFraction(phase, h);
        leastUnfrozen[cell] = Math.min(leastUnfrozen[cell] as number, now);
        const fraction = setting.stasis ? (leastUnfrozen[cell] as number) : now;
        source[cell] =
          fraction *
          (tissue.perfusion * tissue.bloodHeatCapacity * (tissue.arterial - warmTemperature(h)) + tissue.metabolism);
      }
    }
  }
  const warmTemperature = (h: number): number =>
    h >= phase.full
      ? phase.liquidus + (h - phase.full) / phase.unfrozenHeatCapacity
      : phase.solidus + (h / phase.full) * (phase.liquidus - phase.solidus);
  const firstRow = (_column: number): number => 0;
  const lastRow = (column: number): number => (column < place.columns ? place.tip : rows);

  const tipAt = (drive: Drive, stage: number): number =>
    drive.tip === 'held' ? (drive.tipTemperatures[stage] as number) : metal.tipNow();

  /** Heat through every wall for the state `theta`, W over the whole circle: fills `wall` and the ghosts under the tip. */
  function walls(drive: Drive, stage: number, rates: Rates): void {
    const tip = tipAt(drive, stage);
    rates.tip = 0;
    rates.shaft = 0;
    rates.beyond = 0;
    const beside = place.columns * stride + GHOST;
    const film = setting.film * wallArea;
    for (let row = place.tip; row < rows; row += 1) {
      const isShaft = row >= place.shaft;
      const kind = isShaft ? drive.shaft : drive.tip;
      const held = isShaft ? (drive.shaft === 'held' ? drive.shaftTemperature : (metal.shaftNow[row] as number)) : tip;
      const heat = kind === 'insulated' ? 0 : wallHeat(phase, theta[beside + row] as number, held, lattice.wall, film);
      wall[row] = heat;
      const total = heat * (height[row] as number) * circle;
      if (isShaft) rates.shaft += total;
      else rates.tip += total;
    }
    if (place.tip > 0 && place.tip < rows) {
      const under = place.tip - 1;
      const upward = up[under] as number;
      for (let column = 0; column < place.columns; column += 1) {
        const cell = column * stride + GHOST + under;
        const own = theta[cell] as number;
        const high = height[under] as number;
        const heat = drive.tip === 'insulated' ? 0 : wallHeat(phase, own, tip, lattice.end * high, setting.film);
        // The ghost above the cell is where the sweep's own difference gives just this heat.
        theta[cell + 1] = own - heat / (upward * high);
        rates.tip += heat * (area[column] as number) * circle;
      }
    }
    const last = outward[columns - 1] as number;
    if (last !== 0) {
      const at = (columns - 1) * stride + GHOST;
      for (let row = 0; row < rows; row += 1)
        rates.beyond += last * (beyond - (theta[at + row] as number)) * (height[row] as number) * circle;
    }
  }

  function sweep(mu: number, nu: number, gain: number): void {
    for (let column = 0; column < columns; column += 1) {
      const out = outward[column] as number;
      const inn = column === 0 ? 0 : (outward[column - 1] as number);
      const inverse = inverseArea[column] as number;
      const end = lastRow(column);
      for (let row = 0; row < end; row += 1) {
        const cell = column * stride + GHOST + row;
        const own = theta[cell] as number;
        const inward =
          column === place.columns && row >= place.tip
            ? (wall[row] as number)
            : column === 0
              ? 0
              : inn * (own - (theta[cell - stride] as number));
        const radial = (out * ((theta[cell + stride] as number) - own) - inward) * inverse;
        const axial =
          (up[row] as number) * ((theta[cell + 1] as number) - own) +
          (down[row] as number) * ((theta[cell - 1] as number) - own);
        const change =
          mu * (delta[cell] as number) +
          nu * (before[cell] as number) +
          gain * (radial + axial + (source[cell] as number));
        before[cell] = change;
        next[cell] = thetaOf(phase, (enthalpy[cell] as number) + change);
      }
    }
    [delta, before] = [before, delta];
    [theta, next] = [next, theta];
  }

  function settle(seconds: number): number {
    let heat = 0;
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let row = 0; row < lastRow(column); row += 1) {
        const cell = column * stride + GHOST + row;
        const old = enthalpy[cell] as number;
        const h = old + (delta[cell] as number);
        enthalpy[cell] = h;
        if (h < (least[cell] as number)) least[cell] = h;
        const low = Math.min(old, h);
        const span = Math.abs(h - old);
        if (low < dwellEnthalpy)
          dwell[cell] = (dwell[cell] as number) + seconds * (span > 0 ? Math.min(1, (dwellEnthalpy - low) / span) : 1);
        sum += (source[cell] as number) * (height[row] as number);
      }
      heat += sum * (area[column] as number);
    }
    sources();
    return heat * circle * seconds;
  }

  sources();
  return {
    setting,
    stride,
    enthalpy: enthalpy.subarray(GHOST),
    source: source.subarray(GHOST),
    least: least.subarray(GHOST),
    dwell: dwell.subarray(GHOST),
    metal: { tip: metal.tip, shaft: metal.shaft },
    step({ stages, mu, nu, gain }: SuperStep, drive, seconds): Ledger {
      const rates: Rates = { tip: 0, shaft: 0, beyond: 0 };
      const sums = { tip: [0, 0], shaft: [0, 0], beyond: [0, 0] } satisfies Record<keyof Rates, [number, number]>;
      metal.begin();
      for (let stage = 0; stage < stages; stage += 1) {
        const m = mu[stage] as number;
        const n = nu[stage] as number;
        const g = gain[stage] as number;
        walls(drive, stage, rates);
        for (const name of ['tip', 'shaft', 'beyond'] as const) {
          const [one, two] = sums[name] as [number, number];
          sums[name] = [m * one + n * two + g * rates[name], one];
        }
        metal.advance({ m, n, g }, drive, tipAt(drive, stage), rates.tip, wall, circle);
        sweep(m, n, g);
      }
      metal.settle(drive);
      return {
        intoTip: sums.tip[0] as number,
        intoShaft: sums.shaft[0] as number,
        fromBeyond: sums.beyond[0] as number,
        fromSources: settle(seconds),
      };
    },
  };
}

interface Rates {
  tip: number;
  shaft: number;
  beyond: number;
}

/** The probe's own bodies, which run through the same stages as the tissue: the powered tip, the conducting shaft. */
function metalOf(
  { lattice, initial, tipHeatCapacity, powerCurve, shaftConductance, shaftHeatCapacity }: Setting,
  rows: number,
) {
  const tip = Float64Array.of(initial);
  const shaft = new Float64Array(rows).fill(initial);
  const shaftNow = new Float64Array(rows).fill(initial);
  const { place, up, down, height } = lattice;
  const tipDelta = [0, 0] as [number, number];
  let shaftDelta = new Float64Array(rows);
  let shaftBefore = new Float64Array(rows);
  return {
    tip,
    shaft,
    shaftNow,
    tipNow: (): number => (tip[0] as number) + tipDelta[0],
    begin(): void {
      tipDelta.fill(0);
      shaftNow.set(shaft);
    },
    /** One stage, from the state whose heats are given. `now` is the tip's temperature in it. */
    advance(
      { m, n, g }: { m: number; n: number; g: number },
      drive: Drive,
      now: number,
      intoTip: number,
      wall: Float64Array,
      circle: number,
    ): void {
      let fromShaft = 0;
      if (drive.shaft === 'conducting') {
        const first = place.shaft;
        const base = 2 / (height[first] as number) ** 2;
        if (drive.tip !== 'insulated')
          fromShaft = shaftConductance * base * (height[first] as number) * ((shaftNow[first] as number) - now);
        for (let row = first; row < rows; row += 1) {
          const own = shaftNow[row] as number;
          const below =
            row === first
              ? drive.tip === 'insulated'
                ? 0
                : base * (now - own)
              : (down[row] as number) * ((shaftNow[row - 1] as number) - own);
          const above = row + 1 < rows ? (up[row] as number) * ((shaftNow[row + 1] as number) - own) : 0;
          const rate = (shaftConductance * (below + above) + (wall[row] as number) * circle) / shaftHeatCapacity;
          shaftBefore[row] = m * (shaftDelta[row] as number) + n * (shaftBefore[row] as number) + g * rate;
        }
        [shaftDelta, shaftBefore] = [shaftBefore, shaftDelta];
        for (let row = first; row < rows; row += 1)
          shaftNow[row] = (shaft[row] as number) + (shaftDelta[row] as number);
      }
      if (drive.tip === 'powered') {
        const rate = (intoTip + fromShaft - drive.power * interpolated(powerCurve, now)) / tipHeatCapacity;
        const change = m * tipDelta[0] + n * tipDelta[1] + g * rate;
        tipDelta[1] = tipDelta[0];
        tipDelta[0] = change;
      }
    },
    settle(drive: Drive): void {
      tip[0] = drive.tip === 'held' ? (drive.tipTemperatures.at(-1) as number) : (tip[0] as number) + tipDelta[0];
      tipDelta.fill(0);
      shaft.set(shaftNow);
    },
  };
}

function interpolated({ temperatures, powers }: Setting['powerCurve'], temperature: number): number {
  const last = temperatures.length - 1;
  if (temperature <= (temperatures[0] as number)) return powers[0] as number;
  for (let index = 1; index <= last; index += 1) {
    const high = temperatures[index] as number;
    if (temperature <= high) {
      const low = temperatures[index - 1] as number;
      const part = (temperature - low) / (high - low);
      return (powers[index - 1] as number) + part * ((powers[index] as number) - (powers[index - 1] as number));
    }
  }
  return powers[last] as number;
}
