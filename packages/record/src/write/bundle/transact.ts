import { type JsonResource, outcome, type Result } from '@cryopath/fhir';
import type { BundleText, SearchOptions, WriteOptions } from '../../record.ts';
import type { Requester } from '../../requester.ts';
import { idempotencyOf } from '../idempotency.ts';
import type { WritePath } from '../write-path.ts';
import { refusalOnTrail } from '../write-trail.ts';
import { batch } from './batch.ts';
import { type BundleEntry, bundleEntries, listed } from './bundle-entry.ts';
import type { ReadingThrough } from './reading.ts';
import { transaction } from './transaction.ts';

/** A transaction or a batch. Refused: CRYO-169 any other Bundle; CRYO-170 to 178 and 209 its entries; and whatever an entry is refused for. */
export async function transact(
  path: WritePath,
  reading: ReadingThrough,
  requester: Requester,
  bundle: JsonResource,
  options: SearchOptions & WriteOptions,
): Promise<Result<BundleText>> {
  const { type } = bundle;
  if (bundle.resourceType !== 'Bundle' || (type !== 'transaction' && type !== 'batch')) {
    return refusalOnTrail(
      path,
      requester,
      'batch',
      NO_RESOURCE,
      outcome('CRYO-169', { type: String(type).slice(0, 100) }, 'Bundle.type'),
    );
  }
  if (type === 'batch') {
    const entries = listed(bundle);
    if (!entries.ok) return refusalOnTrail(path, requester, type, NO_RESOURCE, entries.outcome);
    return batch(path, { requester, entries: entries.value, options, reading });
  }
  const entries = bundleEntries(bundle, options.base);
  if (!entries.ok) return refusalOnTrail(path, requester, type, NO_RESOURCE, entries.outcome);
  const idempotency = idempotencyOf(options.idempotencyKey, type, '', bundle);
  const done = await transaction(path, { requester, entries: entries.value, options, idempotency, reading });
  return done.ok ? done : refusalOnTrail(path, requester, type, NO_RESOURCE, done.outcome, entries.value.map(askedIn));
}

const askedIn = ({ path: [type = '', id], query, ifNoneExist, resource }: BundleEntry) => ({
  type,
  id,
  criteria: ifNoneExist ?? query,
  ...(resource ? { resource } : {}),
});

const NO_RESOURCE = { type: '', id: '' };
