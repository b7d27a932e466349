import {
  type JsonResource,
  type Outcome,
  ok,
  outcome,
  type Result,
  references,
  refused,
  stringifyJson,
} from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { type Reach, reachOf } from '../../access/reach.ts';
import { appendAuditEvent } from '../../audit/append-audit-event.ts';
import type { Connection } from '../../postgres/connection.ts';
import type { Requester } from '../../requester.ts';
import { rankOf } from '../../write/bundle/entry-order.ts';
import { commitTogether, type Plan } from '../../write/commit-changes.ts';
import { placeOf, resourceOf } from '../../write/head.ts';
import { claimKey, idempotencyOf, keepAnswer } from '../../write/idempotency.ts';
import { prepareChange } from '../../write/prepare-change.ts';
import type { PreparedChange } from '../../write/prepared-change.ts';
import { notAllowed } from '../../write/resolve-request.ts';
import { stamped } from '../../write/stamp.ts';
import type { WritePath } from '../../write/write-path.ts';
import { decided, type Rules } from './decide.ts';
import { type AuthoredHead, chartsAmong, headsOf, lastWrittenBy } from './heads.ts';
import { contentText } from './same.ts';

/** A resource as it is to be stored: under its id here, its links led to what lies here. */
export interface Candidate {
  readonly type: string;
  readonly id: string;
  readonly resource: JsonResource;
  /** See `decided`. */
  readonly isRepeat: boolean;
}

/** What became of a candidate. */
export type Verdict =
  | { readonly kind: 'created' | 'updated' | 'unchanged' }
  | { readonly kind: 'refused'; readonly outcome: Outcome; readonly mayWait: boolean };

export interface BatchRules extends Rules {
  readonly dryRun: boolean;
  /** Of a dry run: which `Type/id` the import would have stored by now. */
  readonly wouldBeThere: (references: readonly string[]) => Promise<ReadonlySet<string>>;
}

/**
 * Stores candidates, each with its verdict, in one transaction on the one write path: validated, authorised, guarded and on the trail like any other change. When
 * one is refused that the others could not know of (a guard, another writer), each is tried in a transaction of its own.
 *
 * Refused as a whole: CRYO-5xx, the service cannot store anything now.
 */
export async function commitBatch(
  path: WritePath,
  requester: Requester,
  candidates: readonly Candidate[],
  rules: BatchRules,
): Promise<Result<readonly Verdict[]>> {
  const together = await commit(path, requester, candidates, rules);
  if (together.ok || isFailure(together.outcome)) return together;
  const verdicts: Verdict[] = [];
  for (const candidate of candidates) {
    const alone = await commitAlone(path, requester, candidate, rules);
    if (!alone.ok) return alone;
    verdicts.push(alone.value);
  }
  return ok(verdicts);
}

/** What a writer is told who lost a race: what is there now decides anew. */
const RACES: ReadonlySet<string> = new Set(['CRYO-205', 'CRYO-211', 'CRYO-219', 'CRYO-221']);

async function commitAlone(
  path: WritePath,
  requester: Requester,
  candidate: Candidate,
  rules: BatchRules,
): Promise<Result<Verdict>> {
  let alone = await commit(path, requester, [candidate], rules);
  if (!alone.ok && alone.outcome.issues.some(({ code }) => RACES.has(code))) {
    alone = await commit(path, requester, [candidate], rules);
  }
  if (!alone.ok) return isFailure(alone.outcome) ? alone : ok(refusal(alone.outcome));
  const [verdict] = alone.value;
  if (!verdict) throw new Error('A candidate without a verdict');
  return ok(verdict);
}

/** The service's own: nothing is wrong with what was to be stored. */
const isFailure = ({ issues }: Outcome): boolean => issues.some(({ code }) => code.startsWith('CRYO-5'));

/** Missing may still come: a resource that is referred to (212), a condition's (220), a patient (702), the evidence that a gate asks for (6xx). */
const MAY_WAIT = /^CRYO-(?:212|220|702|6\d\d)$/;

const refusal = (found: Outcome): Verdict => ({
  kind: 'refused',
  outcome: found,
  mayWait: found.issues.every(({ code }) => MAY_WAIT.test(code)),
});

interface Within {
  readonly path: WritePath;
  readonly requester: Requester;
  readonly rules: BatchRules;
  readonly client: Connection;
  readonly now: Instant;
  readonly reach: Reach;
}

async function commit(
  path: WritePath,
  requester: Requester,
  candidates: readonly Candidate[],
  rules: BatchRules,
): Promise<Result<readonly Verdict[]>> {
  let verdicts: readonly Verdict[] = [];
  const done = await commitTogether<readonly Verdict[]>(path, {
    requester,
    idempotency: undefined,
    conditions: [],
    replayed: () => {
      throw new Error('An import has no key');
    },
    plan: async (client, now): Promise<Result<Plan<readonly Verdict[]>>> => {
      const within = { path, requester, rules, client, now, reach: reachOf(requester, now) };
      const planned = await plan(within, candidates);
      verdicts = planned.verdicts;
      // What would be written stays unwritten, and unguarded: a gate decides on the record as it will be, and that is not there.
      if (rules.dryRun) return ok({ changes: [], answer: async () => refused(outcome('CRYO-100')) });
      return ok({ changes: planned.changes, answer: async () => ok(planned.verdicts) });
    },
  });
  return done.ok || !rules.dryRun || isFailure(done.outcome) ? done : ok(verdicts);
}

