import { type AnatomyFamily, type DistanceId, type Distances, distanceOf, familyOf } from './distances.ts';

/** A place in the plane of the picture, mm: the tip is at 0, x to the right, y downwards, away from the skin. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** What must be reached, and what must stay warm. Bone is a landmark: it is drawn and measured, and no limit stands on it. */
export type StructureId = 'nerve' | 'skin' | 'motor' | 'pleura' | 'bone';
export type Role = 'target' | 'keep-warm' | 'landmark';

export type Structure = { readonly id: StructureId; readonly role: Role; readonly distance: DistanceId } & (
  | { readonly kind: 'round'; readonly centre: Place; readonly radius: number }
  /** Everything above (skin) or below a level. */
  | { readonly kind: 'level'; readonly y: number; readonly side: 'above' | 'below' }
);

export interface Scene {
  readonly family: AnatomyFamily;
  /** How far the shaft leans from straight down, radians. */
  readonly lean: number;
  readonly structures: readonly Structure[];
}

/** Which way from the tip the drawings put the motor nerve: under the transverse process, or beside the probe. The distance is what counts. */
const MOTOR_DIRECTION: Readonly<Record<AnatomyFamily, Place>> = {
  lumbar: { x: 0.1, y: 0.995 },
  genicular: { x: -0.87, y: -0.493 },
  intercostal: { x: 0, y: 1 },
  plain: { x: -0.6, y: 0.8 },
};
/** For the drawing alone: the distance is to its near edge. */
const MOTOR_RADIUS = 2.2;

/** From along and across the probe to the picture. @param across to the right. @param along from the tip up the shaft */
export const placeBesideProbe = (lean: number, across: number, along: number): Place => ({
  x: across * Math.cos(lean) + along * Math.sin(lean),
  y: across * Math.sin(lean) - along * Math.cos(lean),
});

/** The other way: distance from the axis and height above the tip, as the model has them. */
export const besideProbe = (lean: number, { x, y }: Place): { readonly radius: number; readonly height: number } => ({
  radius: Math.abs(x * Math.cos(lean) + y * Math.sin(lean)),
  height: x * Math.sin(lean) - y * Math.cos(lean),
});

/** Everything that the picture shows beside the ice, where the distances put it. */
export function sceneOf(target: string, distances: Distances): Scene {
  const family = familyOf(target);
  const lean = ((distanceOf(distances, 'approach') ?? 0) * Math.PI) / 180;
  const of = (id: DistanceId) => distanceOf(distances, id);
  const structures: Structure[] = [
    {
      id: 'nerve',
      role: 'target',
      distance: 'nerve-across',
      kind: 'round',
      centre: placeBesideProbe(lean, of('nerve-across') ?? 0, of('nerve-along') ?? 0),
      radius: (of('nerve-thickness') ?? 1) / 2,
    },
  ];
  const skin = of('skin');
  if (skin !== undefined)
    structures.push({ id: 'skin', role: 'keep-warm', distance: 'skin', kind: 'level', y: -skin, side: 'above' });
  const motor = of('motor');
  if (motor !== undefined) {
    const { x, y } = MOTOR_DIRECTION[family];
    const away = motor + MOTOR_RADIUS;
    const centre = { x: x * away, y: y * away };
    structures.push({ id: 'motor', role: 'keep-warm', distance: 'motor', kind: 'round', centre, radius: MOTOR_RADIUS });
  }
  const pleura = of('pleura');
  if (pleura !== undefined)
    structures.push({ id: 'pleura', role: 'keep-warm', distance: 'pleura', kind: 'level', y: pleura, side: 'below' });
  return { family, lean, structures };
}
