import { isStoredType, type StoredType } from '@cryopath/fhir';
import type { Interaction } from '../guard.ts';
import type { Purpose, Requester, Role } from '../requester.ts';
import { type Permission, permitted } from './scope.ts';

/**
 * Who may do what with which kind of resource, and for what purpose. Whose resources, is the reach's to say (`reach.ts`): both must allow.
 * What is not written here is denied: a role, a type, a purpose, an operation.
 */

/**
 * r read and search, c create, u update and patch, d delete (softly: the versions stay). `-` nothing.
 *
 * Deleting is for the clinic lead: a clinical mistake is corrected by a new version with status `entered-in-error`, which shows what it was.
 * Patients create what they report themselves, and nothing that opens a gate for them: a Consent is signed before staff (I1).
 */
type Rights = '-' | 'r' | 'c' | 'rc' | 'rcu' | 'rcud';

type Row = readonly [
  patient: Rights,
  caregiver: Rights,
  nurse: Rights,
  doctor: Rights,
  lead: Rights,
  administrator: Rights,
  auditor: Rights,
];

// biome-ignore format: it is read as a table
const POLICY: Readonly<Record<StoredType, Row>> = {
  //                         patient caregiver nurse  doctor  lead    admin   auditor
  // The protocol: the lead owns it, everybody reads it.
  ActivityDefinition:       ['r',    'r',    'r',    'r',    'rcu',  'r',    '-'],
  Library:                  ['r',    'r',    'r',    'r',    'rcu',  'r',    '-'],
  PlanDefinition:           ['r',    'r',    'r',    'r',    'rcu',  'r',    '-'],
  Questionnaire:            ['r',    'r',    'r',    'r',    'rcu',  'r',    '-'],
  // The house: people who work here, places, hours.
  Location:                 ['r',    'r',    'r',    'r',    'rcu',  'rcud', '-'],
  Organization:             ['r',    'r',    'r',    'r',    'rcu',  'rcud', '-'],
  Practitioner:             ['r',    'r',    'r',    'r',    'rcu',  'rcud', '-'],
  PractitionerRole:         ['r',    'r',    'r',    'r',    'rcu',  'rcud', '-'],
  Schedule:                 ['r',    'r',    'rcu',  'rcu',  'rcud', 'rcud', '-'],
  Slot:                     ['r',    'r',    'rcu',  'rcu',  'rcud', 'rcud', '-'],
  Device:                   ['r',    'r',    'rcu',  'rcu',  'rcud', 'rcu',  '-'],
  DeviceMetric:             ['r',    'r',    'rcu',  'rcu',  'rcud', 'rcu',  '-'],
  // The chart.
  Patient:                  ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  RelatedPerson:            ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  AllergyIntolerance:       ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Appointment:              ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Binary:                   ['r',    'r',    'rc',   'rc',   'rcud', '-',    '-'],
  BodyStructure:            ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  CarePlan:                 ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Communication:            ['rc',   'rc',   'rcu',  'rcu',  'rcud', '-',    '-'],
  CommunicationRequest:     ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Condition:                ['r',    'r',    'r',    'rcu',  'rcud', '-',    '-'],
  Consent:                  ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  DetectedIssue:            ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  DiagnosticReport:         ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  DocumentReference:        ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Encounter:                ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  EpisodeOfCare:            ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Flag:                     ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Goal:                     ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  ImagingStudy:             ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Media:                    ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  MedicationAdministration: ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  MedicationStatement:      ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Observation:              ['rc',   'rc',   'rcu',  'rcu',  'rcud', '-',    '-'],
  Procedure:                ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  QuestionnaireResponse:    ['rc',   'rc',   'rcu',  'rcu',  'rcud', '-',    '-'],
  RiskAssessment:           ['r',    'r',    'r',    'rcu',  'rcud', '-',    '-'],
  ServiceRequest:           ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  Task:                     ['r',    'r',    'rcu',  'rcu',  'rcud', '-',    '-'],
  // Who did it, and who looked.
  Provenance:               ['r',    'r',    'rc',   'rc',   'rc',   '-',    '-'],
  AuditEvent:               ['r',    '-',    '-',    '-',    'r',    '-',    'r'],
};

/** Where a role stands in the table. An integrator has no column: its scopes are its policy. The service is the product itself. */
const COLUMN: Readonly<Record<Role, (keyof Row & `${number}`) | 'scopes' | 'all'>> = {
  patient: '0',
  caregiver: '1',
  nurse: '2',
  doctor: '3',
  lead: '4',
  administrator: '5',
  auditor: '6',
  integrator: 'scopes',
  service: 'all',
};

