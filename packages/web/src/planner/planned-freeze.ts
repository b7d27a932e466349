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
import type { Reading } from './reading.ts';

/** One freeze and the thaw after it. */
export interface FreezeStretch {
  /** Of the probe's surface, degC. */
  readonly temperature: number;
  /** s */
  readonly freeze: number;
  /** s */
  readonly thaw: number;
  /** What was measured in it: s since it began. It wins over the temperature above for the moments that it covers. */
  readonly measured?: readonly Reading[];
}

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
  /** Freeze by freeze as it was done, instead of the even cycles above. */
  readonly done?: readonly FreezeStretch[];
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
    cycles: stretchesOf(planned).map(({ temperature, freeze, thaw, measured = [] }) => ({
      freeze: seconds(freeze),
      thaw: seconds(thaw),
      temperature: celsius(temperature),
      measured: measured.map((reading) => ({ at: seconds(reading.at), temperature: celsius(reading.temperature) })),
    })),
    grid: GRIDS[fineness],
    times,
  };
}

/** Every freeze with its thaw: as done, or as planned. */
export const stretchesOf = ({ done, cycles, temperature, freeze, thaw }: PlannedFreeze): readonly FreezeStretch[] =>
  done ?? Array.from({ length: cycles }, () => ({ temperature, freeze, thaw }));

/** From the first freeze to the end of the last thaw, s. */
export const durationOf = (planned: PlannedFreeze): number =>
  stretchesOf(planned).reduce((sum, { freeze, thaw }) => sum + freeze + thaw, 0);

/** Where in the plan a moment lies. `cycle` from 1. */
export function phaseAt(
  planned: PlannedFreeze,
  at: number,
): { readonly cycle: number; readonly phase: 'freeze' | 'thaw' } {
  const stretches = stretchesOf(planned);
  let start = 0;
  for (const [index, { freeze, thaw }] of stretches.entries()) {
    // The end of a freeze belongs to the freeze: it is its coldest moment.
    if (at - start <= freeze) return { cycle: index + 1, phase: 'freeze' };
    start += freeze + thaw;
    if (at < start) return { cycle: index + 1, phase: 'thaw' };
  }
  return { cycle: stretches.length, phase: 'thaw' };
}
