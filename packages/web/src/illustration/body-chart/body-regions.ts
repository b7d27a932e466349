/** Where on the body it hurts, as the chart is divided. Sides are the patient's own: in the front view their right is the viewer's left. */
export interface BodyRegion {
  /** Tells the pieces of the drawing apart: an arm is seen from both sides and is one region. */
  readonly id: string;
  /** Code of the protocol's body region (targets.yaml). */
  readonly code: string;
  readonly view: BodyView;
  readonly side: 'left' | 'right' | 'middle';
  /** Corners in the view's drawing, 200 wide and 460 high. The figure's outline cuts off what lies outside. */
  readonly corners: readonly Point[];
  readonly centre: Point;
}

export type BodyView = 'front' | 'back';
export type Point = readonly [x: number, y: number];

/** One side of the figure, from the crown down the outside and up the inside of the leg; the other is its mirror image. */
export const HALF_OUTLINE =
  'M100 8 C 117 8 125 21 124 37 C 123 51 118 59 111 65 C 111 71 111 75 113 79 C 118 85 134 86 146 91 C 158 96 163 108 164 122 ' +
  'C 166 140 169 156 171 172 C 174 188 179 208 183 228 C 189 236 193 248 190 262 C 187 272 180 271 179 262 L 176 248 ' +
  'C 172 242 170 236 168 228 C 162 211 156 196 153 180 C 151 165 148 150 146 134 C 145 152 141 168 140 186 ' +
  'C 141 203 147 214 148 232 C 150 257 147 290 141 318 C 139 331 140 338 141 348 C 144 369 138 395 132 419 ' +
  'C 132 428 139 436 137 444 C 133 449 117 449 115 443 C 114 436 115 428 115 419 C 115 396 112 373 113 349 ' +
  'C 112 329 109 290 102 248 L 100 246 Z';

/** Corners of one side; those of the middle reach across and are not mirrored. */
const middle = (top: number, bottom: number): Point[] => [
  [40, top],
  [160, top],
  [160, bottom],
  [40, bottom],
];
const MIDDLE: Readonly<Record<BodyView, Readonly<Record<string, readonly Point[]>>>> = {
  front: { 'head-front': middle(0, 58), 'neck-front': middle(58, 86), abdomen: abdomen() },
  back: { 'head-back': middle(0, 57), 'neck-back': middle(57, 86) },
};

function abdomen(): Point[] {
  return [
    [100 - 48, 150],
    [100 + 48, 150],
    [100 + 44, 206],
    [100 - 44, 206],
  ];
}

/** The line between trunk and arm: between them there is air, so only its ends matter. */
const ARM = { 122: 146, 232: 160, 280: 162 } as const;

const arm = (top: 122 | 232, bottom: 232 | 280): Point[] => [
  [ARM[top], top],
  [200, top],
  [200, bottom],
  [ARM[bottom], bottom],
  ...(top === 122
    ? ([
        [155, 206],
        [147, 180],
      ] satisfies Point[])
    : []),
];
const leg = (top: number, bottom: number): Point[] => [
  [100, top],
  [156, top],
  [156, bottom],
  [100, bottom],
];

/** The right half of the drawing. */
const SIDED: Readonly<Record<BodyView, Readonly<Record<string, readonly Point[]>>>> = {
  front: {
    shoulder: [
      [124, 80],
      [175, 80],
      [175, 122],
      [146, 122],
      [132, 104],
    ],
    chest: [
      [100, 86],
      [124, 86],
      [132, 104],
      [146, 122],
      [147, 150],
      [100, 150],
    ],
    groin: [
      [100, 206],
      [126, 206],
      [124, 252],
      [102, 262],
      [100, 250],
    ],
    hip: [
      [126, 206],
      [153, 206],
      [153, 240],
      [124, 252],
    ],
    arm: arm(122, 232),
    hand: arm(232, 280),
    'thigh-front': [
      [102, 262],
      [124, 252],
      [153, 240],
      [156, 312],
      [100, 312],
    ],
    'knee-front': leg(312, 350),
    shin: leg(350, 416),
    foot: leg(416, 452),
  },
  back: {
    shoulder: [
      [124, 80],
      [175, 80],
      [175, 122],
      [146, 122],
      [134, 100],
    ],
    'upper-back': [
      [100, 86],
      [124, 86],
      [134, 100],
      [146, 122],
      [145, 156],
      [100, 156],
    ],
    'lower-back': [
      [100, 156],
      [146, 156],
      [150, 206],
      [100, 206],
    ],
    buttock: [
      [100, 206],
      [153, 206],
      [153, 254],
      [104, 262],
      [100, 240],
    ],
    arm: arm(122, 232),
    hand: arm(232, 280),
    'thigh-back': [
      [104, 262],
      [153, 254],
      [156, 312],
      [100, 312],
    ],
    'knee-back': leg(312, 350),
    calf: leg(350, 416),
    foot: leg(416, 452),
  },
};

const centreOf = (corners: readonly Point[]): Point => {
  const inside = corners.map(([x, y]): Point => [Math.min(184, Math.max(16, x)), y]);
  const mean = (axis: 0 | 1) => inside.reduce((sum, corner) => sum + corner[axis], 0) / inside.length;
  return [mean(0), mean(1)];
};

const mirrored = (corners: readonly Point[]): Point[] => corners.map(([x, y]) => [200 - x, y]);

export const BODY_REGIONS: readonly BodyRegion[] = (['front', 'back'] as const).flatMap((view) => [
  ...Object.entries(MIDDLE[view]).map(
    ([code, corners]): BodyRegion => ({
      id: `${view}:${code}`,
      code,
      view,
      side: 'middle',
      corners,
      centre: centreOf(corners),
    }),
  ),
  ...Object.entries(SIDED[view]).flatMap(([name, corners]): BodyRegion[] =>
    (['right', 'left'] as const).map((side) => {
      // Seen from the front the patient's left is on the viewer's right; from the back it is on the left.
      const isOnTheRight = (view === 'front') === (side === 'left');
      const placed = isOnTheRight ? corners : mirrored(corners);
      const code = `${name}-${side}`;
      return { id: `${view}:${code}`, code, view, side, corners: placed, centre: centreOf(placed) };
    }),
  ),
]);

export type Arrow = 'up' | 'down' | 'left' | 'right';

/** The region that an arrow leads to from another: the nearest one that lies that way, what lies aside counting double. */
export function regionTowards(from: BodyRegion, arrow: Arrow): BodyRegion {
  const isAcross = arrow === 'left' || arrow === 'right';
  const sign = arrow === 'left' || arrow === 'up' ? -1 : 1;
  const distances = BODY_REGIONS.flatMap((region) => {
    if (region.view !== from.view || region.id === from.id) return [];
    const [dx, dy] = [region.centre[0] - from.centre[0], region.centre[1] - from.centre[1]];
    const along = (isAcross ? dx : dy) * sign;
    const aside = Math.abs(isAcross ? dy : dx);
    return along > 4 && aside < along * 3 ? [{ region, distance: along + 2 * aside }] : [];
  });
  return distances.toSorted((a, b) => a.distance - b.distance)[0]?.region ?? from;
}
