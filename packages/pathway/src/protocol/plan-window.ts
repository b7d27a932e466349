import { type Known, readConditions } from './plan-condition.ts';
import { readRelatedAction } from './plan-offset.ts';
import { readRules } from './plan-rule.ts';
import type { Window } from './protocol.ts';
import type { YamlPlace } from './yaml-place.ts';

/** Reads one restriction or reaction. `why` names the sentence of the clinic that it comes from. */
export function readWindow(place: YamlPlace, id: string, kind: Window['kind'], known: Known): Window | undefined {
  place.only('id', 'code', 'why', 'relatedAction', 'condition');
  const offset = readRelatedAction(place.at('relatedAction'), known.policy);
  const title = known.texts.at(`${kind}.${id}`, place);
  const why = place.at('why');
  const because = known.texts.at(why.text(), why);
  const condition = place.optional('condition');
  if (!offset) return undefined;
  return {
    id,
    kind,
    title,
    why: because,
    offset,
    // What patients answer ends a restriction of theirs; it opens no gate (I1), so no gate may speak of it.
    until:
      kind === 'restriction'
        ? readConditions(condition, 'stop', ['stop'], known, new Set([...known.library.names, 'lastCheckIn']))
        : [],
    explains: kind === 'reaction' && condition ? readRules(condition, 'expected', known) : [],
  };
}
