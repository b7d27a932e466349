import { type Json, type Outcome, outcome, stringifyJson } from '@cryopath/fhir';
import type { Reach } from '../access/reach.ts';
import { readable } from '../access/readable.ts';
import { bytea } from '../audit/row-hash.ts';
import type { Connection } from '../postgres/connection.ts';
import { sql } from '../postgres/sql.ts';
import { sha256 } from '../sha256.ts';
import { storedResource } from './head.ts';
import type { Given } from './prepared-change.ts';

/** A key with which a change may be repeated, and the fingerprint of the change it stands for (R4, H10). */
export interface Idempotency {
  readonly key: string;
  /** SHA-256 of interaction, address and body, in hexadecimal. */
  readonly body: string;
}

/**
 * The idempotency of a request; undefined when it has no key. The fingerprint covers everything that decides what the request does, so that the same
 * key with anything else is noticed.
 */
export function idempotencyOf(
  key: string | undefined,
  interaction: string,
  address: string,
  body: Json,
): Idempotency | undefined {
  if (key === undefined || key === '') return undefined;
  return { key, body: sha256(`${interaction}\n${address}\n${stringifyJson(body)}`) };
}

/** The first answer to a key. */
export type Replay =
  | { readonly kind: 'written'; readonly written: Given }
  | { readonly kind: 'bundle'; readonly text: string };

interface Row {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly answer: string;
  readonly lastUpdated: string | null;
  readonly interaction: string | null;
  readonly content: string | null;
  readonly patient: string | null;
}

/**
 * Gives the first answer again. What it was about must still be within reach: a key does not open a chart that was closed since.
 *
 * @returns undefined when the key is free.
 */
export async function replayOf(
  db: Connection,
  reach: Reach,
  who: string,
  { key, body }: Idempotency,
): Promise<Replay | Outcome | undefined> {
  const { text, values } =
    sql`select i.body = ${bytea(body)}::bytea as same, i.type, i.id, i.version, i.answer, v.at as "lastUpdated", v.interaction, v.content, r.patient
    from idempotency i
    left join resource r on r.type = i.type and r.id = i.id and ${readable(reach, 'r')}
    left join version v on v.type = r.type and v.id = r.id and v.version = i.version
    where i.who = ${who} and i.key = ${key}`;
  const { rows } = await db.query<Row & { same: boolean }>(text, [...values]);
  const row = rows[0];
  if (!row) return undefined;
  if (!row.same) return outcome('CRYO-207');
  if (row.version === 0) return { kind: 'bundle', text: row.answer };
  if (row.type === 'AuditEvent') return replayedEvent(db, row.id);
  if (row.lastUpdated === null || row.content === null) {
    return outcome('CRYO-201', { reference: `${row.type}/${row.id}` });
  }
  const written: Given = {
    type: row.type,
    id: row.id,
    version: row.version,
    lastUpdated: row.lastUpdated,
    deleted: row.interaction === 'delete',
    text: row.content,
    isNew: false,
    created: row.version === 1,
    patient: row.patient ?? '',
  };
  return { kind: 'written', written };
}

/** An AuditEvent that was posted is on the trail, and nowhere else. */
async function replayedEvent(db: Connection, id: string): Promise<Replay> {
  const { rows } = await db.query<{ content: string }>('select content from audit where id = $1', [id]);
  const { content: text = '' } = rows[0] ?? {};
  const lastUpdated = String(storedResource(text).meta?.lastUpdated);
  const given = {
    type: 'AuditEvent',
    id,
    version: 1,
    lastUpdated,
    deleted: false,
    text,
    isNew: false,
    created: true,
    patient: '',
  };
  return { kind: 'written', written: given };
}

/** What a key will stand for: one version, or (version 0) a whole transaction with what it told of its changes. */
export interface KeptAnswer {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly at: string;
  readonly answer: string;
}

/** Takes a key for this transaction, or says that it is taken. Others who use it wait until this transaction ends. */
export async function claimKey(
  client: Connection,
  who: string,
  { key, body }: Idempotency,
): Promise<'' | 'replayed' | 'mismatch'> {
  const { rows } = await client.query<{ word: '' | 'replayed' | 'mismatch' }>({
    name: 'claim-key',
    text: 'select claim_key($1, $2, $3, true) as word',
    values: [who, key, bytea(body)],
  });
  return rows[0]?.word ?? 'mismatch';
}

/** Keeps the answer to a claimed key, in the transaction that made it. */
export async function keepAnswer(
  client: Connection,
  who: string,
  { key, body }: Idempotency,
  kept: KeptAnswer,
): Promise<void> {
  await client.query({
    name: 'keep-answer',
    text: `insert into idempotency (who, key, body, type, id, version, at, answer) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [who, key, bytea(body), kept.type, kept.id, kept.version, kept.at, kept.answer],
  });
}
