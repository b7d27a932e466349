import type { Instant, RecordResource } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { defaultFreeze, type PlannedFreeze } from '../planned-freeze.ts';
import { freezePlanResource, savedFreezePlan } from './freeze-plan-resource.ts';

const base = defaultFreeze('intercostal');
const PLANNED: PlannedFreeze = {
  ...base,
  temperature: -78,
  cycles: 3,
  tissue: 'fat',
  distances: { ...base.distances, pleura: { value: 9.5, origin: 'measured' } },
};
const saved = (planned: PlannedFreeze, at: string, pathway = 'one'): RecordResource => ({
  ...freezePlanResource(
    planned,
    [
      {
        structure: 'nerve',
        kind: 'cover',
        isotherm: -20,
        now: undefined,
        extreme: { value: 0.5, low: -0.2, high: 1.1 },
      },
    ],
    [{ id: 'nerve-unsure', level: 'warning' }],
    { patient: 'anna', pathway, author: 'Practitioner/maria', at: Date.parse(at) as Instant },
  ),
  id: at,
});

test('a plan comes back from the record as it was saved, with what was predicted and advised', () => {
  const plan = savedFreezePlan([saved(PLANNED, '2026-03-02T09:00:00Z')], 'one');
  expect(plan?.planned).toEqual(PLANNED);
  expect(plan?.predicted['predicted-cover-nerve']).toEqual({ low: -0.2, high: 1.1 });
  expect(plan?.advice).toEqual(['nerve-unsure']);
});

test('the newest plan of this pathway counts: not another pathway’s, one in error, or one that lacks a number', () => {
  const old = saved(PLANNED, '2026-03-01T09:00:00Z');
  const later = saved({ ...PLANNED, temperature: -65 }, '2026-03-02T09:00:00Z');
  const inError = { ...saved(PLANNED, '2026-03-03T09:00:00Z'), status: 'entered-in-error' };
  const broken = saved(PLANNED, '2026-03-04T09:00:00Z');
  const lacking = { ...broken, component: (broken.component as readonly unknown[]).slice(1) };
  const others = saved(PLANNED, '2026-03-05T09:00:00Z', 'two');
  expect(savedFreezePlan([old, others, lacking, inError, later], 'one')?.planned.temperature).toBe(-65);
  expect(savedFreezePlan([inError, lacking, others], 'one')).toBeUndefined();
});

test('a distance that does not say that it was measured was not', () => {
  const plan = saved(PLANNED, '2026-03-02T09:00:00Z');
  const silent = (plan.component as readonly object[]).map((part) => ({ ...part, extension: undefined }));
  expect(savedFreezePlan([{ ...plan, component: silent }], 'one')?.planned.distances.pleura).toEqual({
    value: 9.5,
    origin: 'assumed',
  });
});
