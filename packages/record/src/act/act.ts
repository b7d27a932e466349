import { ok, outcome, type Result, refused, stringifyJson } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import { mayCall, mayRead } from '../access/policy.ts';
import { type Reach, reachOf } from '../access/reach.ts';
import { auditRow } from '../audit/row.ts';
import type { Connection } from '../postgres/connection.ts';
import { impossibleAddress, notFound } from '../read/address.ts';
import type { BundleText } from '../record.ts';
import type { Requester } from '../requester.ts';
import { uuidV7 } from '../uuid.ts';
import { attempted, commitTogether, type Plan } from '../write/commit-changes.ts';
import { placeOf, readHead, resourceOf, storedResource } from '../write/head.ts';
import { idempotencyOf } from '../write/idempotency.ts';
import { patientView } from '../write/patient-view.ts';
import { prepareChange } from '../write/prepare-change.ts';
import type { PreparedChange } from '../write/prepared-change.ts';
import type { WritePath } from '../write/write-path.ts';
import { refusalOnTrail } from '../write/write-trail.ts';
import type { Act, ActChange } from './act-request.ts';

interface Done {
  readonly text: string;
  readonly repeated: boolean;
}

/**
 * Does an act to one patient's record: its chart is held, the act decides on what is there, what it changes is written, guarded and on the trail like any
 * change, and the answer kept under its key. All of it in one transaction, so that what was decided on is what is there (I2, H10).
 *
 * Refused: CRYO-403 by the policy; CRYO-201 what is not there, or not to be seen; and whatever the act, the write path and the guards refuse.
 */
export async function act(path: WritePath, requester: Requester, asked: Act): Promise<Result<BundleText>> {
  const { operation, permission, type, id } = asked;
  const refusal = (found: Parameters<typeof refusalOnTrail>[4]) =>
    refusalOnTrail(path, requester, 'transaction', { type, id }, found);
  if (!mayCall(requester, permission) || !mayRead(requester, type)) return refusal(outcome('CRYO-403'));
  const impossible = impossibleAddress(type, id);
  if (impossible) return refusal(impossible);
  const idempotency = idempotencyOf(asked.idempotencyKey, operation, `${type}/${id}`, asked.asked);
  const done = await attempted(() =>
    commitTogether<Done>(path, {
      requester,
      idempotency,
      conditions: [],
      replayed: (replay) => ({ text: replay.kind === 'bundle' ? replay.text : replay.written.text, repeated: true }),
      plan: (client, now) => planned({ path, requester, client, now, reach: reachOf(requester, now) }, asked),
    }),
  );
  if (!done.ok) return refusal(done.outcome);
  if (!done.value.repeated) return ok({ text: done.value.text });
  return repeated(path, requester, asked, done.value.text);
}

interface Within {
  readonly path: WritePath;
  readonly requester: Requester;
  readonly client: Connection;
  readonly now: Instant;
  readonly reach: Reach;
}

async function planned(within: Within, asked: Act): Promise<Result<Plan<Done>>> {
  const { client, now, reach } = within;
  const { type, id } = asked;
  const seen = await readHead(client, reach, type, id);
  if (!seen || seen.patient === '') return refused(notFound(type, id));
  const { patient } = seen;
  await client.query('select pg_advisory_xact_lock(patient_lock($1))', [patient]);
  // Read again: who held the chart until now may have changed it.
  const head = await readHead(client, reach, type, id);
  const named = head && resourceOf(head);
  if (!named) return refused(notFound(type, id));
  const plan = await asked.plan({ patient, named, view: patientView(client, patient), now, newId: () => uuidV7(now) });
  if (!plan.ok) return plan;
  const changes: PreparedChange[] = [];
  const ownPatient = new Map(
    plan.value.changes.map(({ resource }) => [`${resource.resourceType}/${resource.id}`, patient]),
  );
  for (const change of plan.value.changes) {
    const prepared = await preparedFrom(within, change, ownPatient);
    if (!prepared.ok) return prepared;
    if (prepared.value.change.patient !== patient) return refused(outcome('CRYO-178', { count: 2 }));
    changes.push(prepared.value);
  }
  const text = stringifyJson(plan.value.answer(changes.map(({ text }) => storedResource(text))));
  return ok({
    changes,
    answer: async () => ok({ text, repeated: false }),
    kept: () => ({ type: 'Bundle', id: '', version: 0, answer: text }),
  });
}

async function preparedFrom(
  { path, requester, client, now, reach }: Within,
  { interaction, resource }: ActChange,
  own: ReadonlyMap<string, string>,
): Promise<Result<PreparedChange>> {
  const { resourceType: type } = resource;
  const id = String(resource.id);
  const known = placeOf(client, reach);
  const head = interaction === 'create' ? undefined : await readHead(client, reach, type, id);
  if (interaction === 'update' && !head) return refused(notFound(type, id));
  const intent = { interaction, type, id, resource, before: head, expected: head?.version ?? 0 };
  const patientOf = async (named: string, at: string) => own.get(`${named}/${at}`) ?? known(named, at);
  return prepareChange(intent, { requester, now, zone: path.zone, base: path.base, patientOf });
}

/** An answer that is given again, of a chart that must still be within reach. */
async function repeated(
  path: WritePath,
  requester: Requester,
  { operation, type, id }: Act,
  text: string,
): Promise<Result<BundleText>> {
  const now = path.clock.now();
  const head = await attempted(async () => ok(await readHead(path.pool, reachOf(requester, now), type, id)));
  if (!head.ok) return head;
  if (!head.value) return refusalOnTrail(path, requester, 'transaction', { type, id }, notFound(type, id));
  const { patient, version } = head.value;
  const detail = `repeated ${operation}`;
  const row = auditRow(requester, { interaction: 'read', type, resource: id, version, patient, detail }, now);
  const logged = await path.logged([row]);
  return logged.ok ? ok({ text }) : logged;
}
