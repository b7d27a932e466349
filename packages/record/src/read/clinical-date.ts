import type { StoredType } from '@cryopath/fhir';

/**
 * The search parameter that tells when a resource of the chart clinically happened, for `start` and `end` of $everything: not when it was written
 * down. Types that are not here have no such date and are always given.
 */
export const CLINICAL_DATES: Readonly<Partial<Record<StoredType, string>>> = {
  Appointment: 'date',
  CarePlan: 'date',
  Communication: 'sent',
  CommunicationRequest: 'occurrence',
  Condition: 'onset-date',
  Consent: 'date',
  DetectedIssue: 'identified',
  DiagnosticReport: 'date',
  DocumentReference: 'date',
  Encounter: 'date',
  EpisodeOfCare: 'date',
  Flag: 'date',
  Goal: 'start-date',
  ImagingStudy: 'started',
  Media: 'created',
  MedicationAdministration: 'effective-time',
  MedicationStatement: 'effective',
  Observation: 'date',
  Procedure: 'date',
  QuestionnaireResponse: 'authored',
  RiskAssessment: 'date',
  ServiceRequest: 'occurrence',
  Task: 'period',
};
