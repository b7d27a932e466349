import { referenceOf } from '../evidence/about.ts';
import type { RecordResource } from '../evidence/patient-record.ts';
import { carePlansOf } from '../pathway/pathway.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { isSame, sitesOfProcedure } from '../site/site.ts';
import { mayBeCryoablation } from './cryoablation-names.ts';

/** Statuses of a Procedure that has not begun, did not happen, or never was: every other one says that a needle went in (I1). */
const NOT_BEGUN: ReadonlySet<unknown> = new Set(['preparation', 'not-done', 'entered-in-error']);

/** Elements that say when a procedure was performed. */
const PERFORMED = [
  'performedDateTime',
  'performedPeriod',
  'performedString',
  'performedAge',
  'performedRange',
] as const;

/**
 * Whether a resource says that a cryoablation has begun. An unknown status counts as begun, and so does one that says it has not while the
 * resource says when it was performed: only what was entered in error may contradict itself.
 */
export function isCryoablationBegun(protocol: Protocol, resource: RecordResource): boolean {
  if (resource.resourceType !== 'Procedure' || resource.status === 'entered-in-error') return false;
  const isBegun = !NOT_BEGUN.has(resource.status) || PERFORMED.some((element) => resource[element] !== undefined);
  return isBegun && mayBeCryoablation(protocol.cryoablation, resource);
}

/**
 * Whether a change begins a cryoablation, and so needs the gate open. One that had begun for the same patient may be ended, stopped or
 * corrected whatever became of its evidence since: what happened must be told. One that had ended, or was interrupted, does not go on without the
 * gate; nor does one that goes on at another site (H02) or in another pathway.
 */
export function beginsCryoablation(
  protocol: Protocol,
  before: RecordResource | undefined,
  after: RecordResource | undefined,
): boolean {
  if (after === undefined || !isCryoablationBegun(protocol, after)) return false;
  if (!before || !isCryoablationBegun(protocol, before)) return true;
  if (referenceOf(before.subject) !== referenceOf(after.subject)) return true;
  if (after.status !== 'in-progress') return false;
  return (
    before.status !== 'in-progress' ||
    !isSame(sitesOfProcedure(before), sitesOfProcedure(after)) ||
    !isSame(carePlansOf(before), carePlansOf(after))
  );
}
