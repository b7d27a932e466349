import type pg from 'pg';
import { publicKeys } from './root-key.ts';
import { allRoots } from './roots.ts';
import { trailFolder } from './trail-folder.ts';
import { type Difference, findings } from './verify/difference.ts';
import { verifyChain } from './verify/verify-chain.ts';
import { verifyCharts } from './verify/verify-charts.ts';
import { verifyRoots } from './verify/verify-roots.ts';
import { verifySearchValues } from './verify/verify-search-values.ts';
import { verifyHeads, verifyOpenings, verifyVersions } from './verify/verify-versions.ts';

/** What `audit verify` looked at and found. */
export interface Verification {
  readonly rows: number;
  readonly seals: number;
  readonly roots: number;
  readonly versions: number;
  /**
   * Rows that no seal covers yet. Their own hashes were held against their columns, but whether one was removed, or replaced together with its
   * hash, cannot be told before they are sealed: within a second while a process runs. Rows that stay unsealed longer deserve a question.
   */
  readonly unsealed: { readonly rows: number; readonly oldest: string | undefined };
  readonly differences: number;
  /** The first hundred, in the order of the trail; then versions, heads, openings, search values and roots. */
  readonly found: readonly Difference[];
}

export interface VerifyOptions {
  /** The data folder, with the public keys, the roots and the head that are kept beside the database. */
  readonly folder: string;
  /** The clinic's zone: with it the search values are held against the texts too, which takes longer than all the rest. */
  readonly searchValuesIn?: string;
  readonly progress?: (step: 'trail' | 'versions' | 'heads' | 'values' | 'roots', done: number) => void;
}

/**
 * Recomputes everything that can be recomputed: rows of the trail, seals, roots, stored texts, versions against the acts that wrote them, heads
 * and charts against versions (R7, H17). With a zone the search values too (R10). One snapshot of the database, while it is being used; memory does not grow with the record.
 *
 * What it cannot tell by itself: whether whoever could change the database could also change the data folder. Therefore the roots are to be kept
 * elsewhere, and `audit-roots.ndjson` compared with that copy.
 */
export async function verifyTrail(
  pool: pg.Pool,
  { folder, searchValuesIn, progress }: VerifyOptions,
): Promise<Verification> {
  // Before the snapshot: what the file tells of is in it then.
  const kept = trailFolder(folder);
  const beside = { roots: kept.roots(), head: kept.head() };
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0');
    const all = findings();
    const roots = await allRoots(client);
    const wanted = new Set([...roots.map((root) => root.seal), ...(beside.head ? [beside.head.n] : [])]);
    const chain = await verifyChain(client, all, wanted, (done) => progress?.('trail', done));
    const versions = await verifyVersions(client, all, (done) => progress?.('versions', done));
    await verifyHeads(client, all);
    await verifyCharts(client, all);
    await verifyOpenings(client, all);
    progress?.('heads', versions);
    if (searchValuesIn !== undefined) {
      await verifySearchValues(client, searchValuesIn, all, (done) => progress?.('values', done));
    }
    const files = { roots: () => beside.roots, head: () => beside.head };
    verifyRoots(roots, chain.sealHashes, publicKeys(folder), files, all);
    progress?.('roots', roots.length);
    await client.query('commit');
    return {
      rows: chain.rows,
      seals: chain.seals,
      roots: roots.length,
      versions,
      unsealed: chain.unsealed,
      differences: all.count(),
      found: all.kept(),
    };
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}
