import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Structure } from '../anatomy/scene.ts';
import type { IceEdge } from './freeze-frame.ts';
import { coverOf, gapTo, outlineOf } from './ice-shape.ts';

/** A ball of ice of 5 mm round a place 5 mm above the tip: what is known of it is known exactly. */
const BALL: IceEdge = {
  temperature: -20,
  radius: 5,
  beyondTip: 0,
  volume: 0,
  line: Array.from({ length: 181 }, (_, index) => {
    const angle = (index * Math.PI) / 180;
    return [5 * Math.sin(angle), 5 - 5 * Math.cos(angle)] as const;
  }),
};
const round = (x: number, y: number, radius: number): Structure => ({
  id: 'motor',
  role: 'keep-warm',
  distance: 'motor',
  kind: 'round',
  centre: { x, y },
  radius,
});

test('distances to a ball of ice are what geometry says, however the probe leans', () => {
  const coordinate = fc.double({ min: -9, max: 9, noNaN: true });
  fc.assert(
    fc.property(coordinate, coordinate, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, lean) => {
      const outline = outlineOf(BALL, lean, 10);
      const middle = { x: 5 * Math.sin(lean), y: -5 * Math.cos(lean) };
      const away = Math.hypot(x - middle.x, y - middle.y) - 5;
      expect(gapTo(outline, round(x, y, 1))).toBeCloseTo(away - 1, 1);
      expect(coverOf(outline, { x, y }, 1)).toBeCloseTo(-away - 1, 1);
    }),
    { seed: 20_261_126 },
  );
});

test('skin is measured to the highest point of the ice, pleura to the lowest', () => {
  const outline = outlineOf(BALL, 0, 10);
  const level = (y: number, side: 'above' | 'below'): Structure => ({
    id: side === 'above' ? 'skin' : 'pleura',
    role: 'keep-warm',
    distance: 'skin',
    kind: 'level',
    y,
    side,
  });
  expect(gapTo(outline, level(-18, 'above'))).toBeCloseTo(8, 6);
  expect(gapTo(outline, level(3, 'below'))).toBeCloseTo(3, 6);
  expect(gapTo(outline, level(-9, 'above'))).toBeCloseTo(-1, 6);
});

test('where nothing is as cold there is neither a gap nor a cover', () => {
  const none = outlineOf({ ...BALL, radius: 0, line: [] }, 0, 10);
  expect(gapTo(none, round(0, 0, 1))).toBeUndefined();
  expect(coverOf(none, { x: 0, y: 0 }, 1)).toBeUndefined();
});
