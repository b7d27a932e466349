import type { AuditInteraction } from './row.ts';

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

/** How an act is coded in AuditEvent.type and subtype. */
export interface EventCodes {
  readonly type: Coding;
  readonly subtype: readonly Coding[];
  /** The pattern of IHE's Basic Audit Log Patterns that a successful act follows, without `Patient` before its name. */
  readonly pattern?: 'Read' | 'Query' | 'Create' | 'Update';
}

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const RESTFUL = 'http://hl7.org/fhir/restful-interaction';
/** Acts of ours that neither FHIR nor DICOM has a code for. */
const INTERACTION_SYSTEM = 'urn:cryopath:interaction';

const REST: Coding = {
  system: 'http://terminology.hl7.org/CodeSystem/audit-event-type',
  code: 'rest',
  display: 'Restful Operation',
};

const restful = (code: string, pattern?: EventCodes['pattern']): EventCodes => ({
  type: REST,
  subtype: [{ system: RESTFUL, code }],
  ...(pattern ? { pattern } : {}),
});

const operation = (code: string): EventCodes => ({
  type: REST,
  subtype: [
    { system: RESTFUL, code: 'operation' },
    { system: INTERACTION_SYSTEM, code },
  ],
});

const dicom = (type: Coding, ...subtype: Coding[]): EventCodes => ({ type, subtype });

const AUTHENTICATION: Coding = { system: DICOM, code: '110114', display: 'User Authentication' };
const SECURITY_ALERT: Coding = { system: DICOM, code: '110113', display: 'Security Alert' };
const ROLES_CHANGED: Coding = { system: DICOM, code: '110136', display: 'Security Roles Changed' };
const ATTRIBUTES_CHANGED: Coding = { system: DICOM, code: '110137', display: 'User Security Attributes Changed' };

/** Total over the acts, so that a new one does not compile before it is coded. */
export const EVENT_CODES: Readonly<Record<AuditInteraction, EventCodes>> = {
  read: restful('read', 'Read'),
  vread: restful('vread', 'Read'),
  'history-instance': restful('history-instance'),
  'history-type': restful('history-type'),
  'search-type': restful('search-type', 'Query'),
  create: restful('create', 'Create'),
  update: restful('update', 'Update'),
  patch: restful('patch', 'Update'),
  // IHE's pattern for deletions is closed to the version and the text's hash, which ours carry.
  delete: restful('delete'),
  transaction: restful('transaction'),
  batch: restful('batch'),
  everything: operation('everything'),
  validate: operation('validate'),
  events: operation('events'),
  export: dicom({ system: DICOM, code: '110106', display: 'Export' }, { system: INTERACTION_SYSTEM, code: 'export' }),
  import: dicom({ system: DICOM, code: '110107', display: 'Import' }, { system: INTERACTION_SYSTEM, code: 'import' }),
  'break-glass': dicom(
    { system: DICOM, code: '110113', display: 'Security Alert' },
    { system: DICOM, code: '110127', display: 'Emergency Override Started' },
  ),
  login: dicom(AUTHENTICATION, { system: DICOM, code: '110122', display: 'Login' }),
  logout: dicom(AUTHENTICATION, { system: DICOM, code: '110123', display: 'Logout' }),
  'sign-in-link': dicom(AUTHENTICATION, { system: INTERACTION_SYSTEM, code: 'sign-in-link' }),
  'access-grant': dicom(SECURITY_ALERT, ROLES_CHANGED, { system: INTERACTION_SYSTEM, code: 'access-grant' }),
  'access-revoke': dicom(SECURITY_ALERT, ROLES_CHANGED, { system: INTERACTION_SYSTEM, code: 'access-revoke' }),
  credential: dicom(SECURITY_ALERT, ATTRIBUTES_CHANGED, { system: INTERACTION_SYSTEM, code: 'credential' }),
  account: dicom(SECURITY_ALERT, ROLES_CHANGED, { system: INTERACTION_SYSTEM, code: 'account' }),
  'audit-event': operation('audit-event'),
};

export const INTERACTIONS = Object.keys(EVENT_CODES) as readonly AuditInteraction[];

/** Whether an act is coded so: for the search parameters `type` and `subtype`. A system of undefined is any. */
const isCodedAs = (
  interaction: AuditInteraction,
  element: 'type' | 'subtype',
  system: string | undefined,
  code: string | undefined,
): boolean =>
  [EVENT_CODES[interaction][element]]
    .flat()
    .some(
      (coding) => (system === undefined || coding.system === system) && (code === undefined || coding.code === code),
    );

/** The acts that a search for `type` or `subtype` means. */
export const interactionsCodedAs = (
  element: 'type' | 'subtype',
  system: string | undefined,
  code: string | undefined,
): readonly AuditInteraction[] => INTERACTIONS.filter((each) => isCodedAs(each, element, system, code));
