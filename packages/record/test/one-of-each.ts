import type { JsonResource, StoredType } from '@cryopath/fhir';

type Body = Omit<JsonResource, 'resourceType' | 'id'>;

const concept = { text: 'x' };
const coding = (system: string, code: string) => ({ system, code });

/** The least that each type must say, about a patient. */
export const ABOUT_A_PATIENT: Readonly<Partial<Record<StoredType, (patient: { reference: string }) => Body>>> = {
  AllergyIntolerance: (patient) => ({
    patient,
    clinicalStatus: {
      coding: [coding('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active')],
    },
  }),
  Appointment: (actor) => ({
    status: 'booked',
    participant: [{ actor, status: 'accepted' }],
    start: '2026-04-01T08:00:00Z',
    end: '2026-04-01T09:00:00Z',
  }),
  Binary: (securityContext) => ({ contentType: 'text/plain', securityContext }),
  BodyStructure: (patient) => ({ patient }),
  CarePlan: (subject) => ({ status: 'active', intent: 'plan', subject }),
  Communication: (subject) => ({ status: 'completed', subject }),
  CommunicationRequest: (subject) => ({ status: 'active', subject }),
  Condition: (subject) => ({ subject }),
  Consent: (patient) => ({
    status: 'active',
    scope: { coding: [coding('http://terminology.hl7.org/CodeSystem/consentscope', 'treatment')] },
    category: [concept],
    policyRule: concept,
    patient,
  }),
  DetectedIssue: (patient) => ({ status: 'final', patient }),
  Device: (patient) => ({ patient }),
  DiagnosticReport: (subject) => ({ status: 'final', code: concept, subject }),
  DocumentReference: (subject) => ({ status: 'current', content: [{ attachment: { title: 'x' } }], subject }),
  Encounter: (subject) => ({
    status: 'planned',
    class: coding('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'AMB'),
    subject,
  }),
  EpisodeOfCare: (patient) => ({ status: 'active', patient }),
  Flag: (subject) => ({ status: 'active', code: concept, subject }),
  Goal: (subject) => ({ lifecycleStatus: 'active', description: concept, subject }),
  ImagingStudy: (subject) => ({ status: 'available', subject }),
  Media: (subject) => ({ status: 'completed', content: { title: 'x' }, subject }),
  MedicationAdministration: (subject) => ({
    status: 'completed',
    medicationCodeableConcept: concept,
    effectiveDateTime: '2026-03-01',
    subject,
  }),
  MedicationStatement: (subject) => ({ status: 'active', medicationCodeableConcept: concept, subject }),
  Observation: (subject) => ({ status: 'final', code: concept, subject }),
  Procedure: (subject) => ({ status: 'completed', code: { text: 'Physiotherapy' }, subject }),
  Provenance: (target) => ({ target: [target], recorded: '2026-03-01T08:00:00Z', agent: [{ who: { display: 'x' } }] }),
  QuestionnaireResponse: (subject) => ({ status: 'completed', subject }),
  RelatedPerson: (patient) => ({ patient }),
  RiskAssessment: (subject) => ({ status: 'final', subject }),
  ServiceRequest: (subject) => ({ status: 'active', intent: 'order', subject }),
  Task: (subject) => ({ status: 'requested', intent: 'order', for: subject }),
};

/** The least that each type must say that belongs to no patient. */
export const OF_THE_HOUSE: Readonly<Partial<Record<StoredType, Body>>> = {
  ActivityDefinition: { status: 'active' },
  Communication: { status: 'completed' },
  Device: {},
  DeviceMetric: { type: concept, category: 'measurement' },
  Library: { status: 'active', type: concept },
  Location: {},
  Organization: { name: 'x' },
  PlanDefinition: { status: 'active' },
  Practitioner: {},
  PractitionerRole: {},
  Questionnaire: { status: 'active' },
  Schedule: { actor: [{ display: 'x' }] },
  Slot: {
    schedule: { reference: 'Schedule/common' },
    status: 'free',
    start: '2026-04-01T08:00:00Z',
    end: '2026-04-01T09:00:00Z',
  },
};
