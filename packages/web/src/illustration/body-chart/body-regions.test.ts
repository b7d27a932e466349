import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Arrow, BODY_REGIONS, type BodyRegion, type BodyView, regionTowards } from './body-regions.ts';

test('the drawing has every body region of the protocol, and none that it does not know', () => {
  const targets = readFileSync(new URL('../../../../../protocols/cryoablation/targets.yaml', import.meta.url), 'utf8');
  const [, list = ''] = /^bodyRegions:\n((?: {2}- .+\n)+)/m.exec(targets) ?? [];
  const known = list.split('\n').flatMap((line) => line.replace('  - ', '').trim() || []);
  expect(known.length).toBeGreaterThan(30);
  expect([...new Set(BODY_REGIONS.map(({ code }) => code))].toSorted()).toEqual(known.toSorted());
});

test('no two regions share an id, and right is always the patient’s right', () => {
  expect(new Set(BODY_REGIONS.map(({ id }) => id)).size).toBe(BODY_REGIONS.length);
  for (const { view, side, centre } of BODY_REGIONS) {
    const viewersSide = centre[0] < 99 ? 'left' : centre[0] > 101 ? 'right' : 'middle';
    const patientsSide =
      view === 'front' ? { left: 'right', right: 'left', middle: 'middle' }[viewersSide] : viewersSide;
    expect(patientsSide).toBe(side);
  }
});

test.each(['front', 'back'] as const)(
  'arrows alone lead from the head to every region seen from the %s',
  (view: BodyView) => {
    const regions = BODY_REGIONS.filter((region) => region.view === view);
    const [first] = regions;
    const reached = new Set<BodyRegion>(first ? [first] : []);
    for (const region of reached) {
      for (const arrow of ['up', 'down', 'left', 'right'] satisfies Arrow[]) reached.add(regionTowards(region, arrow));
    }
    expect(regions.filter((region) => !reached.has(region)).map(({ id }) => id)).toEqual([]);
  },
);
