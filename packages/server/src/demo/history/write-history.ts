import { hash } from 'node:crypto';
import { type JsonObject, type JsonResource, ok, parseJson, type Result } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import type { DemoClock } from '../demo-clock.ts';
import { tagged } from '../demo-tag.ts';
import type { Act, Entry, Made } from './act.ts';
import { takenAlerts } from './alert-entries.ts';
import { urnOf } from './urn.ts';

/**
 * Writes a history through the record's own write path, each act at its moment and under the name of whoever did it, so that no gate is passed
 * over. Written again after a start that was cut short it goes on where it was: each act has an idempotency key.
 *
 * @returns how many resources were written. What is refused refuses the whole: the demo would tell what the protocol forbids.
 */
export async function writeHistory(
  record: ClinicRecord,
  clock: Pick<DemoClock, 'standAt'>,
  base: string,
  acts: readonly Act[],
): Promise<Result<number>> {
  const made = new Map<string, string>();
  let written = 0;
  for (const [index, act] of acts.entries()) {
    clock.standAt(act.at);
    const madeBefore: Made = (as) => {
      const reference = made.get(`${act.chart} ${as}`);
      if (reference === undefined) throw new Error(`${act.chart} has no ${as} at ${isoOf(act.at)}`);
      return reference;
    };
    const taken = await takenAlerts(record, act, base);
    if (!taken.ok) return taken;
    const entries = [...act.write(madeBefore), ...taken.value];
    if (entries.length === 0) continue;
    const bundle: JsonResource = { resourceType: 'Bundle', type: 'transaction', entry: entries.map(asked(act)) };
    const idempotencyKey = `demo-${index}-${hash('sha256', JSON.stringify(bundle)).slice(0, 16)}`;
    const done = await record.transact(act.by, bundle, { base, idempotencyKey });
    if (!done.ok) return done;
    for (const [place, reference] of referencesIn(done.value.text).entries()) {
      const as = entries[place]?.as;
      if (as !== undefined) made.set(`${act.chart} ${as}`, reference);
    }
    written += entries.length;
  }
  return ok(written);
}

/** An entry as a transaction asks for it. Ids are the record's, but for what the product itself makes. */
const asked =
  ({ chart }: Act) =>
  ({ as, resource, replaces }: Entry, place: number): JsonObject => {
    const { resourceType, id } = resource;
    const fullUrl = urnOf(chart, as ?? `entry ${place}`);
    if (id === undefined)
      return { fullUrl, resource: tagged(resource), request: { method: 'POST', url: resourceType } };
    const condition = replaces === undefined ? { ifNoneMatch: '*' } : { ifMatch: `W/"${replaces}"` };
    return { resource: tagged(resource), request: { method: 'PUT', url: `${resourceType}/${id}`, ...condition } };
  };

/** `Type/id` of each entry of an answer, in order. */
function referencesIn(text: string): readonly string[] {
  const answer = parseJson(text);
  if (!answer.ok) throw new Error('The answer to a transaction cannot be read');
  const { entry = [] } = answer.value as { readonly entry?: readonly { readonly response?: { location?: string } }[] };
  return entry.map(({ response }) => /([A-Z][A-Za-z]+\/[^/]+)\/_history\//.exec(response?.location ?? '')?.[1] ?? '');
}
