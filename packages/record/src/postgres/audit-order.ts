import type pg from 'pg';

/**
 * Makes the order of new rows of the trail follow that of the rows that are there. The order is the number of the transaction; numbers of one
 * server mean nothing on another, so that a record that was moved (restored from a backup, or dumped and loaded by an administrator) may hold
 * higher ones than the server gives now. Then `audit_xid` and `audit_horizon` are replaced by ones that add the difference.
 *
 * Nothing else may write to the database meanwhile: it is called with the migrations' lock held, before anything is served.
 *
 * @returns whether they had to be replaced.
 */
export async function alignAuditOrder(client: pg.ClientBase): Promise<boolean> {
  // `oldest` and `next`: the smallest number still in use, and the next one to be given. `last`: the first one after those that are used up.
  const { rows } = await client.query<{ oldest: number; next: number; added: number; last: number }>(`
    select s.oldest, s.next, audit_horizon() - s.oldest as added,
      greatest((select max(xid) + 1 from audit), (select max(to_xid) from seal), 0) as last
    from (select pg_snapshot_xmin(c)::text::bigint as oldest, pg_snapshot_xmax(c)::text::bigint as next from pg_current_snapshot() c) s`);
  const [numbers] = rows;
  if (!numbers || numbers.last <= numbers.next + numbers.added) return false;
  const difference = numbers.last - numbers.oldest;
  await client.query(`
    create or replace function audit_xid() returns bigint language sql volatile parallel unsafe
      return pg_current_xact_id()::text::bigint + ${difference};
    create or replace function audit_horizon() returns bigint language sql volatile parallel unsafe
      return pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ${difference}`);
  return true;
}
