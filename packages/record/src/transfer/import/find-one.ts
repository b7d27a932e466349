import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Requester } from '../../requester.ts';
import type { WritePath } from '../../write/write-path.ts';

/** Finds the one resource that a condition means, `Practitioner?identifier=…`: its id. Refused: CRYO-220 none, CRYO-206 several. */
export type FindOne = (type: string, criteria: string) => Promise<Result<string>>;

/** Answers that are kept: the same few practitioners and places are named by everything. */
const MOST_KEPT = 10_000;

/** Finds what a condition means, `Practitioner?identifier=urn:x|1`, by the record's search. What was found once is found again without asking. */
export function createFinder(path: WritePath, requester: Requester): FindOne {
  const kept = new Map<string, string>();
  return async (type, criteria) => {
    const key = `${type}?${criteria}`;
    const known = kept.get(key);
    if (known !== undefined) return ok(known);
    const ids = await path.matchIds(path.pool, requester, type, criteria);
    if (!ids.ok) return ids;
    const [id, second] = ids.value;
    if (id === undefined) return refused(outcome('CRYO-220', { type, criteria: criteria.slice(0, 200) }));
    if (second !== undefined) return refused(outcome('CRYO-206', { type, criteria: criteria.slice(0, 200) }));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, id);
    return ok(id);
  };
}
