import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf, type Protocol } from '@cryopath/pathway';
import { DEMO_CLINIC, DEMO_PEOPLE } from './people.ts';

/** Marks everything that the demo made up. */
export const DEMO_TAG = { system: 'urn:cryopath:demo', code: 'demo' } as const;

const CLINIC = { reference: `Organization/${DEMO_CLINIC}` };
const ANNA = { reference: 'Patient/demo-anna', display: 'Anna Przykładowa (demo)' };
const DOCTOR = { reference: 'Practitioner/demo-doctor', display: 'Maria Wzorcowa (demo)' };
const CRYOABLATION = { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }], text: 'Cryoablation' };

/** Days before `now`, as FHIR writes an instant. */
const ago = (now: Instant, days: number): string => isoOf((now - days * 86_400_000) as Instant);

/**
 * The demo clinic: its people, and one patient on the way. Anna has been interviewed and examined, her MRI was read; the diagnostic block has
 * not been done, so the gate of the procedure is closed.
 */
export function demoClinic(now: Instant, protocol: Protocol): readonly JsonResource[] {
  return [...house(), ...chart(now, protocol)].map((resource) => ({ ...resource, meta: { tag: [DEMO_TAG] } }));
}

function house(): JsonResource[] {
  const staff = DEMO_PEOPLE.filter(({ who }) => who.startsWith('Practitioner/'));
  return [
    { resourceType: 'Organization', id: DEMO_CLINIC, active: true, name: 'Klinika Przykładowa (demo)' },
    ...staff.map(({ who, name }) => ({
      resourceType: 'Practitioner',
      id: who.slice('Practitioner/'.length),
      active: true,
      name: [humanName(name)],
    })),
  ];
}

function chart(now: Instant, protocol: Protocol): JsonResource[] {
  return [
    {
      resourceType: 'Patient',
      id: 'demo-anna',
      active: true,
      identifier: [{ system: 'urn:cryopath:demo:patient-number', value: 'DEMO-0001' }],
      name: [humanName(ANNA.display)],
      gender: 'female',
      birthDate: '1968-04-12',
      communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'pl' }] }, preferred: true }],
      managingOrganization: CLINIC,
    },
    {
      resourceType: 'Condition',
      id: 'demo-anna-pain',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: { text: 'Ból lędźwiowy z prawych stawów międzywyrostkowych L4/L5' },
      subject: ANNA,
      recordedDate: ago(now, 14),
    },
    {
      resourceType: 'ServiceRequest',
      id: 'demo-anna-referral',
      status: 'active',
      intent: 'order',
      code: CRYOABLATION,
      subject: ANNA,
      authoredOn: ago(now, 14),
      requester: DOCTOR,
      reasonReference: [{ reference: 'Condition/demo-anna-pain' }],
    },
    {
      resourceType: 'CarePlan',
      id: 'demo-anna-pathway',
      instantiatesCanonical: [`${protocol.url}|${protocol.version}`], // the version it keeps (I4)
      status: 'active',
      intent: 'plan',
      title: 'Krioablacja',
      subject: ANNA,
      period: { start: ago(now, 14) },
      created: ago(now, 14),
      addresses: [{ reference: 'Condition/demo-anna-pain' }],
    },
    ...qualification(now),
  ];
}

function qualification(now: Instant): JsonResource[] {
  return [
    answered(now, 'interview', 12, [
      { linkId: 'nature', answer: [{ valueString: 'Tępy, głęboki, nasila się przy prostowaniu' }] },
      { linkId: 'location', answer: [{ valueString: 'Okolica lędźwiowa po prawej stronie, do pośladka' }] },
      { linkId: 'duration', answer: [{ valueString: '14 miesięcy' }] },
      { linkId: 'previous-treatment', answer: [{ valueString: 'Fizjoterapia 5 miesięcy, leki przeciwbólowe' }] },
    ]),
    answered(now, 'examination', 12, [
      {
        linkId: 'findings',
        answer: [{ valueString: 'Ból przy wyproście i rotacji w prawo, bez deficytu neurologicznego' }],
      },
      { linkId: 'suspected-nerve', answer: [{ valueString: 'Gałęzie przyśrodkowe L3 i L4 po prawej' }] },
      {
        linkId: 'side',
        answer: [{ valueCoding: { system: 'urn:cryopath:side', code: 'right' } }],
      },
    ]),
    {
      resourceType: 'Observation',
      id: 'demo-anna-pain-score',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }], text: 'Pain severity 0-10' },
      subject: ANNA,
      effectiveDateTime: ago(now, 12),
      performer: [DOCTOR],
      valueQuantity: { value: 7, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
    },
    {
      resourceType: 'ImagingStudy',
      id: 'demo-anna-mri',
      status: 'available',
      modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'MR' }],
      subject: ANNA,
      started: ago(now, 8),
      description: 'MRI of the lumbar spine (demo: there are no images)',
    },
    {
      resourceType: 'DiagnosticReport',
      id: 'demo-anna-mri-report',
      status: 'final',
      code: { text: 'MRI of the lumbar spine' },
      subject: ANNA,
      effectiveDateTime: ago(now, 8),
      issued: ago(now, 7),
      performer: [DOCTOR],
      imagingStudy: [{ reference: 'ImagingStudy/demo-anna-mri' }],
      conclusion: 'Zmiany zwyrodnieniowe stawów L4/L5 po prawej. Bez przepukliny uciskającej korzeń, bez guza.',
    },
    answered(now, 'imaging-review', 6, [
      {
        linkId: 'modality',
        answer: [{ valueCoding: { system: 'urn:cryopath:form:imaging-review:modality', code: 'mri' } }],
      },
      { linkId: 'confirms-source', answer: [{ valueBoolean: true }] },
      { linkId: 'other-causes-excluded', answer: [{ valueBoolean: true }] },
    ]),
  ];
}

const answered = (now: Instant, form: string, days: number, item: readonly JsonObject[]): JsonResource => ({
  resourceType: 'QuestionnaireResponse',
  id: `demo-anna-${form}`,
  questionnaire: `urn:cryopath:form:${form}`,
  status: 'completed',
  subject: ANNA,
  authored: ago(now, days),
  author: DOCTOR,
  item,
});

/** "Anna Przykładowa (demo)": the mark belongs to the family name, so that no list shows it without. */
function humanName(name: string): JsonObject {
  const [given = '', ...family] = name.split(' ');
  return { text: name, family: family.join(' '), given: [given] };
}
