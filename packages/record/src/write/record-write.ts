import { hash } from 'node:crypto';
import { instantOf } from '@cryopath/pathway';
import type { Reach } from '../access/reach.ts';
import { auditRow } from '../audit/row.ts';
import { bytea, rowHash } from '../audit/row-hash.ts';
import type { Requester } from '../requester.ts';
import type { Idempotency } from './idempotency.ts';
import type { PreparedChange } from './prepared-change.ts';
import type { WriteWord } from './refused-word.ts';
import type { Connection } from './write-path.ts';

const PARAMETERS = 28;
const CALL = `select record_write(${Array.from({ length: PARAMETERS }, (_, index) => `$${index + 1}`).join(', ')}) as word`;

/**
 * Calls the SQL function that writes (migrations/0002-write.sql). For `commit-changes.ts` and nobody else: what is written by another way is written
 * without guards.
 */
export async function recordWrite(
  db: Connection,
  requester: Requester,
  reach: Reach,
  prepared: PreparedChange,
  idempotency: Idempotency | undefined,
): Promise<WriteWord> {
  const { change, expected, at, text } = prepared;
  const textHash = hash('sha256', text, 'hex');
  const act = {
    interaction: change.interaction,
    type: change.type,
    resource: change.id,
    version: expected + 1,
    patient: change.patient,
    textHash,
  };
  const audit = auditRow(requester, act, instantOf(at));
  const values = [
    change.type,
    change.id,
    change.interaction,
    expected,
    change.patient,
    prepared.clinic,
    prepared.restricted,
    at,
    text,
    bytea(textHash),
    prepared.values,
    ...reachArguments(reach),
    audit.who,
    audit.role,
    audit.purpose,
    audit.address,
    audit.request,
    audit.detail,
    audit.id,
    bytea(rowHash(audit)),
    idempotency?.key ?? '',
    idempotency ? bytea(idempotency.body) : null,
    audit.clinic,
  ];
  const { rows } = await db.query<{ word: WriteWord }>({ name: 'record-write', text: CALL, values });
  const word = rows[0]?.word;
  if (word === undefined) throw new Error('record_write did not answer');
  return word;
}

/** In hexadecimal, the form in which a hash travels to PostgreSQL. */
export const sha256 = (text: string): string => hash('sha256', text, 'hex');

type ReachArguments = readonly [
  everywhere: boolean,
  own: readonly string[],
  house: string | null,
  charts: boolean,
  restrictedCharts: boolean,
  opened: boolean,
];

function reachArguments(reach: Reach): ReachArguments {
  switch (reach.kind) {
    case 'nothing':
      return [false, [], null, false, false, false];
    case 'everything':
      return [true, [], null, false, false, false];
    case 'own':
      return [false, reach.patients, null, false, false, false];
    case 'house':
      return [false, [], reach.clinic, false, false, false];
    case 'clinic':
      return [false, [], reach.clinic, true, reach.restricted, reach.opened !== undefined];
    default:
      return reach satisfies never;
  }
}
