import { type Place, placeBesideProbe, type Structure } from '../anatomy/scene.ts';
import type { IceEdge } from './freeze-frame.ts';

/** An isotherm in the picture: a closed outline, both sides of the probe. Empty where nothing is as cold. */
export type Outline = readonly Place[];

/** How much farther or less far an isotherm may reach than predicted, mm; the low end is below nought. */
export interface Shift {
  readonly side: number;
  readonly tip: number;
}
export const AS_PREDICTED: Shift = { side: 0, tip: 0 };

/**
 * The outline of an edge, moved by what is uncertain. Sideways it is stretched by its radius, beyond the tip by its reach there, and above the
 * active length by its radius again: the band is known at those places only.
 *
 * @param activeLength mm
 */
export function outlineOf(edge: IceEdge, lean: number, activeLength: number, shift: Shift = AS_PREDICTED): Outline {
  if (edge.line.length === 0) return [];
  const stretch = Math.max(0, edge.radius + shift.side) / edge.radius;
  const reach = edge.beyondTip > 0 ? Math.max(0, edge.beyondTip + shift.tip) / edge.beyondTip : 1;
  const along = (height: number) =>
    height < 0 ? height * reach : height > activeLength ? activeLength + (height - activeLength) * stretch : height;
  const side = edge.line.map(([radius, height]) => ({ radius: radius * stretch, height: along(height) }));
  const tip = { radius: 0, height: -Math.max(0, edge.beyondTip + shift.tip) };
  const right = [tip, ...side];
  return [
    ...right.map(({ radius, height }) => placeBesideProbe(lean, radius, height)),
    ...right.toReversed().map(({ radius, height }) => placeBesideProbe(lean, -radius, height)),
  ];
}

/**
 * From an outline to the near edge of a structure, mm: how much tissue lies between. Below nought: how deep the structure is inside.
 * `undefined` where nothing is as cold.
 */
export function gapTo(outline: Outline, structure: Structure): number | undefined {
  if (outline.length < 3) return undefined;
  switch (structure.kind) {
    case 'level':
      return structure.side === 'above'
        ? Math.min(...outline.map(({ y }) => y)) - structure.y
        : structure.y - Math.max(...outline.map(({ y }) => y));
    case 'round': {
      const away = distanceTo(outline, structure.centre);
      return (isInside(outline, structure.centre) ? -away : away) - structure.radius;
    }
    default:
      return structure satisfies never;
  }
}

/**
 * How far a round structure is inside an outline, whole, mm: what is left between its far edge and the isotherm. Below nought: as much of it, or of
 * the way to it, is outside. `undefined` where nothing is as cold.
 */
export function coverOf(outline: Outline, centre: Place, radius: number): number | undefined {
  if (outline.length < 3) return undefined;
  const away = distanceTo(outline, centre);
  return (isInside(outline, centre) ? away : -away) - radius;
}

function distanceTo(outline: Outline, { x, y }: Place): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [index, from] of outline.entries()) {
    const to = outline[(index + 1) % outline.length] as Place;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = dx * dx + dy * dy;
    const part = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
    nearest = Math.min(nearest, Math.hypot(x - from.x - part * dx, y - from.y - part * dy));
  }
  return nearest;
}

function isInside(outline: Outline, { x, y }: Place): boolean {
  let inside = false;
  for (const [index, from] of outline.entries()) {
    const to = outline[(index + 1) % outline.length] as Place;
    const crosses = from.y > y !== to.y > y && x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
    if (crosses) inside = !inside;
  }
  return inside;
}
