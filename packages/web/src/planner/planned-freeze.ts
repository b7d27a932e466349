import {
  celsius,
  DEFAULT_PLAN,
  type FreezePlan,
  type Millimetres,
  millimetres,
  type Seconds,
  seconds,
  squareMetreKelvinsPerWatt,
  TISSUES,
  type TissueName,
} from '@cryopath/thermal';
import { type Distances, defaultDistances } from './anatomy/distances.ts';

/** What a doctor chooses for one target: probe, temperature, cycles, and how far things lie from the tip. */
export interface PlannedFreeze {
  /** Id of the protocol's target. */
  readonly target: string;
  /** Outer diameter, mm. */
  readonly diameter: number;
  /** Length that cools, from the tip, mm. */
  readonly activeLength: number;
  /** Of the probe's surface, degC. */
  readonly temperature: number;
  readonly cycles: number;
  /** Of each cycle, s. */
  readonly freeze: number;
  /** Of each cycle, s. */
  readonly thaw: number;
  readonly tissue: TissueName;
  readonly distances: Distances;
}

/**
 * Diameters that nerve probes are said to have (evidence.md 2, [OK]), and the one that the model was timed with. No manufacturer's sheet has
 * been supplied, so none of them stands for a device.
 */
export const DIAMETERS: readonly number[] = [1.3, 1.7, 2];
/** What a nerve lies in. Bone and skin are structures, not what the probe stands in. */
export const PLANNED_TISSUES = ['soft-tissue', 'muscle', 'fat'] as const satisfies readonly TissueName[];
/** The freezing form has room for four (protocols/cryoablation/forms/freezing.yaml). */
export const MOST_CYCLES = 4;

/** The model's own default plan (evidence.md 2 and 6: needs the clinic's sign-off), with the distances of the target's drawing. */
export function defaultFreeze(target: string): PlannedFreeze {
  const { probe, cycles } = DEFAULT_PLAN;
  return {
    target,
    diameter: 2 * probe.radius,
    activeLength: probe.activeLength,
    temperature: probe.cooling.kind === 'temperature' ? probe.cooling.temperature : -70,
    cycles: cycles.length,
    freeze: cycles[0]?.freeze ?? 120,
    thaw: cycles[0]?.thaw ?? 45,
    tissue: 'soft-tissue',
    distances: defaultDistances(target),
  };
}

/** How finely it is computed: at once while a slider moves, then as it stands. Preview within 2 % of the full answer (measured in the test). */
export type Fineness = 'preview' | 'full';
const GRIDS: Readonly<Record<Fineness, { readonly cell: Millimetres; readonly reach: Millimetres }>> = {
  preview: { cell: millimetres(0.6), reach: millimetres(20) },
  full: { cell: millimetres(0.2), reach: millimetres(25) },
};

/** As the model takes it. */
export function freezePlanOf(planned: PlannedFreeze, fineness: Fineness, times: readonly Seconds[] = []): FreezePlan {
  return {
    ...DEFAULT_PLAN,
    tissue: TISSUES[planned.tissue],
    probe: {
      ...DEFAULT_PLAN.probe,
      radius: millimetres(planned.diameter / 2),
      activeLength: millimetres(planned.activeLength),
      cooling: { kind: 'temperature', temperature: celsius(planned.temperature), timeConstant: seconds(5) },
      contact: squareMetreKelvinsPerWatt(0),
    },
    cycles: Array.from({ length: planned.cycles }, () => ({
      freeze: seconds(planned.freeze),
      thaw: seconds(planned.thaw),
    })),
    grid: GRIDS[fineness],
    times,
  };
}

/** From the first freeze to the end of the last thaw, s. */
export const durationOf = ({ cycles, freeze, thaw }: PlannedFreeze): number => cycles * (freeze + thaw);

/** Where in the plan a moment lies. `cycle` from 1. */
export function phaseAt(
  { freeze, thaw, cycles }: PlannedFreeze,
  at: number,
): { readonly cycle: number; readonly phase: 'freeze' | 'thaw' } {
  const cycle = Math.min(cycles, Math.floor(at / (freeze + thaw)) + 1);
  // The end of a freeze belongs to the freeze: it is its coldest moment.
  return { cycle, phase: at - (cycle - 1) * (freeze + thaw) <= freeze ? 'freeze' : 'thaw' };
}
