import { compartmentOf, type JsonResource, stringifyJson } from '@cryopath/fhir';
import { type Instant, isoOf, parseInstant } from '@cryopath/pathway';
import type { Connection } from '../postgres/connection.ts';
import type { StoredVersion } from '../record.ts';
import type { Requester } from '../requester.ts';
import { uuidV7 } from '../uuid.ts';
import { stamped } from '../write/stamp.ts';
import { INTERACTIONS } from './event-codes.ts';
import { insertAudit } from './insert.ts';
import { markedAsPosted, postedEventText } from './posted-event.ts';
import { type AuditAction, type AuditInteraction, type AuditOutcome, type AuditRow, auditRow } from './row.ts';

/**
 * Appends an AuditEvent that another system posts to the trail, in its own words: it is kept as it came, but for id and meta. Who posted
 * it, and when it came, stands in the row's `detail`, and who in the event too (`posted-event.ts`), since it may tell of anybody and of any time.
 *
 * The caller has validated the event and decided that the requester may create AuditEvents.
 *
 * @param client inside a transaction, so that the event is there exactly when what it came with is.
 */
export async function appendAuditEvent(
  client: Connection,
  requester: Requester,
  event: JsonResource,
  now: Instant,
): Promise<StoredVersion> {
  const row = postedRow(requester, event, now);
  await client.query(insertAudit([row]));
  return {
    type: 'AuditEvent',
    id: row.id,
    version: 1,
    lastUpdated: isoOf(now),
    deleted: false,
    text: postedEventText(row, true),
  };
}

/**
 * Columns that are searched hold what the event says. `at` is its `recorded`, and the id is made of that instant, so that the order of ids stays the
 * order of time; a time that has not come yet is now.
 */
function postedRow(requester: Requester, event: JsonResource, now: Instant): AuditRow {
  const recorded = Math.max(0, Math.min(parseInstant(String(event.recorded)) ?? now, now)) as Instant;
  const id = uuidV7(recorded);
  const text = stringifyJson(stamped(markedAsPosted(event, requester), id, 1, isoOf(now)));
  const { patients } = compartmentOf(event);
  const [patient = ''] = patients;
  const target = literalEntity(event);
  const act = {
    interaction: interactionOf(event),
    type: target?.type ?? '',
    resource: target?.id ?? '',
    patient: patients.length === 1 ? patient : '',
    detail: `posted by ${requester.who} at ${isoOf(now)}`,
    outcome: outcomeOf(event),
    content: text,
  };
  const row = auditRow(requester, act, recorded);
  return { ...row, id, who: requestorOf(event) ?? requester.who, action: actionOf(event) };
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const referenceOf = (value: unknown): string | undefined => {
  const { reference } = fieldsOf(value);
  return typeof reference === 'string' && /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(reference)
    ? reference
    : undefined;
};

function requestorOf(event: JsonResource): string | undefined {
  const requestor = listOf(event.agent).find((agent) => fieldsOf(agent).requestor === true);
  return referenceOf(fieldsOf(requestor).who);
}

/** The first entity that is a resource and not a patient. */
function literalEntity(event: JsonResource): { type: string; id: string } | undefined {
  const references = listOf(event.entity).flatMap((entity) => referenceOf(fieldsOf(entity).what) ?? []);
  const chosen = references.find((reference) => !reference.startsWith('Patient/')) ?? references[0];
  const [type, id] = chosen?.split('/') ?? [];
  return type && id ? { type, id } : undefined;
}

/** The restful interaction that the event is coded as, when it is one. */
function interactionOf(event: JsonResource): AuditInteraction {
  const codes = listOf(event.subtype).map((coding) => fieldsOf(coding).code);
  return INTERACTIONS.find((interaction) => codes.includes(interaction)) ?? 'audit-event';
}

const actionOf = ({ action }: JsonResource): AuditAction =>
  action === 'C' || action === 'R' || action === 'U' || action === 'D' ? action : 'E';

const outcomeOf = ({ outcome }: JsonResource): AuditOutcome =>
  outcome === '4' ? 4 : outcome === '8' ? 8 : outcome === '12' ? 12 : 0;
