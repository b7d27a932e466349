import { ok, type Result, refused } from '@cryopath/fhir';
import { mayRead } from '../access/policy.ts';
import { reachOf } from '../access/reach.ts';
import type { Connection } from '../postgres/connection.ts';
import type { WriteOptions, Written } from '../record.ts';
import type { Requester } from '../requester.ts';
import { uuidV7 } from '../uuid.ts';
import { appendEvent } from './append-event.ts';
import { addressOf, type ChangeRequest } from './change-request.ts';
import { attempted, commitOne, commitTogether, type Plan } from './commit-changes.ts';
import { normalised } from './criteria.ts';
import { type Head, placeOf } from './head.ts';
import { type Idempotency, idempotencyOf, type Replay, replayOf } from './idempotency.ts';
import { prepareChange } from './prepare-change.ts';
import { type Given, writtenBy } from './prepared-change.ts';
import { resolveRequest } from './resolve-request.ts';
import type { WritePath } from './write-path.ts';
import { onTrail } from './write-trail.ts';

/**
 * Makes one change: the whole way of create, update, patch and delete, conditional or not. What it refuses, and what it gives back without writing, is put
 * on the trail before it is answered; what it writes is there with the writing itself.
 */
export async function writeOne(
  path: WritePath,
  requester: Requester,
  request: ChangeRequest,
  options: WriteOptions = {},
): Promise<Result<Written>> {
  const idempotency = idempotencyOf(options.idempotencyKey, request.interaction, addressOf(request), bodyOf(request));
  const result = await attempted(() =>
    request.criteria === undefined
      ? writeDirectly(path, requester, request, idempotency)
      : writeOnCondition(path, requester, request, request.criteria, idempotency),
  );
  const told = await onTrail(path, requester, request, result);
  // Who may write a type and not read it is told which version there is now, and not what is in it.
  return told.ok && !mayRead(requester, told.value.type) ? ok({ ...told.value, text: '' }) : told;
}

/** Everything beside interaction and address that decides what a request does. */
const bodyOf = ({ resource, operations, ifMatch, ifNoneMatchAny, criteria }: ChangeRequest) => [
  resource ?? null,
  (operations as never) ?? null,
  ifMatch ?? null,
  ifNoneMatchAny ?? null,
  criteria ?? null,
];

async function writeDirectly(
  path: WritePath,
  requester: Requester,
  request: ChangeRequest,
  idempotency: Idempotency | undefined,
): Promise<Result<Given>> {
  const now = path.clock.now();
  const reach = reachOf(requester, now);
  // A repeat of a change that succeeded would now find another version: the key is asked first. A create asks with the write itself.
  if (idempotency && request.interaction !== 'create') {
    const replay = await replayOf(path.pool, reach, requester.who, idempotency);
    if (replay) return 'issues' in replay ? refused(replay) : ok(replayedWritten(replay));
  }
  const resolved = await resolveRequest(
    { db: path.pool, requester, reach, matchIds: path.matchIds, newId: () => uuidV7(now) },
    request,
  );
  if (!resolved.ok) return resolved;
  if (resolved.value.kind === 'existing') return ok(existingWritten(resolved.value.head));
  const { intent } = resolved.value;
  const prepared = await prepareChange(intent, {
    requester,
    now,
    zone: path.zone,
    base: path.base,
    patientOf: placeOf(path.pool, reach),
  });
  if (!prepared.ok) return prepared;
  if (intent.type === 'AuditEvent' && intent.resource) {
    return appendEvent(path, requester, intent.resource, idempotency, replayedWritten);
  }
  return commitOne(path, requester, prepared.value, idempotency, { written: writtenBy, replayed: replayedWritten });
}

/** The condition is decided, and its resource written, in one transaction that nobody with the same condition can enter meanwhile. */
async function writeOnCondition(
  path: WritePath,
  requester: Requester,
  request: ChangeRequest,
  criteria: string,
  idempotency: Idempotency | undefined,
): Promise<Result<Given>> {
  return commitTogether(path, {
    requester,
    idempotency,
    conditions: [{ type: request.type, criteria: normalised(criteria) }],
    replayed: replayedWritten,
    plan: async (client: Connection, now): Promise<Result<Plan<Given>>> => {
      const reach = reachOf(requester, now);
      const resolved = await resolveRequest(
        { db: client, requester, reach, matchIds: path.matchIds, newId: () => uuidV7(now) },
        request,
      );
      if (!resolved.ok) return resolved;
      if (resolved.value.kind === 'existing') {
        const found = existingWritten(resolved.value.head);
        return ok({ changes: [], answer: async () => ok(found) });
      }
      const circumstances = { requester, now, zone: path.zone, base: path.base, patientOf: placeOf(client, reach) };
      const prepared = await prepareChange(resolved.value.intent, circumstances);
      if (!prepared.ok) return prepared;
      const written = writtenBy(prepared.value);
      return ok({
        changes: [prepared.value],
        answer: async () => ok(written),
        kept: () => ({ type: written.type, id: written.id, version: written.version, answer: '' }),
      });
    },
  });
}

/** What was there already, as the answer of a change that had nothing to do. */
export const existingWritten = ({ type, id, version, patient, at, deleted, text }: Head): Given => ({
  patient,
  type,
  id,
  version,
  lastUpdated: at,
  deleted,
  text,
  isNew: false,
  created: false,
});

/** @throws Error when the key stands for a transaction: another fingerprint, so that cannot be. */
function replayedWritten(replay: Replay): Given {
  if (replay.kind !== 'written') throw new Error('The key of a transaction was taken for that of a change');
  return replay.written;
}
