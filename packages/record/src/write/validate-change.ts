import { isStoredType, type JsonResource, type Outcome, ok, outcome, refused, statusOf } from '@cryopath/fhir';
import { mayCall } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import { auditRow } from '../audit/row.ts';
import type { Requester } from '../requester.ts';
import { uuidV7 } from '../uuid.ts';
import { commitTogether } from './commit-changes.ts';
import { placeOf, readHead } from './head.ts';
import { prepareChange } from './prepare-change.ts';
import { resolveRequest } from './resolve-request.ts';
import type { WritePath } from './write-path.ts';
import { refusalOnTrail } from './write-trail.ts';

/**
 * $validate: the change is made, guards and all, in a transaction that is then rolled back. What it answers is what the write would have answered; CRYO-100
 * when nothing stands in its way.
 *
 * An update or deletion is tried against the current version: which one the caller has seen is not asked here. What the requester may not see is tried as if
 * it did not exist; what is created is tried under an id that nobody has. Each trial is on the trail before it is answered.
 */
export async function validateChange(
  path: WritePath,
  requester: Requester,
  resource: JsonResource,
  mode?: 'create' | 'update' | 'delete',
): Promise<Outcome> {
  const { resourceType: type } = resource;
  const id = typeof resource.id === 'string' ? resource.id : undefined;
  if (!mayCall(requester, 'validate')) {
    return (await refusalOnTrail(path, requester, 'validate', { type, id }, outcome('CRYO-403'))).outcome;
  }
  if (!isStoredType(type)) {
    const unknown = String(type).slice(0, 100);
    return (
      await refusalOnTrail(path, requester, 'validate', { type: unknown, id }, outcome('CRYO-104', { type: unknown }))
    ).outcome;
  }
  // Whose record was asked about: known once the requester is known to see it.
  let patient = '';
  const tried = await commitTogether<never>(path, {
    requester,
    idempotency: undefined,
    conditions: [],
    replayed: () => {
      throw new Error('Nothing that is tried is kept under a key');
    },
    plan: async (client, now) => {
      const reach = reachOf(requester, now);
      const head = id === undefined ? undefined : await readHead(client, reach, type, id);
      const interaction = mode ?? (head && !head.deleted ? 'update' : 'create');
      const request = {
        interaction,
        type,
        id: interaction === 'create' ? undefined : id,
        resource,
        ifMatch: head?.version,
      };
      const resolver = { db: client, requester, reach, matchIds: path.matchIds, newId: () => uuidV7(now) };
      const resolved = await resolveRequest(resolver, request);
      if (!resolved.ok) return resolved;
      const nothing = { answer: async () => refused(outcome('CRYO-100')) };
      if (resolved.value.kind === 'existing') return ok({ changes: [], ...nothing });
      const circumstances = { requester, now, zone: path.zone, base: path.base, patientOf: placeOf(client, reach) };
      const prepared = await prepareChange(resolved.value.intent, circumstances);
      if (!prepared.ok) return prepared;
      const named = prepared.value.change.patient;
      if (named !== '' && (await circumstances.patientOf('Patient', named)) !== undefined) patient = named;
      return ok({ changes: type === 'AuditEvent' ? [] : [prepared.value], ...nothing });
    },
  });
  const answer = tried.ok ? outcome('CRYO-100') : tried.outcome;
  if (statusOf(answer) >= 500) return answer;
  const codes = [...new Set(answer.issues.map(({ code }) => code))].join(' ');
  const act = { interaction: 'validate', type, resource: id?.slice(0, 64) ?? '', patient, detail: codes } as const;
  const logged = await path.logged([auditRow(requester, act, path.clock.now())]);
  return logged.ok ? answer : logged.outcome;
}
