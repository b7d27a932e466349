import { type Coding, EVENT_CODES } from './event-codes.ts';
import { postedEventText } from './posted-event.ts';
import type { AuditRow } from './row.ts';

/**
 * A row of the trail as an R4 AuditEvent, as JSON text. It follows IHE's Basic Audit Log Patterns (BALP 1.1): who (agent `user`), from
 * where (`client`), to what (`server`), whose record (entity `patient`), which resource or which query.
 * An event that another system posted is given back in its own words, see `posted-event.ts`.
 *
 * @param site address of this record, `https://clinic.example/fhir`.
 * @param withQuery whether the reader may see what was searched for. Without it the event tells that there was a search, and of which type.
 */
export function auditEventText(row: AuditRow, site: string, withQuery: boolean): string {
  return row.content === ''
    ? JSON.stringify(auditEvent(row, site || NAMELESS, withQuery))
    : postedEventText(row, withQuery);
}

/** A record that was given no address of its own. */
const NAMELESS = 'urn:cryopath';

const V3_PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const V3_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const ROLE = 'urn:cryopath:role';
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const ENTITY_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const BALP = 'https://profiles.ihe.net/ITI/BALP';

function auditEvent(row: AuditRow, site: string, withQuery: boolean) {
  const { type, subtype } = EVENT_CODES[row.interaction];
  const profile = withQuery || !isQuery(row) ? patternOf(row) : undefined;
  return {
    resourceType: 'AuditEvent',
    id: row.id,
    meta: { versionId: '1', lastUpdated: row.at, ...(profile ? { profile: [profile] } : {}) },
    type,
    subtype,
    action: row.action,
    recorded: row.at,
    outcome: String(row.outcome),
    ...(row.outcome !== 0 && row.detail !== '' && !isQuery(row) ? { outcomeDesc: printable(row.detail) } : {}),
    ...(row.purpose === '' ? {} : { purposeOfEvent: [concept(V3_REASON, row.purpose)] }),
    agent: [user(row), ...client(row), server(row, site)],
    source: {
      site,
      observer: { display: 'Cryopath' },
      type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '4' }],
    },
    ...entities(row, withQuery),
  };
}

/** The pattern's canonical address; none for a refused act, and none when the client's address, which it demands, is not known. */
function patternOf(row: AuditRow): string | undefined {
  const { pattern } = EVENT_CODES[row.interaction];
  if (!pattern || row.outcome !== 0 || row.address === '') return undefined;
  return `${BALP}/StructureDefinition/IHE.BasicAudit.${row.patient === '' ? '' : 'Patient'}${pattern}`;
}

/** R4 datatypes, `string`: no control characters but tab, line feed and carriage return. What was asked may have held any. */
const printable = (text: string): string =>
  text.toWellFormed().replace(/\p{Cc}/gu, (control) => ('\t\n\r'.includes(control) ? control : '\ufffd'));

const concept = (system: string, code: string) => ({ coding: [{ system, code }] });

const isReading = ({ action, interaction }: AuditRow) => action === 'R' || interaction === 'search-type';

const user = (row: AuditRow) => ({
  type: concept(V3_PARTICIPATION, isReading(row) ? 'IRCP' : 'AUT'),
  ...(row.role === '' ? {} : { role: [concept(ROLE, row.role)] }),
  who: row.who === '' ? { display: 'not signed in' } : { reference: row.who },
  requestor: true,
  ...(row.purpose === '' ? {} : { purposeOfUse: [concept(V3_REASON, row.purpose)] }),
});

const SOURCE: Coding = {
  system: 'http://dicom.nema.org/resources/ontology/DCM',
  code: '110153',
  display: 'Source Role ID',
};
const DESTINATION: Coding = { ...SOURCE, code: '110152', display: 'Destination Role ID' };

/** Data flows from the server to the client when it is read; a query flows the other way, and so does what is written. */
const flowsToClient = ({ action }: AuditRow) => action === 'R';

const client = (row: AuditRow) =>
  row.address === ''
    ? []
    : [
        {
          type: { coding: [flowsToClient(row) ? DESTINATION : SOURCE] },
          who: { display: row.address },
          requestor: false,
          network: { address: row.address, type: '2' },
        },
      ];

const server = (row: AuditRow, site: string) => ({
  type: { coding: [flowsToClient(row) ? SOURCE : DESTINATION] },
  who: { display: 'Cryopath' },
  requestor: false,
  network: { address: site, type: '5' },
});

const isQuery = ({ interaction }: AuditRow) => QUERIES.has(interaction);
const QUERIES: ReadonlySet<string> = new Set(['search-type', 'history-instance', 'history-type', 'everything']);

const entityType = (code: string) => ({ system: ENTITY_TYPE, code });
const entityRole = (code: string) => ({ system: ENTITY_ROLE, code });

function entities(row: AuditRow, withQuery: boolean): { entity?: readonly object[] } {
  const all = [...patientEntity(row), ...dataEntity(row), ...queryEntity(row, withQuery), ...requestEntity(row)];
  return all.length === 0 ? {} : { entity: all };
}

const patientEntity = (row: AuditRow) =>
  row.patient === ''
    ? []
    : [
        {
          what: { reference: `Patient/${row.patient}` },
          type: entityType('1'),
          role: entityRole('1'),
          ...(row.interaction === 'break-glass' && row.detail !== ''
            ? { detail: [{ type: 'reason', valueString: printable(row.detail) }] }
            : {}),
        },
      ];

const dataEntity = (row: AuditRow) =>
  row.resource === '' || !isReference(row)
    ? []
    : [
        {
          what: { reference: `${row.type}/${row.resource}${row.version > 0 ? `/_history/${row.version}` : ''}` },
          type: entityType('2'),
          role: entityRole('4'),
          ...(row.textHash === '' || row.interaction === 'break-glass'
            ? {}
            : {
                detail: [{ type: 'sha-256', valueBase64Binary: Buffer.from(row.textHash, 'hex').toString('base64') }],
              }),
        },
      ];

/** An address that nothing can be at was asked for too: it is told as a query, since it is no reference. */
const isReference = ({ type, resource }: AuditRow) =>
  /^[A-Z][A-Za-z]+$/.test(type) && /^[A-Za-z0-9.-]{1,64}$/.test(resource);

const queryEntity = (row: AuditRow, withQuery: boolean) => {
  const query = `${row.type}${row.detail === '' ? '' : `?${row.detail}`}`;
  if (!isQuery(row) || query === '') return [];
  const asked = { type: entityType('2'), role: entityRole('24') };
  if (!withQuery) return row.type === '' ? [] : [{ ...asked, name: printable(row.type) }];
  return [{ ...asked, query: Buffer.from(query).toString('base64') }];
};

const requestEntity = (row: AuditRow) =>
  row.request === ''
    ? []
    : [
        {
          what: { identifier: { value: printable(row.request) } },
          type: { system: `${BALP}/CodeSystem/BasicAuditEntityType`, code: 'XrequestId' },
        },
      ];
