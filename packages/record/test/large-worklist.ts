import type pg from 'pg';

const STAGES = ['referral', 'qualification', 'preparation', 'theatre', 'recovery', 'aftercare', 'follow-up'];

/** Pathways in one statement: a statement has half a minute. */
const SLICE = 5_000;

/**
 * Puts made-up rows into the worklist: three a pathway, spread over stages and steps, a hundredth of them alerts, a twentieth in restricted charts, a third
 * overdue. The third of each waits for a moment, from twenty days ago to forty days ahead; of every fourth pathway all wait for one ahead. The same for the
 * same numbers.
 */
export async function fillWorklist(
  pool: pg.Pool,
  {
    pathways,
    clinic,
    now = '2026-03-02T09:00:00Z',
  }: { readonly pathways: number; readonly clinic: string; readonly now?: string },
): Promise<void> {
  for (let from = 1; from <= pathways; from += SLICE) {
    await pool.query(
      `insert into worklist (patient, clinic, restricted, pathway, protocol, stage, step, resource, level, roles, since, ready, due)
     select 'filled-' || p, $2, p % 20 = 0, 'plan-' || p, 'urn:cryopath:protocol:cryoablation|1',
       case when alert then 'alert' else ($3::text[])[1 + (p + s) % 7] end,
       case when alert then 'alert' else 'check-in-' || (p * 7 + s) % 40 end,
       '', case when alert then (p % 2)::smallint else 2 end, array[($4::text[])[1 + (p + s) % 3]],
       timestamptz '2026-01-01' + make_interval(mins => (p * 7919 + s * 31) % 86400),
       ready, case when p % 3 <> 0 then 'infinity' when ready is not null then ready + interval '2 days'
         else timestamptz '2026-02-01' + make_interval(mins => (p * 7907 + s) % 43200) end
     from generate_series($5::int, least($1::int, $5::int + $6::int - 1)) p, generate_series(1, 3) s,
       lateral (select (p * 3 + s) % 100 = 0 as alert) a,
       lateral (select case when alert then null when p % 4 = 0 then $7::timestamptz + make_interval(days => s + p % 29)
         when s = 3 then $7::timestamptz + make_interval(days => p % 60 - 20) end as ready) r`,
      [pathways, clinic, STAGES, ['doctor', 'nurse', 'patient'], from, SLICE, now],
    );
  }
}
