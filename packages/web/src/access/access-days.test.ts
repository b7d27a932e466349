import type { RecordResource } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { accessDays } from './access-days.ts';

const event = (recorded: string, who: string, action: string, more: object = {}): RecordResource => ({
  resourceType: 'AuditEvent',
  id: recorded,
  recorded,
  action,
  outcome: '0',
  subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'read' }],
  agent: [
    { requestor: true, who: { reference: who }, role: [{ coding: [{ system: 'urn:cryopath:role', code: 'doctor' }] }] },
    { requestor: false, who: { display: 'Cryopath' } },
  ],
  ...more,
});

test('the acts of one person on one day of the clinic’s calendar are told together, newest first', () => {
  const days = accessDays(
    [
      event('2026-03-02T23:30:00Z', 'Practitioner/a', 'R'),
      event('2026-03-02T22:30:00Z', 'Practitioner/a', 'U'),
      event('2026-03-02T12:00:00Z', 'Practitioner/b', 'E'),
      event('2026-03-02T11:00:00Z', 'Practitioner/a', 'R'),
      event('2026-03-02T10:00:00Z', 'Practitioner/a', 'C'),
      event('2026-03-02T09:00:00Z', 'Practitioner/a', 'R', { outcome: '4' }),
    ],
    'Europe/Warsaw',
  );
  expect(days.map(({ day, who, looked, changed, refused }) => [day, who, looked, changed, refused])).toEqual([
    ['2026-03-03', 'Practitioner/a', 1, 0, 0],
    ['2026-03-02', 'Practitioner/a', 1, 2, 1],
    ['2026-03-02', 'Practitioner/b', 1, 0, 0],
  ]);
  expect(days[0]).toMatchObject({ role: 'doctor', last: '2026-03-02T23:30:00Z' });
});

test('H16: an emergency is told with its reason, and is not one look among others', () => {
  const [day] = accessDays(
    [
      event('2026-03-02T10:00:00Z', 'Practitioner/a', 'E', {
        subtype: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110127' }],
        entity: [{ detail: [{ type: 'reason', valueString: 'Collapsed in the waiting room' }] }],
      }),
    ],
    'Europe/Warsaw',
  );
  expect(day).toMatchObject({ looked: 0, emergencies: ['Collapsed in the waiting room'] });
});
