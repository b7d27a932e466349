import type { IncomingHttpHeaders } from 'node:http';
import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { WriteOptions } from '@cryopath/record';
import { expectedVersion, idempotencyKey, onlyWhenAbsent } from './version-headers.ts';

/**
 * The conditions under which a change may happen, out of its headers. A header that cannot be understood refuses the change: guessing would
 * write what the sender wanted to prevent.
 */
export function writeOptions(headers: IncomingHttpHeaders): Result<WriteOptions> {
  const ifMatch = expectedVersion(headers['if-match']);
  if (typeof ifMatch === 'object') return refused(ifMatch);
  const ifNoneMatchAny = onlyWhenAbsent(headers['if-none-match']);
  if (typeof ifNoneMatchAny === 'object') return refused(ifNoneMatchAny);
  const key = idempotencyKey(single(headers['idempotency-key']));
  if (typeof key === 'object') return refused(key);
  return ok({
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatchAny ? { ifNoneMatchAny } : {}),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  });
}

/** The condition under which a create finds instead of creating: If-None-Exist, which has a meaning for creates only. */
export function createCondition(headers: IncomingHttpHeaders): Result<{ readonly criteria?: string }> {
  const criteria = single(headers['if-none-exist']);
  if (criteria === undefined) return ok({});
  return /^\??$/.test(criteria) ? refused(outcome('CRYO-217')) : ok({ criteria: criteria.replace(/^\?/, '') });
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(', ') : header;
