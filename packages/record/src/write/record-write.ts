import type { Reach } from '../access/reach.ts';
import { auditRow } from '../audit/row.ts';
import { bytea, rowHash } from '../audit/row-hash.ts';
import type { Connection } from '../postgres/connection.ts';
import type { Requester } from '../requester.ts';
import { sha256 } from '../sha256.ts';
import type { Idempotency } from './idempotency.ts';
import type { PreparedChange } from './prepared-change.ts';
import type { WriteWord } from './refused-word.ts';

const parameters = (count: number): string => Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ');
const CALL = `select record_write(${parameters(29)}) as word`;
const CALL_TOGETHER = `select record_write_together(${parameters(26)}) as words`;

const CALL_CREATE = `select record_create_together(${parameters(26)}) as words`;

/**
 * Calls the SQL function that writes (migrations/0005-break-glass-of-a-session.sql). For `commit-changes.ts` and nobody else: what is written by another way is written
 * without guards.
 *
 * @param wait whether to wait for who holds the key or the chart, or to be told `busy`.
 */
export async function recordWrite(
  db: Connection,
  requester: Requester,
  reach: Reach,
  prepared: PreparedChange,
  idempotency: Idempotency | undefined,
  wait = true,
): Promise<WriteWord> {
  const { change, expected, at, text } = prepared;
  const { audit, textHash } = audited(requester, prepared);
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
    wait,
  ];
  const { rows } = await db.query<{ word: WriteWord }>({ name: 'record-write', text: CALL, values });
  const word = rows[0]?.word;
  if (word === undefined) throw new Error('record_write did not answer');
  return word;
}

/**
 * The same for several changes, in their order (`record_write_together`), at a third of the cost.
 *
 * @returns the word of each, up to the first that is not `written`: then nothing may be committed.
 */
export async function recordWriteTogether(
  db: Connection,
  requester: Requester,
  reach: Reach,
  prepared: readonly PreparedChange[],
): Promise<readonly WriteWord[]> {
  const rows = prepared.map((each) => ({ ...each, ...audited(requester, each) }));
  const [first] = rows;
  if (!first) return [];
  const values = [
    rows.map(({ change }) => change.type),
    rows.map(({ change }) => change.id),
    rows.map(({ change }) => change.interaction),
    rows.map(({ expected }) => expected),
    rows.map(({ change }) => change.patient),
    rows.map(({ clinic }) => clinic),
    rows.map(({ restricted }) => restricted),
    rows.map(({ at }) => at),
    rows.map(({ text }) => text),
    rows.map(({ textHash }) => bytea(textHash)),
    rows.map((row) => row.values),
    ...reachArguments(reach),
    first.audit.who,
    first.audit.role,
    first.audit.purpose,
    first.audit.address,
    first.audit.request,
    rows.map(({ audit }) => audit.detail),
    rows.map(({ audit }) => audit.id),
    rows.map(({ audit }) => bytea(rowHash(audit))),
    first.audit.clinic,
  ];
  const answer = await db.query<{ words: readonly WriteWord[] }>({
    name: 'record-write-together',
    text: CALL_TOGETHER,
    values,
  });
  const words = answer.rows[0]?.words;
  if (words === undefined) throw new Error('record_write_together did not answer');
  return words;
}

/** A create of some writer, as `record_create_together` takes it. */
export interface Creation {
  readonly requester: Requester;
  readonly reach: Reach;
  readonly prepared: PreparedChange;
  readonly idempotency: Idempotency | undefined;
}

/**
 * Creates what several writers want to create, if nothing stands in the way of any of them (`record_create_together`).
 *
 * @returns the word of each; nothing is written unless all are `written`.
 */
export async function recordCreateTogether(
  db: Connection,
  creations: readonly Creation[],
): Promise<readonly WriteWord[]> {
  const rows = creations.map(({ requester, reach, prepared, idempotency }) => {
    const [everywhere, own, house, charts, restrictedCharts, session] = reachArguments(reach);
    const reached = {
      everywhere,
      own: `{${own.map((id) => JSON.stringify(id)).join()}}`,
      house,
      charts,
      restrictedCharts,
      session,
    };
    return { ...prepared, ...audited(requester, prepared), ...reached, idempotency };
  });
  const column = (of: (row: (typeof rows)[number]) => unknown): readonly unknown[] => rows.map(of);
  const values = [
    column(({ change }) => change.type),
    column(({ change }) => change.id),
    column(({ change }) => change.patient),
    column(({ clinic }) => clinic),
    column(({ restricted }) => restricted),
    column(({ at }) => at),
    column(({ text }) => text),
    column(({ textHash }) => bytea(textHash)),
    column((row) => row.values),
    column(({ everywhere }) => everywhere),
    column(({ own }) => own),
    column(({ house }) => house),
    column(({ charts }) => charts),
    column(({ restrictedCharts }) => restrictedCharts),
    column(({ session }) => session),
    column(({ audit }) => audit.who),
    column(({ audit }) => audit.role),
    column(({ audit }) => audit.purpose),
    column(({ audit }) => audit.address),
    column(({ audit }) => audit.request),
    column(({ audit }) => audit.detail),
    column(({ audit }) => audit.id),
    column(({ audit }) => bytea(rowHash(audit))),
    column(({ idempotency }) => idempotency?.key ?? ''),
    column(({ idempotency }) => (idempotency ? bytea(idempotency.body) : null)),
    column(({ audit }) => audit.clinic),
  ];
  const answer = await db.query<{ words: readonly WriteWord[] }>({
    name: 'record-create-together',
    text: CALL_CREATE,
    values,
  });
  const words = answer.rows[0]?.words;
  if (words === undefined) throw new Error('record_create_together did not answer');
  return words;
}

function audited(requester: Requester, { change, expected, instant, text }: PreparedChange) {
  const textHash = sha256(text);
  const act = {
    interaction: change.interaction,
    type: change.type,
    resource: change.id,
    version: expected + 1,
    patient: change.patient,
    textHash,
  };
  return { audit: auditRow(requester, act, instant), textHash };
}

type ReachArguments = readonly [
  everywhere: boolean,
  own: readonly string[],
  house: string | null,
  charts: boolean,
  restrictedCharts: boolean,
  session: string | null,
];

function reachArguments(reach: Reach): ReachArguments {
  switch (reach.kind) {
    case 'nothing':
      return [false, [], null, false, false, null];
    case 'everything':
      return [true, [], null, false, false, null];
    case 'own':
      return [false, reach.patients, null, false, false, null];
    case 'house':
      return [false, [], reach.clinic, false, false, null];
    case 'clinic':
      return [false, [], reach.clinic, true, reach.restricted, reach.opened?.session ?? null];
    default:
      return reach satisfies never;
  }
}
