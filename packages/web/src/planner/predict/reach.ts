import type { Scene, Structure, StructureId } from '../anatomy/scene.ts';
import type { PlannedFreeze } from '../planned-freeze.ts';
import { bandAt, type EdgeBand } from './edge-band.ts';
import type { FreezeFrame, Isotherm, PredictedFreeze } from './freeze-frame.ts';
import { AS_PREDICTED, coverOf, gapTo, outlineOf, type Shift } from './ice-shape.ts';

/** mm, from the least to the most that nine in ten samples give; all the same while there is no band yet. */
export interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How an isotherm stands to one structure. `undefined`: nothing is as cold. */
export interface Reach {
  readonly structure: StructureId;
  /** `cover`: how far the whole nerve is inside. `gap`: how much stays between the ice and what must stay warm. */
  readonly kind: 'cover' | 'gap';
  /** Which isotherm is meant. */
  readonly isotherm: Isotherm;
  readonly now: Measured | undefined;
  /** Over the whole plan: the best cover, the smallest gap. */
  readonly extreme: Measured | undefined;
}

/** Nerves are blocked below -20 (evidence.md 3, S31); ice begins at -1 degC, and what must stay warm must not be in it. */
const MEANT: Readonly<Record<'cover' | 'gap', Isotherm>> = { cover: -20, gap: -1 };

/** @param frame the moment that is looked at */
export function reachesOf(
  planned: PlannedFreeze,
  scene: Scene,
  predicted: PredictedFreeze,
  bands: readonly EdgeBand[],
  frame: FreezeFrame | undefined,
): readonly Reach[] {
  return scene.structures
    .filter(({ role }) => role !== 'landmark')
    .map((structure) => {
      const kind = structure.role === 'target' ? 'cover' : 'gap';
      const isotherm = MEANT[kind];
      const at = (moment: FreezeFrame) => measure(planned, scene, structure, kind, moment, bands);
      const all = predicted.frames.map(at).filter((each) => each !== undefined);
      const best = (pick: (each: Measured) => number) =>
        kind === 'cover' ? Math.max(...all.map(pick)) : Math.min(...all.map(pick));
      return {
        structure: structure.id,
        kind,
        isotherm,
        now: frame === undefined ? undefined : at(frame),
        extreme:
          all.length === 0
            ? undefined
            : { value: best(({ value }) => value), low: best(({ low }) => low), high: best(({ high }) => high) },
      };
    });
}

function measure(
  { activeLength }: PlannedFreeze,
  { lean }: Scene,
  structure: Structure,
  kind: Reach['kind'],
  frame: FreezeFrame,
  bands: readonly EdgeBand[],
): Measured | undefined {
  const edge = frame.edges.find(({ temperature }) => temperature === MEANT[kind]);
  if (edge === undefined) return undefined;
  const one = (shift: Shift): number | undefined => {
    const outline = outlineOf(edge, lean, activeLength, shift);
    if (kind === 'gap') return gapTo(outline, structure);
    return structure.kind === 'round' ? coverOf(outline, structure.centre, structure.radius) : undefined;
  };
  const value = one(AS_PREDICTED);
  if (value === undefined) return undefined;
  const band = bandAt(bands, MEANT[kind], frame.at);
  const ends = [value, one(band?.low ?? AS_PREDICTED) ?? value, one(band?.high ?? AS_PREDICTED) ?? value];
  return { value, low: Math.min(...ends), high: Math.max(...ends) };
}
