import type { Instant } from '@cryopath/pathway';
import { isoOf } from '@cryopath/pathway';
import type { Requester } from '../requester.ts';
import { uuidV7 } from '../uuid.ts';

/** One act, as a row of `audit`: an R4 AuditEvent in columns. `audit-event.ts` gives it back as a resource. */
export interface AuditRow {
  /** UUIDv7 of `at`: the id of the AuditEvent. */
  readonly id: string;
  /** FHIR instant, UTC, milliseconds. */
  readonly at: string;
  /** Literal reference, or '' when nobody was signed in (a failed sign-in). */
  readonly who: string;
  readonly role: string;
  readonly clinic: string;
  readonly purpose: string;
  readonly action: AuditAction;
  readonly interaction: AuditInteraction;
  readonly outcome: AuditOutcome;
  readonly type: string;
  /** '' for acts on no one resource, such as a search. */
  readonly resource: string;
  /** 0 for acts on no one version. */
  readonly version: number;
  /** Whose record was touched; '' nobody's, or several. */
  readonly patient: string;
  readonly address: string;
  readonly request: string;
  /** Search query, reason, or the outcome's code. */
  readonly detail: string;
  /** An AuditEvent that another system posted, as it came; '' for acts of our own. */
  readonly content: string;
  /** SHA-256, in hexadecimal, of the text of the version that this act wrote, or of the name of the session for which it opened a chart; '' when neither. */
  readonly textHash: string;
}

/** AuditEvent.action: create, read, update, delete, execute. */
export type AuditAction = 'C' | 'R' | 'U' | 'D' | 'E';

/** AuditEvent.outcome: success, minor failure (the request was refused), serious failure, major failure. */
export type AuditOutcome = 0 | 4 | 8 | 12;

/** What was done, in the words of FHIR's restful interactions where it has one, and in ours where it has not. */
export type AuditInteraction =
  | 'read'
  | 'vread'
  | 'history-instance'
  | 'history-type'
  | 'search-type'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'transaction'
  | 'batch'
  | 'everything'
  | 'validate'
  | 'events'
  | 'export'
  | 'import'
  | 'break-glass'
  | 'login'
  | 'logout'
  | 'sign-in-link'
  | 'access-grant'
  | 'access-revoke'
  | 'credential'
  | 'account'
  | 'audit-event';

const ACTIONS: Readonly<Record<AuditInteraction, AuditAction>> = {
  read: 'R',
  vread: 'R',
  'history-instance': 'R',
  'history-type': 'R',
  'search-type': 'E',
  create: 'C',
  update: 'U',
  patch: 'U',
  delete: 'D',
  transaction: 'E',
  batch: 'E',
  everything: 'R',
  validate: 'E',
  events: 'R',
  export: 'R',
  import: 'E',
  'break-glass': 'E',
  login: 'E',
  logout: 'E',
  'sign-in-link': 'E',
  'access-grant': 'E',
  'access-revoke': 'E',
  credential: 'E',
  account: 'E',
  'audit-event': 'C',
};

/** What an act was, beside who did it and when. What is left out is empty. */
export interface Act {
  readonly interaction: AuditInteraction;
  readonly type?: string;
  readonly resource?: string;
  readonly version?: number;
  readonly patient?: string;
  readonly detail?: string;
  /** 0 unless said otherwise. */
  readonly outcome?: AuditOutcome;
  readonly content?: string;
  readonly textHash?: string;
}

/**
 * The row for an act of a requester.
 *
 * @example auditRow(requester, { interaction: 'read', type: 'Observation', resource: id, version: 3, patient }, clock.now())
 */
export const auditRow = (requester: Requester, act: Act, now: Instant): AuditRow => ({
  id: uuidV7(now),
  at: isoOf(now),
  who: requester.who,
  role: requester.role,
  clinic: requester.clinic,
  purpose: requester.purpose,
  action: ACTIONS[act.interaction],
  interaction: act.interaction,
  outcome: act.outcome ?? 0,
  type: storable(act.type),
  resource: storable(act.resource),
  version: act.version ?? 0,
  patient: storable(act.patient),
  address: storable(requester.address),
  request: storable(requester.request),
  detail: storable(act.detail),
  content: act.content ?? '',
  textHash: act.textHash ?? '',
});

/**
 * What a caller sent, so that it can be logged whatever it is: a hostile query must not be able to make its own logging fail. PostgreSQL
 * keeps no NUL in a text; and a query is kept up to a length that no honest one has.
 */
const storable = (text = ''): string => {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.includes('\0') ? short.replaceAll('\0', '\ufffd') : short;
};

const LONGEST = 8_000;
