import type { Result } from '@cryopath/fhir';
import type { Criterion } from './criterion.ts';
import { chainCriterion, hasCriterion } from './link-criterion.ts';
import { plainCriterion } from './plain-criterion.ts';
import type { SearchContext } from './search-context.ts';

/**
 * The criterion of one `name=value` of a search on `type`: a parameter with or without modifier, a chain of one step, or `_has`.
 *
 * Refuses with CRYO-301 a parameter that the type does not have; the caller decides whether that is passed over (lenient handling).
 */
export function criterionOf(context: SearchContext, type: string, name: string, text: string): Result<Criterion> {
  if (name.startsWith('_has:')) return hasCriterion(context, type, name, text);
  if (name.includes('.')) return chainCriterion(context, type, name, text);
  return plainCriterion(context, type, name, text);
}
