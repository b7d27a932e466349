import { compartmentOf, isStoredType, type Outcome, ok, type Result, refused, statusOf } from '@cryopath/fhir';
import { reachOf } from '../access/reach.ts';
import { type AuditInteraction, auditRow } from '../audit/row.ts';
import { isId } from '../read/address.ts';
import type { Written } from '../record.ts';
import type { Requester } from '../requester.ts';
import { conditionsIn } from './bundle/links.ts';
import { addressOf, type ChangeRequest } from './change-request.ts';
import { attempted } from './commit-changes.ts';
import { placeOf } from './head.ts';
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
  const detail = [`repeated ${request.interaction}`, ...conditionsOf(request)].join(' ').slice(0, 1_000);
  const row = auditRow(
    requester,
    { interaction: 'read', type, resource: id, version, patient, detail },
    path.clock.now(),
  );
  const logged = await path.logged([row]);
  return logged.ok ? ok(result.value) : logged;
}

/** What was asked for, as far as the trail tells it. */
type Asked = Pick<ChangeRequest, 'type' | 'id' | 'criteria' | 'resource'>;

/**
 * A refusal, given back when it is on the trail: with the conditions that were asked, which a refusal answers too, and once for every patient whose record it
 * was about, so that they see it.
 *
 * @param parts what a Bundle asked for; a request of its own is its only part.
 */
export async function refusalOnTrail(
  path: WritePath,
  requester: Requester,
  interaction: AuditInteraction,
  request: Asked,
  outcome: Outcome,
  parts: readonly Asked[] = [request],
): Promise<{ readonly ok: false; readonly outcome: Outcome }> {
  if (statusOf(outcome) >= 500) return refused(outcome);
  const codes = [...new Set(outcome.issues.map(({ code }) => code))].join(' ');
  const conditions = [...new Set(parts.flatMap(conditionsOf))].join(' ').slice(0, 1_000);
  const act = {
    interaction,
    type: request.type.slice(0, 100),
    resource: request.id?.slice(0, 64) ?? '',
    outcome: 4,
    detail: `${codes} ${conditions}`.trimEnd(),
  } as const;
  const patients = await patientsConcerned(path, requester, parts);
  const now = path.clock.now();
  const rows = (patients.length === 0 ? [''] : patients).map((patient) =>
    auditRow(requester, { ...act, patient }, now),
  );
  const logged = await path.logged(rows);
  return logged.ok ? refused(outcome) : logged;
}

/** The condition that names a resource, and those by which it refers to others. */
function conditionsOf({ type, criteria, resource }: Asked): readonly string[] {
  const own = criteria === undefined ? [] : [addressOf({ type, criteria })];
  return [...own, ...(resource ? conditionsIn(resource).map(({ reference }) => reference) : [])];
}

/** In so many records the refusal of a Bundle is looked for. */
const MOST_SOUGHT = 20;

/** The patients in whose record lies what was asked for, or who are named in it: those within reach, so that nobody marks a stranger's trail. */
async function patientsConcerned(
  path: WritePath,
  requester: Requester,
  parts: readonly Asked[],
): Promise<readonly string[]> {
  const sought = new Set(parts.flatMap(referencesOf));
  const found = await attempted(async () => {
    const patientOf = placeOf(path.pool, reachOf(requester, path.clock.now()));
    const patients = new Set<string>();
    for (const reference of [...sought].slice(0, MOST_SOUGHT)) {
      const [type = '', id = ''] = reference.split('/');
      patients.add((await patientOf(type, id)) ?? '');
    }
    patients.delete('');
    return ok([...patients]);
  });
  return found.ok ? found.value : [];
}

function referencesOf({ type, id, resource }: Asked): readonly string[] {
  const own = id !== undefined && isStoredType(type) && isId(id) ? [`${type}/${id}`] : [];
  return [
    ...own,
    ...(resource
      ? compartmentOf(resource)
          .patients.filter(isId)
          .map((each) => `Patient/${each}`)
      : []),
  ];
}
