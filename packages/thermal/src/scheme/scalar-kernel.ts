import { enthalpyOf, thetaOf, unfrozenFraction } from '../tissue/phase-change.ts';
import { boundary, circleOf } from './boundary.ts';
import type { Kernel, Setting } from './kernel.ts';

/** A ghost before the first row, so that the sweep needs no exceptions; the one behind the last is the stride's own. */
const GHOST = 1;

/** The scheme of SPEC.md in plain f64: what runs where SIMD does not, and what the fast one is held against. */
export function scalarKernel(setting: Setting): Kernel {
  const { lattice, phase, tissue } = setting;
  const { columns, rows, place, outward, inverseArea, area, up, down, height } = lattice;
  const stride = rows + 2 * GHOST;
  const size = (columns + 1) * stride;
  const start = enthalpyOf(phase, setting.initial);
  const edges = boundary(setting, stride);
  const field = (value: number) => new Float64Array(size + GHOST).fill(value).subarray(GHOST);
  /** Theta with its ghost before the first row, which the sweep reads, and without, as everybody else counts. */
  const spread = () => {
    const whole = new Float64Array(size + GHOST).fill(thetaOf(phase, start));
    whole.fill(edges.beyond, GHOST + columns * stride);
    return { whole, cells: whole.subarray(GHOST) };
  };
  let theta = spread();
  let next = spread();
  let delta = field(0);
  let before = field(0);
  const enthalpy = field(start);
  const source = field(0);
  const least = field(start);
  const leastUnfrozen = field(unfrozenFraction(phase, start));
  const dwell = field(0);
  const wall = new Float64Array(rows);
  const dwellEnthalpy = enthalpyOf(phase, setting.dwellBelow);
  const endOf = (column: number): number => (column < place.columns ? place.tip : rows);
  const blood = tissue.perfusion * tissue.bloodHeatCapacity;
  const { f1, f2, m1, m2, u0, u1, full, solidus, liquidus, unfrozenHeatCapacity } = phase;

  function sources(): void {
    for (let column = 0; column < columns; column += 1) {
      const end = column * stride + endOf(column);
      for (let cell = column * stride; cell < end; cell += 1) {
        const h = enthalpy[cell] as number;
        let fraction = Math.min(1, Math.max(0, h / full));
        if (setting.stasis) {
          fraction = Math.min(fraction, leastUnfrozen[cell] as number);
          leastUnfrozen[cell] = fraction;
        }
        const temperature =
          h >= full ? liquidus + (h - full) / unfrozenHeatCapacity : solidus + (h / full) * (liquidus - solidus);
        source[cell] = fraction * (blood * (tissue.arterial - temperature) + tissue.metabolism);
      }
    }
  }

  function sweep(mu: number, nu: number, gain: number): void {
    const from = theta.whole;
    const to = next.whole;
    for (let column = 0; column < columns; column += 1) {
      const out = outward[column] as number;
      const inn = column === 0 ? 0 : (outward[column - 1] as number);
      const inverse = inverseArea[column] as number;
      const isBeside = column === place.columns;
      const end = endOf(column);
      for (let row = 0; row < end; row += 1) {
        const cell = column * stride + row;
        const at = cell + GHOST;
        const own = from[at] as number;
        const inward =
          isBeside && row >= place.tip
            ? (wall[row] as number)
            : column === 0
              ? 0
              : inn * (own - (from[at - stride] as number));
        const radial = (out * ((from[at + stride] as number) - own) - inward) * inverse;
        const axial =
          (up[row] as number) * ((from[at + 1] as number) - own) +
          (down[row] as number) * ((from[at - 1] as number) - own);
        const change =
          mu * (delta[cell] as number) +
          nu * (before[cell] as number) +
          gain * (radial + axial + (source[cell] as number));
        before[cell] = change;
        const h = (enthalpy[cell] as number) + change;
        to[at] = Math.min(h * (f1 + f2 * h), Math.max(h * (m1 + m2 * h), u0 + u1 * h));
      }
    }
    [delta, before] = [before, delta];
    [theta, next] = [next, theta];
  }

  /** @returns heat of the sources over the step, by radian and second. */
  function settle(seconds: number): number {
    let heat = 0;
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let row = 0; row < endOf(column); row += 1) {
        const cell = column * stride + row;
        const old = enthalpy[cell] as number;
        const h = old + (delta[cell] as number);
        enthalpy[cell] = h;
        if (h < (least[cell] as number)) least[cell] = h;
        const low = Math.min(old, h);
        if (low < dwellEnthalpy) {
          const span = Math.abs(h - old);
          dwell[cell] = (dwell[cell] as number) + seconds * (span > 0 ? Math.min(1, (dwellEnthalpy - low) / span) : 1);
        }
        sum += (source[cell] as number) * (height[row] as number);
      }
      heat += sum * (area[column] as number);
    }
    sources();
    return heat;
  }

  sources();
  return {
    setting,
    stride,
    enthalpy,
    least,
    dwell,
    metal: edges.metal,
    heat(cell, rate) {
      source[cell] = (source[cell] as number) + rate;
    },
    step(step, drive, seconds) {
      edges.begin();
      for (let stage = 0; stage < step.stages; stage += 1) {
        edges.stage(theta.cells, wall, drive, step, stage);
        sweep(step.mu[stage] as number, step.nu[stage] as number, step.gain[stage] as number);
      }
      return { ...edges.settle(drive), fromSources: settle(seconds) * circleOf(setting) * seconds };
    },
  };
}
