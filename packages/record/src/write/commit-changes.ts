import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import type pg from 'pg';
import { type Reach, reachOf } from '../access/reach.ts';
import { productFor } from '../consequence.ts';
import type { Change } from '../guard.ts';
import type { Connection } from '../postgres/connection.ts';
import type { Requester } from '../requester.ts';
import { isProjected, project } from '../worklist/replace-rows.ts';
import { consequencesOf, hasConsequences } from './consequences.ts';
import { type DatabaseFailure, databaseFailure } from './database-failure.ts';
import { keepDecisions } from './gate-decisions.ts';
import { askGuards, concernsAny } from './guards.ts';
import { claimKey, type Idempotency, type KeptAnswer, keepAnswer, type Replay, replayOf } from './idempotency.ts';
import type { PreparedChange } from './prepared-change.ts';
import { recordWrite, recordWriteTogether } from './record-write.ts';
import { refusedWord } from './refused-word.ts';
import type { WritePath } from './write-path.ts';

/** What one request does to the record, found out inside the transaction that does it. */
export interface Plan<Answer> {
  readonly changes: readonly PreparedChange[];
  /** What the requester is told when all is written. Runs before the commit, and may still refuse. */
  readonly answer: (client: Connection) => Promise<Result<Answer>>;
  /** What an idempotency key keeps of the answer; absent when the answer is found anew by every repeat. */
  readonly kept?: (answer: Answer) => Omit<KeptAnswer, 'at'>;
}

export interface Together<Answer> {
  readonly requester: Requester;
  readonly idempotency: Idempotency | undefined;
  /** Conditions on which the plan depends, `Patient?identifier=…`: nobody else decides on the same ones meanwhile. */
  readonly conditions: readonly Condition[];
  /** Makes the plan. Called again when the transaction has to be repeated. */
  readonly plan: (client: Connection, now: Instant) => Promise<Result<Plan<Answer>>>;
  /** The first answer to a repeated key, as this kind of request gives it. */
  readonly replayed: (replay: Replay) => Answer;
  /** Names the change that was refused, in a request of several. */
  readonly placed?: (refusal: Outcome, prepared: PreparedChange) => Outcome;
}

export interface Condition {
  readonly type: string;
  readonly criteria: string;
}

/** How often a transaction is begun again that lost a race or a deadlock, before its caller is told. */
const ATTEMPTS = 5;

/**
 * Commits one change: as one statement when no guard is concerned, which is nearly always; otherwise as a transaction. Together with
 * {@link commitTogether} the only way into the record.
 */
export async function commitOne<Answer>(
  path: WritePath,
  requester: Requester,
  prepared: PreparedChange,
  idempotency: Idempotency | undefined,
  answers: { readonly written: (prepared: PreparedChange) => Answer; readonly replayed: (replay: Replay) => Answer },
): Promise<Result<Answer>> {
  if (needsTransaction(path, prepared.change)) {
    const plan: Plan<Answer> = {
      changes: [prepared],
      answer: async () => ok(answers.written(prepared)),
      kept: () => ({ type: prepared.change.type, id: prepared.change.id, version: prepared.expected + 1, answer: '' }),
    };
    return commitTogether(path, {
      requester,
      idempotency,
      conditions: [],
      plan: async () => ok(plan),
      replayed: answers.replayed,
    });
  }
  const closed = path.closed();
  if (closed) return refused(closed);
  return attempted(async () => {
    const reach = reachOf(requester, path.clock.now());
    const word =
      prepared.change.interaction === 'create'
        ? await path.creates.create({ requester, reach, prepared, idempotency })
        : await recordWrite(path.pool, requester, reach, prepared, idempotency);
    if (word === 'written') return ok(answers.written(prepared));
    if (word !== 'replayed') return refused(refusedWord(word, prepared));
    return replayed(path.pool, reach, requester, idempotency, answers.replayed);
  });
}

/**
 * Commits what a plan says, all or nothing: key, conditions and charts are locked in this order, the changes written, the guards asked on the state after
 * them, the answer kept. A refusal of any of them leaves nothing behind.
 */
export async function commitTogether<Answer>(path: WritePath, together: Together<Answer>): Promise<Result<Answer>> {
  const closed = path.closed();
  if (closed) return refused(closed);
  return attempted(async () => {
    const client = await path.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await within(client, path, together);
      const ended = await client.query(result.ok ? 'commit' : 'rollback');
      // COMMIT of a transaction in which a statement failed is answered with ROLLBACK, and without an error.
      if (result.ok && ended.command !== 'COMMIT')
        throw new Error('A failed statement was passed over in a transaction');
      return result;
    } catch (error) {
      broken = await rolledBack(client);
      throw error;
    } finally {
      client.release(broken);
    }
  });
}

