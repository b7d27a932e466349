import { expect, test } from 'vitest';
import { sceneOf } from '../anatomy/scene.ts';
import { defaultFreeze, freezePlanOf, type PlannedFreeze } from '../planned-freeze.ts';
import { bandAt } from './edge-band.ts';
import { edgeBanding } from './edge-banding.ts';
import type { PredictedFreeze } from './freeze-frame.ts';
import { framesAt, predicting } from './predicted-freeze.ts';
import { reachesOf } from './reach.ts';
import { nervePlaces } from './use-prediction.ts';

function walked<T>(steps: Generator<number, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

function predicted(planned: PlannedFreeze, fineness: 'preview' | 'full'): PredictedFreeze {
  const plan = freezePlanOf(planned, fineness);
  const answer = walked(predicting(plan, framesAt(plan, 14), nervePlaces(planned)));
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.value;
}

const PLANNED = defaultFreeze('lumbar-facet');

test('the end of every freeze is looked at, so that the largest ice is never missed', () => {
  const times = framesAt(freezePlanOf(PLANNED, 'full'), 10);
  expect(times).toEqual(expect.arrayContaining([0, 120, 165, 285, 330]));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('the quick preview lies within 2 % of the full answer at the end of each freeze', () => {
  const [quick, full] = [predicted(PLANNED, 'preview'), predicted(PLANNED, 'full')];
  for (const end of [120, 285]) {
    const radiusOf = ({ frames }: PredictedFreeze, temperature: number) =>
      frames.find(({ at }) => Math.abs(at - end) < 1e-6)?.edges.find((edge) => edge.temperature === temperature)
        ?.radius ?? Number.NaN;
    for (const temperature of [-1, -8, -20, -40])
      expect(Math.abs(radiusOf(quick, temperature) / radiusOf(full, temperature) - 1)).toBeLessThan(0.02);
  }
});

test('the band lies round the prediction and widens what is said of a distance', () => {
  const full = predicted(PLANNED, 'full');
  const bands = walked(edgeBanding(freezePlanOf(PLANNED, 'full'), full.frames));
  if (!bands.ok) throw new Error(JSON.stringify(bands.errors));
  const band = bandAt(bands.value, -20, 285);
  expect(band?.low.side).toBeLessThan(0);
  expect(band?.high.side).toBeGreaterThan(0);
  const scene = sceneOf(PLANNED.target, PLANNED.distances);
  const sharp = reachesOf(PLANNED, scene, full, [], full.frames.at(-1));
  const wide = reachesOf(PLANNED, scene, full, bands.value, full.frames.at(-1));
  for (const [index, { extreme }] of wide.entries()) {
    expect(extreme?.value).toBe(sharp[index]?.extreme?.value);
    expect((extreme?.high ?? 0) - (extreme?.low ?? 0)).toBeGreaterThan(0.1);
  }
});

test('a nerve beside the probe is colder than one farther off, and no plan comes out of nonsense', () => {
  const near = predicted(PLANNED, 'preview').places[0]?.coldest ?? Number.NaN;
  const far = {
    ...PLANNED,
    distances: { ...PLANNED.distances, 'nerve-across': { value: 6, origin: 'measured' } },
  } as const;
  expect(predicted(far, 'preview').places[0]?.coldest).toBeGreaterThan(near);
  const plan = freezePlanOf({ ...PLANNED, diameter: Number.NaN }, 'full');
  expect(walked(predicting(plan, [0], []))).toMatchObject({ ok: false, errors: [{ field: 'probe.radius' }] });
});

test('cycles as they were done take the place of the even ones', () => {
  const even = { temperature: PLANNED.temperature, freeze: PLANNED.freeze, thaw: PLANNED.thaw };
  const done = (done: NonNullable<PlannedFreeze['done']>) => predicted({ ...PLANNED, done }, 'preview');
  expect(done([even, even])).toEqual(predicted(PLANNED, 'preview'));
  expect(done([even, even]).places[0]?.coldest).toBeLessThan(
    done([{ ...even, temperature: -40 }]).places[0]?.coldest ?? Number.NaN,
  );
});
