import { type JsonResource, type Outcome, outcome } from '@cryopath/fhir';
import { isFrom, type Origin } from './origin.ts';
import { contentText } from './same.ts';

/** What is here under the id of a resource that is imported. */
export interface Present {
  readonly version: number;
  readonly deleted: boolean;
  /** What it says now; of a deletion, what it said last is not asked for. */
  readonly resource: JsonResource | undefined;
  /** Whether its current version was written by this importer. */
  readonly isOurs: boolean;
  /** What this importer wrote of it last; asked for only when somebody wrote after it. */
  readonly importedLast: () => Promise<JsonResource | undefined>;
}

export interface Rules {
  readonly origin: Origin;
  /** Whether what is here gives way to what comes. */
  readonly update: boolean;
}

/** What becomes of a resource that is imported. */
export type Decision =
  | { readonly kind: 'write' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly outcome: Outcome };

const WRITE: Decision = { kind: 'write' };
const UNCHANGED: Decision = { kind: 'unchanged' };

/**
 * Decides by what is here, what comes, and what came the last time. Nothing that somebody wrote here is lost by importing the same file again, nor by
 * importing a file in which nothing has changed; where both sides changed, a person decides (`update`).
 *
 * @param isRepeat whether another resource with this id came earlier in the same import.
 */
export async function decided(
  incoming: JsonResource,
  present: Present | undefined,
  isRepeat: boolean,
  { origin, update }: Rules,
): Promise<Decision> {
  if (!present) return WRITE;
  const reference = `${incoming.resourceType}/${incoming.id}`;
  const text = contentText(incoming);
  if (present.resource && contentText(present.resource) === text) return UNCHANGED;
  // Which of the two is the later one, nobody can tell: not even who asks for updates means both.
  if (isRepeat) return { kind: 'refused', outcome: outcome('CRYO-714', { reference }) };
  if (update) return WRITE;
  if (present.deleted) return { kind: 'refused', outcome: outcome('CRYO-719', { reference }) };
  if (!present.resource || !isFrom(present.resource, origin)) {
    return { kind: 'refused', outcome: outcome('CRYO-712', { reference, source: origin.source }) };
  }
  if (present.isOurs) return WRITE;
  const before = await present.importedLast();
  if (before && contentText(before) === text) return UNCHANGED;
  return { kind: 'refused', outcome: outcome('CRYO-713', { reference, source: origin.source }) };
}
