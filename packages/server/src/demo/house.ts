import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { CARED_FOR, DEMO_CAREGIVER, DEMO_CLINIC, DEMO_STAFF } from './people.ts';

/** Of the demo's clinic: what "now" was when its history was planned, so that a start that was cut short goes on with the same history. */
export const PLANNED = 'urn:cryopath:extension:demo-planned';

/** The clinic. It opens (`active`) when its history is whole. */
export const demoOrganization = (planned: Instant, active: boolean): JsonResource => ({
  resourceType: 'Organization',
  id: DEMO_CLINIC,
  active,
  name: 'Klinika Przykładowa (demo)',
  alias: ['Sample Clinic (demo)'],
  // Nobody has this number: it does not exist.
  telecom: [{ system: 'phone', value: '+48 00 000 00 00', use: 'work' }],
  address: [
    { use: 'work', line: ['ul. Przykładowa 1'], postalCode: '00-000', city: 'Przykładowo (demo)', country: 'PL' },
  ],
  extension: [{ url: PLANNED, valueInstant: isoOf(planned) }],
});

/** The people who work there. */
export const demoStaff = (): readonly JsonResource[] =>
  Object.values(DEMO_STAFF).map(({ who, name }) => ({
    resourceType: 'Practitioner',
    id: who.slice('Practitioner/'.length),
    active: true,
    name: [humanName(name)],
  }));

/** Somebody who is let into the chart of a patient. */
export const demoCaregiver = (): JsonResource => ({
  resourceType: 'RelatedPerson',
  id: DEMO_CAREGIVER.who.slice('RelatedPerson/'.length),
  active: true,
  patient: { reference: `Patient/${CARED_FOR}` },
  relationship: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'HUSB', display: 'husband' }] },
  ],
  name: [humanName(DEMO_CAREGIVER.name)],
});

/** "Anna Przykładowa (demo)": the mark belongs to the family name, so that no list shows it without. */
export function humanName(name: string): JsonObject {
  const [given = '', ...family] = name.split(' ');
  return { text: name, family: family.join(' '), given: [given] };
}
