import type { RecordResource } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { recordDays, recordEntries } from './record-days.ts';

const RESOURCES: readonly RecordResource[] = [
  { resourceType: 'Patient', id: 'p' },
  { resourceType: 'QuestionnaireResponse', id: 'form', authored: '2026-03-02T23:30:00Z' },
  {
    resourceType: 'Observation',
    id: 'of-the-form',
    effectiveDateTime: '2026-03-02T23:30:00Z',
    derivedFrom: [{ reference: 'QuestionnaireResponse/form' }],
  },
  { resourceType: 'Observation', id: 'alone', effectiveDateTime: '2026-03-02T10:00:00Z' },
  {
    resourceType: 'Observation',
    id: 'of-a-form-elsewhere',
    effectiveDateTime: '2026-03-01T10:00:00Z',
    derivedFrom: [{ reference: 'QuestionnaireResponse/unseen' }],
  },
  { resourceType: 'DocumentReference', id: 'undated' },
];
const entries = recordEntries({ patient: 'p', resources: RESOURCES });

test('what was read off a form stands with the form; nothing else is left out', () => {
  expect(entries.map(({ resource, measured }) => [String(resource.id), measured.map(({ id }) => String(id))])).toEqual([
    ['form', ['of-the-form']],
    ['alone', []],
    ['of-a-form-elsewhere', []],
    ['undated', []],
  ]);
});

test('days are those of the clinic’s calendar, and what has no date stands last', () => {
  const days = recordDays(entries, 'Europe/Warsaw');
  expect(days.map(({ day }) => day)).toEqual(['2026-03-03', '2026-03-02', '2026-03-01', undefined]);
});
