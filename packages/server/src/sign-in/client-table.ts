import { type Instant, isoOf } from '@cryopath/pathway';
import type { JSONWebKeySet } from 'jose';
import type { Pool } from './session-table.ts';

/** An integrator's system. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly clinic: string;
  /** Public keys. They are registered by a person: no address of keys is ever fetched. */
  readonly jwks: JSONWebKeySet;
  readonly scopes: readonly string[];
}

export async function activeClient(pool: Pool, id: string): Promise<Client | undefined> {
  const { rows } = await pool.query<Client>(
    `select id, name, clinic, jwks, scopes from client where id = $1 and state = 'active'`,
    [id],
  );
  return rows[0];
}

/** @returns false when there is one of this id */
export async function insertClient(pool: Pool, client: Client, now: Instant): Promise<boolean> {
  const { id, name, clinic, jwks, scopes } = client;
  const { rowCount } = await pool.query(
    `insert into client (id, name, clinic, jwks, scopes, state, made_at) values ($1, $2, $3, $4, $5, 'active', $6)
     on conflict do nothing`,
    [id, name, clinic, JSON.stringify(jwks), scopes, isoOf(now)],
  );
  return rowCount === 1;
}

/** Uses up an assertion's id. @returns false when it was used before: of two at once one wins */
export async function useAssertion(pool: Pool, client: string, jti: Buffer, until: Instant): Promise<boolean> {
  const { rowCount } = await pool.query(
    'insert into used_assertion (client, jti, until) values ($1, $2, $3) on conflict do nothing',
    [client, jti, isoOf(until)],
  );
  return rowCount === 1;
}
