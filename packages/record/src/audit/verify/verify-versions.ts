import { hash } from 'node:crypto';
import type pg from 'pg';
import { cursorRows, exactly, inMilliseconds } from './cursor-rows.ts';
import type { Findings } from './difference.ts';

/** A version and the act that wrote it; either may be absent. */
interface Pair {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly content: string | null;
  readonly hash: string | null;
  readonly at: string | null;
  readonly auditAt: string | null;
  readonly textHash: string | null;
  /** Whether patient, author and interaction agree. */
  readonly agrees: boolean | null;
}

/** Holds every stored text against its hash, and every version against the act on the trail that wrote it, so that the chain covers the record. */
export async function verifyVersions(
  client: pg.ClientBase,
  findings: Findings,
  progress: (versions: number) => void,
): Promise<number> {
  const pairs = cursorRows<Pair>(
    client,
    'versions',
    `select coalesce(v.type, a.type) as type, coalesce(v.id, a.resource) as id, coalesce(v.version, a.version) as version,
      v.content, encode(v.hash, 'hex') as hash, ${exactly('v.at')} as at, ${exactly('a.at')} as "auditAt",
      encode(a.text_hash, 'hex') as "textHash",
      v.patient = a.patient and v.who = a.who and v.interaction = a.interaction as agrees
    from version v full join (select * from audit where text_hash is not null and interaction <> 'break-glass') a
      on a.type = v.type and a.resource = v.id and a.version = v.version`,
  );
  let count = 0;
  for await (const pair of pairs) {
    count += 1;
    if (count % PROGRESS === 0) progress(count);
    const where = `version/${pair.type}/${pair.id}/${pair.version}`;
    if (pair.content === null) findings.found(where, 'version-missing');
    else if (hash('sha256', pair.content, 'hex') !== pair.hash) findings.found(where, 'text-changed');
    else if (pair.textHash === null) findings.found(where, 'version-added');
    else if (pair.textHash !== pair.hash || !isSameInstant(pair.at, pair.auditAt) || pair.agrees !== true) {
      findings.found(where, 'version-changed');
    }
  }
  return count;
}

const PROGRESS = 10_000;

const isSameInstant = (one: string | null, other: string | null): boolean =>
  one === other && inMilliseconds(one) !== undefined;

/** Holds the heads against the versions: they are what reads and searches start from. */
export async function verifyHeads(client: pg.ClientBase, findings: Findings): Promise<void> {
  const changed = cursorRows<{ type: string; id: string }>(
    client,
    'heads',
    `select r.type, r.id from resource r left join version v on v.type = r.type and v.id = r.id and v.version = r.version
    where v.type is null or v.patient <> r.patient or v.at <> r.at or (v.content = '') <> r.deleted
      or (select max(h.version) from version h where h.type = r.type and h.id = r.id) <> r.version`,
  );
  for await (const { type, id } of changed) findings.found(`resource/${type}/${id}`, 'head-changed');
  const missing = cursorRows<{ type: string; id: string }>(
    client,
    'headless',
    `select v.type, v.id from version v left join resource r on r.type = v.type and r.id = v.id where v.version = 1 and r.type is null`,
  );
  for await (const { type, id } of missing) findings.found(`resource/${type}/${id}`, 'head-missing');
}

/** Holds every opening of a chart against the act that tells of it (H16). */
export async function verifyOpenings(client: pg.ClientBase, findings: Findings): Promise<void> {
  const changed = cursorRows<{ id: string }>(
    client,
    'openings',
    `select b.id from break_glass b where not exists (select from audit a where a.interaction = 'break-glass' and a.outcome = 0
      and a.patient = b.patient and a.who = b.who and a.at = b.since and a.detail = b.reason and b.until = b.since + interval '30 minutes'
      and a.text_hash is not distinct from case when b.session <> '' then sha256(convert_to(b.session, 'UTF8')) end)`,
  );
  for await (const { id } of changed) findings.found(`break-glass/${id}`, 'opening-changed');
}