async function plan(
  within: Within,
  candidates: readonly Candidate[],
): Promise<{ readonly changes: readonly PreparedChange[]; readonly verdicts: readonly Verdict[] }> {
  const { client, reach } = within;
  const verdicts: (Verdict | undefined)[] = candidates.map(() => undefined);
  const heads = await headsOf(client, reach, candidates);
  const prepared = new Map<string, PreparedChange>();
  const inOrder = candidates
    .map((candidate, index) => ({ candidate, index }))
    .sort((a, b) => rank(a.candidate) - rank(b.candidate));
  for (const { candidate, index } of inOrder) {
    const { type, id } = candidate;
    if (type === 'AuditEvent') {
      verdicts[index] = await appended(within, candidate);
      continue;
    }
    const head = heads.get(`${type}/${id}`);
    const decision = await decisionOn(within, candidate, head);
    if (decision.kind === 'unchanged') verdicts[index] = decision;
    else if (decision.kind === 'refused') verdicts[index] = refusal(decision.outcome);
    else {
      const change = await preparedFor(within, candidate, head, prepared);
      if (change.ok) prepared.set(`${type}/${id}`, { ...change.value, entry: index });
      else verdicts[index] = refusal(change.outcome);
    }
  }
  const changes = await withPatients(within, [...prepared.values()], verdicts);
  return { changes, verdicts: verdicts.map((verdict) => verdict ?? missingVerdict()) };
}

const rank = ({ type }: Candidate): number => rankOf({ interaction: 'create', type });

const missingVerdict = (): never => {
  throw new Error('A candidate without a verdict');
};

async function decisionOn(
  { client, requester, rules }: Within,
  { type, id, resource, isRepeat }: Candidate,
  head: AuthoredHead | undefined,
) {
  if (head && !head.deleted && stringifyJson(stamped(resource, id, head.version, head.at)) === head.text) {
    return { kind: 'unchanged' } as const;
  }
  const present = head && {
    version: head.version,
    deleted: head.deleted,
    resource: resourceOf(head),
    isOurs: head.who === requester.who,
    importedLast: () => lastWrittenBy(client, { type, id }, requester.who),
  };
  return decided(resource, present, isRepeat, rules);
}

async function preparedFor(
  { path, requester, now, client, reach, rules }: Within,
  { type, id, resource }: Candidate,
  head: AuthoredHead | undefined,
  prepared: ReadonlyMap<string, PreparedChange>,
): Promise<Result<PreparedChange>> {
  const interaction = head ? 'update' : 'create';
  const forbidden = notAllowed(requester, interaction, type);
  if (forbidden) return refused(forbidden);
  const stored = placeOf(client, reach);
  return prepareChange(
    { interaction, type, id, resource, before: head, expected: head?.version ?? 0, mustBeNew: false },
    {
      requester,
      now,
      zone: path.zone,
      base: path.base,
      async patientOf(targetType, targetId) {
        const reference = `${targetType}/${targetId}`;
        const known = prepared.get(reference)?.change.patient ?? (await stored(targetType, targetId));
        if (known !== undefined || !rules.dryRun) return known;
        return (await rules.wouldBeThere([reference])).has(reference) ? '' : undefined;
      },
    },
  );
}

/** Leaves out what belongs to a patient who is not here and does not come with it: they may come later. The others are verdicts now. */
async function withPatients(
  { client, rules }: Within,
  changes: readonly PreparedChange[],
  verdicts: (Verdict | undefined)[],
): Promise<readonly PreparedChange[]> {
  const coming = new Set(changes.flatMap(({ change: { type, id } }) => (type === 'Patient' ? [id] : [])));
  const needed = new Set(changes.map(({ change }) => change.patient).filter((id) => id !== '' && !coming.has(id)));
  const here = new Set([...coming, ...(await chartsAmong(client, [...needed]))]);
  if (rules.dryRun) {
    const would = await rules.wouldBeThere([...needed].map((id) => `Patient/${id}`));
    for (const reference of would) here.add(reference.slice('Patient/'.length));
  }
  const kept: PreparedChange[] = [];
  for (const prepared of changes) {
    const { change, entry = 0, expected } = prepared;
    if (change.patient === '' || here.has(change.patient)) {
      kept.push(prepared);
      verdicts[entry] = { kind: expected === 0 ? 'created' : 'updated' };
    } else {
      const reference = `Patient/${change.patient}`;
      const named = change.after && references(change.after).find((each) => each.reference === reference);
      verdicts[entry] = refusal(outcome('CRYO-702', { reference }, named?.path ?? change.type));
    }
  }
  return kept;
}

/**
 * An AuditEvent goes to the trail, under an id of the trail's. That it came before is known by a key made of what it is called there, and kept with it.
 */
async function appended(within: Within, { resource, type, id }: Candidate): Promise<Verdict> {
  const { client, requester, now, rules } = within;
  const change = await preparedFor(within, { resource, type, id, isRepeat: false }, undefined, new Map());
  if (!change.ok) return refusal(change.outcome);
  const key = `import ${rules.origin.source} AuditEvent/${id}`;
  const idempotency = idempotencyOf(key, 'create', `AuditEvent/${id}`, contentText(resource));
  if (!idempotency) throw new Error('A key that is empty');
  const word = await claimKey(client, requester.who, idempotency);
  if (word === 'replayed') return { kind: 'unchanged' };
  if (word === 'mismatch') return refusal(outcome('CRYO-721', { reference: `AuditEvent/${id}` }));
  const stored = await appendAuditEvent(client, requester, resource, now);
  await keepAnswer(client, requester.who, idempotency, {
    type: 'AuditEvent',
    id: stored.id,
    version: 1,
    at: isoOf(now),
    answer: '',
  });
  return { kind: 'created' };
}
