import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { maySearch } from '../access/policy.ts';
import type { ReadSide } from '../read/read-side.ts';
import type { Requester } from '../requester.ts';
import { findPage } from './find-page.ts';
import { searchRequest } from './request.ts';
import { searchContext, searchOf } from './search.ts';

/**
 * Ids of what a condition of a conditional write finds within the writer's reach, at most two: it asks for none, one or several. Always strict: a
 * condition that was half understood would write the wrong resource.
 *
 * Refused: CRYO-403 the role may not search the type; CRYO-217 no condition at all; CRYO-301 to 316 as for a search. Not logged by itself:
 * the write that it decides is.
 */
export async function matchIds(
  side: ReadSide,
  requester: Requester,
  type: string,
  query: string,
): Promise<Result<readonly string[]>> {
  if (!maySearch(requester, type)) return refused(outcome('CRYO-403'));
  const context = searchContext(side, requester, { base: '', strict: true });
  const request = searchRequest(context, type, query);
  if (!request.ok) return request;
  if (request.value.criteria.length === 0) return refused(outcome('CRYO-217'));
  const rows = await findPage(side, searchOf(context, type, request.value), { after: undefined, limit: 2 });
  return ok(rows.map(({ id }) => id));
}
