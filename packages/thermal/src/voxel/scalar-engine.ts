import { type PhaseChange, temperatureOf, thetaOf, unfrozenFraction } from '../tissue/phase-change.ts';
import type { Tissue } from '../tissue/tissue.ts';
import type { VoxelEngine } from './voxel-engine.ts';
import type { VoxelLayout } from './voxel-layout.ts';

export interface VoxelMedium {
  readonly layout: VoxelLayout;
  readonly tissues: readonly Tissue[];
  readonly phases: readonly PhaseChange[];
  /** J/m3 by tissue at the start. */
  readonly start: readonly number[];
  readonly stasis: boolean;
}

/** Plain f64: the fallback, and what the fast one is held against. */
export function scalarEngine({ layout, tissues, phases, start, stasis }: VoxelMedium): VoxelEngine {
  const { total, tissue, size, row, plane, first, scale } = layout;
  const phaseAt = (cell: number): PhaseChange => phases[tissue[cell] as number] as PhaseChange;
  const enthalpy = Float64Array.from({ length: total }, (_, cell) => start[tissue[cell] as number] as number);
  const spread = () =>
    Float64Array.from({ length: total }, (_, cell) => thetaOf(phaseAt(cell), enthalpy[cell] as number));
  let theta = spread();
  let next = spread();
  let delta = new Float64Array(total);
  let before = new Float64Array(total);
  const source = new Float64Array(total);
  const least = enthalpy.slice();
  const leastUnfrozen = new Float64Array(total).fill(1);
  const each = (visit: (cell: number) => void): void => {
    for (let z = 0; z < size[2]; z += 1)
      for (let y = 0; y < size[1]; y += 1) {
        const from = first + z * plane + y * row;
        for (let cell = from; cell < from + size[0]; cell += 1) visit(cell);
      }
  };
  const conductivity = (phase: PhaseChange, h: number): number => {
    if (h <= 0) return phase.frozenConductivity * (1 + (phase.frozenConductivitySlope * h) / phase.frozenHeatCapacity);
    const part = Math.min(1, h / phase.full);
    return phase.frozenConductivity + (phase.unfrozenConductivity - phase.frozenConductivity) * part;
  };
  const n = (list: Float64Array, cell: number): number => list[cell] as number;
  return {
    enthalpy,
    source,
    least,
    theta: () => theta,
    next: () => next,
    delta: () => before,
    sweep(mu, nu, gain, isFirst) {
      each((cell) => {
        const flow =
          n(theta, cell - 1) +
          n(theta, cell + 1) +
          n(theta, cell - row) +
          n(theta, cell + row) +
          n(theta, cell - plane) +
          n(theta, cell + plane) -
          6 * n(theta, cell);
        const change = mu * n(delta, cell) + nu * n(before, cell) + gain * scale * (flow + n(source, cell));
        before[cell] = change;
        next[cell] = thetaOf(phaseAt(cell), n(enthalpy, cell) + change);
      });
      const faces = layout.interfaces;
      for (let at = 0; at < faces.length; at += 2) {
        const [a, b] = [faces[at] as number, faces[at + 1] as number];
        const hA = n(enthalpy, a) + (isFirst ? 0 : n(delta, a));
        const hB = n(enthalpy, b) + (isFirst ? 0 : n(delta, b));
        const kA = conductivity(phaseAt(a), hA);
        const kB = conductivity(phaseAt(b), hB);
        const heat = ((2 * kA * kB) / (kA + kB)) * (temperatureOf(phaseAt(b), hB) - temperatureOf(phaseAt(a), hA));
        const correction = gain * scale * (heat - (n(theta, b) - n(theta, a)));
        before[a] = n(before, a) + correction;
        before[b] = n(before, b) - correction;
      }
    },
    correct() {
      for (const cell of layout.corrected) next[cell] = thetaOf(phaseAt(cell), n(enthalpy, cell) + n(before, cell));
    },
    turn() {
      [delta, before] = [before, delta];
      [theta, next] = [next, theta];
    },
    settle() {
      each((cell) => {
        const phase = phaseAt(cell);
        const own = tissues[tissue[cell] as number] as Tissue;
        const h = n(enthalpy, cell) + n(delta, cell);
        enthalpy[cell] = h;
        if (h < n(least, cell)) least[cell] = h;
        let fraction = unfrozenFraction(phase, h);
        if (stasis) {
          fraction = Math.min(fraction, n(leastUnfrozen, cell));
          leastUnfrozen[cell] = fraction;
        }
        const warmth = own.perfusion * own.bloodHeatCapacity * (own.arterial - temperatureOf(phase, Math.max(0, h)));
        source[cell] = (fraction * (warmth + own.metabolism)) / scale;
      });
    },
    release() {},
  };
}