async function within<Answer>(
  client: pg.PoolClient,
  path: WritePath,
  together: Together<Answer>,
): Promise<Result<Answer>> {
  const { requester, idempotency, placed = (refusal) => refusal } = together;
  const now = path.clock.now();
  const reach = reachOf(requester, now);
  if (idempotency) {
    const word = await claimKey(client, requester.who, idempotency);
    if (word !== '') return replayed(client, reach, requester, idempotency, together.replayed);
  }
  await lockConditions(client, together.conditions);
  const plan = await together.plan(client, now);
  if (!plan.ok) return plan;
  const { changes, answer, kept } = plan.value;
  await lockCharts(client, path, changes);
  const words = await recordWriteTogether(client, requester, reach, changes);
  for (const [index, prepared] of changes.entries()) {
    const word = words[index];
    if (word === undefined) throw new Error('A change without a word');
    if (word === 'conflict' && together.conditions.length > 0) throw new LostRace();
    if (word === 'replayed') throw new Error('record_write replays only a key, and was given none');
    if (word !== 'written') return refused(placed(refusedWord(word, prepared), prepared));
  }
  const following = await consequencesOf(path, requester, changesIn(changes), client, now);
  if (!following.ok) return following;
  await writeFollowing(client, requester, following.value, now);
  const written = changesIn([...changes, ...following.value]);
  const guarded = await askGuards(path.guards, written, client, now);
  if (guarded.refusal) {
    const { refusal } = guarded;
    const prepared = changes.find(({ change }) => change === refusal.change);
    return refused(prepared ? placed(refusal.outcome, prepared) : refusal.outcome);
  }
  await keepDecisions(client, guarded.decisions);
  await project(path.projection, written, client, now);
  const given = await answer(client);
  if (given.ok && idempotency && kept) {
    await keepAnswer(client, requester.who, idempotency, { ...kept(given.value), at: isoOf(now) });
  }
  return given;
}

/** A change that more belongs to than a version and its audit row: a guard's word, what follows from it, the worklist. */
const needsTransaction = ({ guards, consequences, projection }: WritePath, change: Change): boolean =>
  concernsAny(guards, change) || hasConsequences(consequences, change) || isProjected(projection, change);

const changesIn = (prepared: readonly PreparedChange[]): readonly Change[] => prepared.map(({ change }) => change);

/** @throws Error when what follows cannot be written: it is new, and about a patient whose chart this transaction holds. */
async function writeFollowing(
  client: Connection,
  requester: Requester,
  following: readonly PreparedChange[],
  now: Instant,
): Promise<void> {
  const product = productFor(requester);
  const words = await recordWriteTogether(client, product, reachOf(product, now), following);
  const refusal = words.find((word) => word !== 'written');
  if (refusal !== undefined) throw new Error(`What follows from a change could not be written: ${refusal}`);
}

/** Equal conditions decide one after another: what one of them finds, or creates, the next one sees. */
async function lockConditions(client: Connection, conditions: readonly Condition[]): Promise<void> {
  if (conditions.length === 0) return;
  await client.query(
    'select pg_advisory_xact_lock(l) from (select distinct criteria_lock(t, c) l from unnest($1::text[], $2::text[]) x(t, c) order by 1) y',
    [conditions.map(({ type }) => type), conditions.map(({ criteria }) => criteria)],
  );
}

/**
 * A guard decides on a patient's record while nobody else writes it. Charts are locked in one order, so that two transactions about the same
 * patients cannot wait for each other; a lock alone, because a shared one that has to be widened can.
 */
async function lockCharts(client: Connection, path: WritePath, changes: readonly PreparedChange[]): Promise<void> {
  const patients = changes.map(({ change }) => change.patient).filter((patient) => patient !== '');
  const alone = changes.some(({ change }) => change.type === 'Patient' || needsTransaction(path, change));
  if (!alone || patients.length === 0) return;
  await client.query(
    'select pg_advisory_xact_lock(l) from (select distinct patient_lock(p) l from unnest($1::text[]) p order by 1) x',
    [patients],
  );
}

async function replayed<Answer>(
  db: Connection,
  reach: Reach,
  { who }: Requester,
  idempotency: Idempotency | undefined,
  answerOf: (replay: Replay) => Answer,
): Promise<Result<Answer>> {
  const replay = idempotency && (await replayOf(db, reach, who, idempotency));
  if (!replay) throw new Error('A key was said to be used, and is not kept');
  return 'issues' in replay ? refused(replay) : ok(answerOf(replay));
}

/** A condition's resource was changed between finding and writing it. */
class LostRace extends Error {}

/** Does it, again when it only lost a race, and makes of the database's failures what a caller can be told. */
export async function attempted<Answer>(once: () => Promise<Result<Answer>>): Promise<Result<Answer>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      const failure: DatabaseFailure | undefined =
        error instanceof LostRace ? { kind: 'again' } : databaseFailure(error);
      if (!failure) throw error;
      if (failure.kind !== 'again') return refused(failure.outcome);
      if (attempt === ATTEMPTS) return refused(outcome('CRYO-509', { seconds: 1 }));
    }
  }
}

/** @returns the error that makes a connection unfit for the pool, if there was one. */
async function rolledBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
