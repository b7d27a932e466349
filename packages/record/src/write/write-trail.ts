import { type Outcome, ok, type Result, refused, statusOf } from '@cryopath/fhir';
import { type AuditInteraction, auditRow } from '../audit/row.ts';
import type { Written } from '../record.ts';
import type { Requester } from '../requester.ts';
import { addressOf, type ChangeRequest } from './change-request.ts';
import type { Given } from './prepared-change.ts';
import type { WritePath } from './write-path.ts';

/**
 * Puts on the trail what `record_write` did not: a refusal, and an answer that gives back what was written before. It is answered when it is on disk.
 *
 * A failure of the service itself (5xx) is not: nothing was given or changed, and the trail is most likely out of reach too.
 */
export async function onTrail(
  path: WritePath,
  requester: Requester,
  request: ChangeRequest,
  result: Result<Given>,
): Promise<Result<Written>> {
  if (result.ok && result.value.isNew) return result;
  if (!result.ok) return refusalOnTrail(path, requester, request.interaction, request, result.outcome);
  const { type, id, version, patient } = result.value;
  const row = auditRow(
    requester,
    { interaction: 'read', type, resource: id, version, patient, detail: `repeated ${request.interaction}` },
    path.clock.now(),
  );
  const logged = await path.logged([row]);
  return logged.ok ? ok(result.value) : logged;
}

/** A refusal, given back when it is on the trail. */
export async function refusalOnTrail(
  path: WritePath,
  requester: Requester,
  interaction: AuditInteraction,
  request: Pick<ChangeRequest, 'type' | 'id' | 'criteria'>,
  outcome: Outcome,
): Promise<{ readonly ok: false; readonly outcome: Outcome }> {
  if (statusOf(outcome) >= 500) return refused(outcome);
  const codes = [...new Set(outcome.issues.map(({ code }) => code))].join(' ');
  const row = auditRow(
    requester,
    {
      interaction,
      type: request.type.slice(0, 100),
      resource: request.id?.slice(0, 64) ?? '',
      outcome: 4,
      detail: request.criteria === undefined ? codes : `${codes} ${addressOf(request).slice(0, 1_000)}`,
    },
    path.clock.now(),
  );
  const logged = await path.logged([row]);
  return logged.ok ? refused(outcome) : logged;
}
