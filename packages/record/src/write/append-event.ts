import { type JsonResource, ok, type Result } from '@cryopath/fhir';
import { appendAuditEvent } from '../audit/append-audit-event.ts';
import type { Requester } from '../requester.ts';
import { commitTogether } from './commit-changes.ts';
import type { Idempotency, Replay } from './idempotency.ts';
import type { Given } from './prepared-change.ts';
import type { WritePath } from './write-path.ts';

/** Appends an AuditEvent, valid and permitted, that another system posts: it goes to the trail, and has one version for good. */
export function appendEvent(
  path: WritePath,
  requester: Requester,
  event: JsonResource,
  idempotency: Idempotency | undefined,
  replayed: (replay: Replay) => Given,
): Promise<Result<Given>> {
  return commitTogether<Given>(path, {
    requester,
    idempotency,
    conditions: [],
    replayed,
    plan: async (_client, now) =>
      ok({
        changes: [],
        answer: async (client) => {
          const stored = await appendAuditEvent(client, requester, event, now);
          return ok({ ...stored, patient: '', isNew: true, created: true });
        },
        kept: ({ id }) => ({ type: 'AuditEvent', id, version: 1, answer: '' }),
      }),
  });
}