/** What each role may act for. BTG counts only with an open break-glass row besides (`readable.ts` asks for it). */
const PURPOSES: Readonly<Record<Role, readonly Purpose[]>> = {
  patient: ['PATRQT'],
  caregiver: ['PATRQT'],
  nurse: ['TREAT', 'BTG', 'HOPERAT'],
  doctor: ['TREAT', 'BTG', 'HOPERAT'],
  lead: ['TREAT', 'BTG', 'HOPERAT', 'HCOMPL'],
  administrator: ['HSYSADMIN', 'HOPERAT'],
  auditor: ['HCOMPL'],
  integrator: ['TREAT', 'HOPERAT', 'HSYSADMIN', 'PATRQT'],
  service: ['TREAT', 'HOPERAT', 'HSYSADMIN', 'HCOMPL'],
};

/** Whole-record acts beside reading and writing a resource, and who may call them. */
export type Operation =
  | 'everything'
  | 'validate'
  | 'break-glass'
  | 'changes'
  | 'export'
  | 'import'
  /** To be told where a pathway is, and what an answer means. */
  | 'pathway-read'
  /** To begin a pathway, to do, skip or undo a step, to answer an alert. */
  | 'pathway-step'
  /** To open a gate by hand, with somebody else. */
  | 'pathway-override'
  /** To move a pathway to another version of the protocol. */
  | 'pathway-move'
  | 'check-in'
  | 'worklist'
  | 'worklist-rebuild'
  | 'protocol-publish';
const OPERATIONS: Readonly<Record<Operation, readonly Role[]>> = {
  everything: ['patient', 'caregiver', 'nurse', 'doctor', 'lead', 'integrator', 'service'],
  validate: ['patient', 'caregiver', 'nurse', 'doctor', 'lead', 'administrator', 'integrator', 'service'],
  'break-glass': ['nurse', 'doctor', 'lead'],
  changes: ['patient', 'caregiver', 'nurse', 'doctor', 'lead', 'integrator', 'service'],
  export: ['patient', 'lead', 'integrator', 'service'],
  import: ['integrator', 'service'],
  'pathway-read': ['patient', 'caregiver', 'nurse', 'doctor', 'lead', 'integrator', 'service'],
  'pathway-step': ['nurse', 'doctor', 'lead'],
  'pathway-override': ['nurse', 'doctor', 'lead'],
  'pathway-move': ['doctor', 'lead'],
  'check-in': ['patient', 'caregiver', 'nurse', 'doctor', 'lead', 'integrator'],
  worklist: ['nurse', 'doctor', 'lead'],
  'worklist-rebuild': ['lead', 'administrator', 'service'],
  'protocol-publish': ['lead', 'service'],
};

/**
 * Types of which patients and caregivers also see what belongs to no patient: the protocol and the house. A Device or a Communication of no
 * patient is the staff's.
 */
export const COMMON_TYPES: readonly StoredType[] = [
  'ActivityDefinition',
  'Library',
  'Location',
  'Organization',
  'PlanDefinition',
  'Practitioner',
  'PractitionerRole',
  'Questionnaire',
  'Schedule',
  'Slot',
];

const LETTER: Readonly<Record<Permission, string>> = { read: 'r', search: 'r', create: 'c', update: 'u', delete: 'd' };

function allowed(requester: Requester, permission: Permission, type: string): boolean {
  if (!isStoredType(type) || !PURPOSES[requester.role]?.includes(requester.purpose)) return false;
  const column = COLUMN[requester.role];
  // A person who works through an app that was granted less than they may (SMART launch) has the less.
  if (column !== 'scopes' && requester.scopes && !permitted(requester.scopes, permission, type)) return false;
  switch (column) {
    case undefined:
      return false;
    case 'all':
      return true;
    case 'scopes':
      return permitted(requester.scopes ?? [], permission, type);
    default:
      return POLICY[type][column].includes(LETTER[permission]);
  }
}

/** Whether one of this type may be read by its address, its versions and its history too, or be included by another's search. */
export const mayRead = (requester: Requester, type: string): boolean => allowed(requester, 'read', type);

/** Whether this type may be searched, also as the link of a chain. */
export const maySearch = (requester: Requester, type: string): boolean => allowed(requester, 'search', type);

const PERMISSION: Readonly<Record<Interaction, Permission>> = {
  create: 'create',
  update: 'update',
  patch: 'update',
  delete: 'delete',
};

/**
 * Whether this requester may make this kind of change to this type. An update of an id that is not there yet creates it: the writer asks
 * for `create` besides.
 */
export const mayWrite = (requester: Requester, interaction: Interaction, type: string): boolean =>
  allowed(requester, PERMISSION[interaction], type);

/** Whether this requester may call a whole-record operation. What it may touch is decided besides, resource by resource. */
export const mayCall = (requester: Requester, operation: Operation): boolean =>
  OPERATIONS[operation].includes(requester.role) && PURPOSES[requester.role]?.includes(requester.purpose) === true;
