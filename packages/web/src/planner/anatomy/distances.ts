/** What a drawing shows beside the probe, and how far it is. */
export type DistanceId =
  | 'nerve-across'
  | 'nerve-along'
  | 'nerve-thickness'
  | 'skin'
  | 'motor'
  | 'bone'
  | 'pleura'
  | 'approach';

export interface Distance {
  /** mm; degrees for `approach`. */
  readonly value: number;
  /** `assumed`: the drawing's own, and nobody's anatomy; `measured`: entered for this patient. */
  readonly origin: 'assumed' | 'measured';
}
export type Distances = Readonly<Partial<Record<DistanceId, Distance>>>;

/** The drawings that there are. `plain` stands in for targets that have none yet, and says so. */
export type AnatomyFamily = 'lumbar' | 'genicular' | 'intercostal' | 'plain';

const FAMILIES: Readonly<Record<string, AnatomyFamily>> = {
  'lumbar-facet': 'lumbar',
  genicular: 'genicular',
  intercostal: 'intercostal',
};
export const familyOf = (target: string): AnatomyFamily => FAMILIES[target] ?? 'plain';

/** Where a distance's default comes from: a section of the evidence, or nowhere. */
export type DistanceSource = 'evidence-view' | 'unsourced';

interface DrawnDistance {
  readonly id: DistanceId;
  readonly value: number;
  readonly source: DistanceSource;
  readonly least: number;
  readonly most: number;
}

const drawn = (
  id: DistanceId,
  value: number,
  [least, most]: readonly [number, number],
  source: DistanceSource = 'unsourced',
): DrawnDistance => ({ id, value, source, least, most });

/**
 * Defaults so that something can be drawn. evidence.md gives limits (skin: 5 and 10 mm) and views, but how far a nerve, a root or the pleura
 * lies from a tip no source says: those are the drawing's, marked "needs the clinic's sign-off", and are to be measured on the patient's image.
 */
const DRAWN: Readonly<Record<AnatomyFamily, readonly DrawnDistance[]>> = {
  lumbar: [
    drawn('nerve-across', 2, [-15, 15]),
    drawn('nerve-along', 2, [-10, 20]),
    drawn('nerve-thickness', 1, [0.2, 6]),
    drawn('skin', 45, [2, 120]),
    drawn('motor', 14, [1, 60]),
    drawn('bone', 0.5, [0, 20]),
    // evidence.md 2, targets: 15 to 25 degrees ipsilateral oblique.
    drawn('approach', 20, [0, 60], 'evidence-view'),
  ],
  genicular: [
    drawn('nerve-across', 2, [-15, 15]),
    drawn('nerve-along', 2, [-10, 20]),
    drawn('nerve-thickness', 1, [0.2, 6]),
    drawn('skin', 26, [2, 80]),
    drawn('motor', 18, [1, 80]),
    drawn('bone', 0.5, [0, 20]),
    drawn('approach', 10, [0, 60]),
  ],
  intercostal: [
    drawn('nerve-across', -1.5, [-15, 15]),
    drawn('nerve-along', 0.5, [-10, 20]),
    drawn('nerve-thickness', 2, [0.2, 6]),
    drawn('skin', 26, [2, 80]),
    drawn('pleura', 7, [0.5, 40]),
    drawn('bone', 3, [0, 20]),
    drawn('approach', 35, [0, 60]),
  ],
  plain: [
    drawn('nerve-across', 2, [-15, 15]),
    drawn('nerve-along', 3, [-10, 20]),
    drawn('nerve-thickness', 2, [0.2, 6]),
    drawn('skin', 28, [2, 120]),
    drawn('motor', 18, [1, 80]),
    drawn('bone', 6, [0, 40]),
    drawn('approach', 15, [0, 60]),
  ],
};

export const drawnDistances = (target: string): readonly DrawnDistance[] => DRAWN[familyOf(target)];

export const defaultDistances = (target: string): Distances =>
  Object.fromEntries(drawnDistances(target).map(({ id, value }) => [id, { value, origin: 'assumed' }]));

/** A distance in mm (or degrees); `undefined` where this drawing has none. */
export const distanceOf = (distances: Distances, id: DistanceId): number | undefined => distances[id]?.value;
