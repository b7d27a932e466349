/**
 * The FHIR R4 resource types that the record stores. What the pathway, its screens and its exchange with a hospital do
 * not need is not here, and is refused with CRYO-104 rather than kept half understood.
 */
export const STORED_TYPES = [
  'ActivityDefinition',
  'AllergyIntolerance',
  'Appointment',
  'AuditEvent',
  'Binary',
  'BodyStructure',
  'CarePlan',
  'Communication',
  'CommunicationRequest',
  'Condition',
  'Consent',
  'DetectedIssue',
  'Device',
  'DeviceMetric',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'EpisodeOfCare',
  'Flag',
  'Goal',
  'ImagingStudy',
  'Library',
  'Location',
  'Media',
  'MedicationAdministration',
  'MedicationStatement',
  'Observation',
  'Organization',
  'Patient',
  'PlanDefinition',
  'Practitioner',
  'PractitionerRole',
  'Procedure',
  'Provenance',
  'Questionnaire',
  'QuestionnaireResponse',
  'RelatedPerson',
  'RiskAssessment',
  'Schedule',
  'ServiceRequest',
  'Slot',
  'Task',
] as const;

export type StoredType = (typeof STORED_TYPES)[number];

const stored: ReadonlySet<string> = new Set(STORED_TYPES);

/** Whether the record keeps resources of this type. */
export const isStoredType = (type: string): type is StoredType => stored.has(type);
