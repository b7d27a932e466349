import { type JsonResource, ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import { type Reach, reachOf } from '../../access/reach.ts';
import { appendAuditEvent } from '../../audit/append-audit-event.ts';
import type { Connection } from '../../postgres/connection.ts';
import type { BundleText, SearchOptions, Written } from '../../record.ts';
import type { Requester } from '../../requester.ts';
import { uuidV7 } from '../../uuid.ts';
import { type Condition, commitTogether, type Plan } from '../commit-changes.ts';
import { normalised } from '../criteria.ts';
import { placeOf as patientThrough } from '../head.ts';
import type { Idempotency } from '../idempotency.ts';
import { type Intent, prepareChange } from '../prepare-change.ts';
import { type Given, type PreparedChange, writtenBy } from '../prepared-change.ts';
import { resolveRequest } from '../resolve-request.ts';
import { existingWritten } from '../write-one.ts';
import type { WritePath } from '../write-path.ts';
import { type BundleEntry, placedIn, placeOf } from './bundle-entry.ts';
import { rankOf } from './entry-order.ts';
import { type AskedEntry, askedEntry } from './entry-request.ts';
import { conditionsIn, danglingLink, linked } from './links.ts';
import { type ReadingThrough, readEntry } from './reading.ts';
import { answerOf, changedResponse, type EntryResponse, keptText, repeated } from './repeated.ts';

export interface TransactionRequest {
  readonly requester: Requester;
  readonly entries: readonly BundleEntry[];
  readonly options: SearchOptions;
  readonly idempotency: Idempotency | undefined;
  readonly reading: ReadingThrough;
}

/**
 * All entries or none (R4 http.html, 3.1.0.11.2), in one transaction of the database: ids are given, conditions and links between entries resolved, every
 * change written, the guards asked on the state after all of them, then what reads is read. A refusal names its entry and leaves nothing behind.
 */
export async function transaction(path: WritePath, request: TransactionRequest): Promise<Result<BundleText>> {
  const { requester, entries, idempotency } = request;
  const asked: AskedEntry[] = [];
  for (const entry of entries) {
    const understood = askedEntry(entry);
    if (!understood.ok) return understood;
    asked.push(understood.value);
  }
  const done = await commitTogether<Done>(path, {
    requester,
    idempotency,
    conditions: conditionsOf(asked),
    plan: (client, now) => planned({ ...request, path, client, now, reach: reachOf(requester, now) }, asked),
    replayed: (replay) => {
      if (replay.kind !== 'bundle') throw new Error('The key of a change was taken for that of a transaction');
      return { kind: 'repeated', kept: replay.text };
    },
    placed: (refusal, { entry }) => (entry === undefined ? refusal : placedIn(entry, refusal)),
  });
  if (!done.ok) return done;
  return done.value.kind === 'repeated'
    ? repeated(path, request, asked, done.value.kept)
    : ok(answerOf(done.value.responses));
}

type Done =
  | { readonly kind: 'done'; readonly responses: readonly EntryResponse[] }
  /** The transaction was made before, under this key. */
  | { readonly kind: 'repeated'; readonly kept: string };

/** Every condition that a transaction depends on, to be held while it decides. */
function conditionsOf(asked: readonly AskedEntry[]): readonly Condition[] {
  return asked.flatMap((each) => {
    if (each.kind === 'reading') return [];
    const { type, criteria, resource } = each.request;
    const own = criteria === undefined ? [] : [{ type, criteria }];
    return [...own, ...(resource ? conditionsIn(resource) : [])].map((condition) => ({
      type: condition.type,
      criteria: normalised(condition.criteria),
    }));
  });
}

interface Within extends TransactionRequest {
  readonly path: WritePath;
  readonly client: Connection;
  readonly now: Instant;
  readonly reach: Reach;
}

/** A changing entry whose resource is known: what is to be written, or what is there already. */
type Meant =
  | { readonly entry: BundleEntry; readonly kind: 'change'; readonly intent: Intent }
  | { readonly entry: BundleEntry; readonly kind: 'existing'; readonly given: Given };

async function planned(within: Within, asked: readonly AskedEntry[]): Promise<Result<Plan<Done>>> {
  const meant = await meantBy(within, asked);
  if (!meant.ok) return meant;
  const twice = changedTwice(meant.value);
  if (twice) return refused(twice);
  const intents = await withLinks(within, meant.value);
  if (!intents.ok) return intents;
  const prepared = await preparedInOrder(within, intents.value);
  if (!prepared.ok) return prepared;
  const patients = new Set(prepared.value.flatMap(({ change }) => (change.patient === '' ? [] : [change.patient])));
  // H01: what a person does at once concerns one patient. Systems that exchange or import records may concern many.
  if (patients.size > 1 && !ACTS_FOR_MANY.has(within.requester.role))
    return refused(outcome('CRYO-178', { count: patients.size }));
  const events = meant.value.flatMap((each) =>
    each.kind === 'change' && each.intent.type === 'AuditEvent' ? [each] : [],
  );
  return ok({
    changes: prepared.value,
    answer: () => answered(within, asked, meant.value, prepared.value, events),
    kept: (done) => ({
      type: 'Bundle',
      id: '',
      version: 0,
      answer: done.kind === 'done' ? keptText(done.responses) : '',
    }),
  });
}

const ACTS_FOR_MANY: ReadonlySet<Requester['role']> = new Set(['integrator', 'service']);

async function meantBy(within: Within, asked: readonly AskedEntry[]): Promise<Result<readonly Meant[]>> {
  const { client: db, requester, reach, path, now } = within;
  const resolver = { db, requester, reach, matchIds: path.matchIds, newId: () => uuidV7(now) };
  const meant: Meant[] = [];
  for (const each of asked) {
    if (each.kind === 'reading') continue;
    const { entry, request } = each;
    const resolved = await resolveRequest(resolver, request);
    if (!resolved.ok) return refused(placedIn(entry.index, resolved.outcome));
    meant.push(
      resolved.value.kind === 'change'
        ? { entry, kind: 'change', intent: resolved.value.intent }
        : { entry, kind: 'existing', given: existingWritten(resolved.value.head) },
    );
  }
  return ok(meant);
}

const referenceOf = (meant: Meant): string => {
  const { type, id } = meant.kind === 'change' ? meant.intent : meant.given;
  return `${type}/${id}`;
};

/** Two entries that mean the same resource, of which at least one changes it, have no order in which to be done. */
function changedTwice(meant: readonly Meant[]) {
  const first = new Map<string, Meant>();
  for (const each of meant) {
    const reference = referenceOf(each);
    const before = first.get(reference);
    if (before && (each.kind === 'change' || before.kind === 'change')) {
      const { index } = each.entry;
      return outcome('CRYO-172', { first: before.entry.index, second: index, reference }, placeOf(index));
    }
    first.set(reference, each);
  }
  return undefined;
}

async function withLinks(
  within: Within,
  meant: readonly Meant[],
): Promise<Result<readonly (Meant & { readonly kind: 'change' })[]>> {
  const links = new Map<string, string>();
  for (const each of meant) {
    if (each.entry.fullUrl !== '') links.set(each.entry.fullUrl, referenceOf(each));
  }
  const changed: (Meant & { readonly kind: 'change' })[] = [];
  for (const each of meant) {
    if (each.kind !== 'change') continue;
    const { index, fullUrl } = each.entry;
    const { resource } = each.intent;
    if (!resource) {
      changed.push(each);
      continue;
    }
    const resolved = await withConditions(within, resource, links);
    if (!resolved.ok) return refused(placedIn(index, resolved.outcome));
    const rewritten = linked(resource, fullUrl, links);
    const dangling = danglingLink(rewritten, index);
    if (dangling) return refused(dangling);
    changed.push({ ...each, intent: { ...each.intent, resource: rewritten } });
  }
  return ok(changed);
}

/** Adds what the conditions in a resource's references mean. Each must mean exactly one resource. */
async function withConditions(
  { client, requester, path }: Within,
  resource: JsonResource,
  links: Map<string, string>,
): Promise<Result<void>> {
  for (const { reference, type, criteria } of conditionsIn(resource)) {
    if (links.has(reference)) continue;
    const ids = await path.matchIds(client, requester, type, criteria);
    if (!ids.ok) return ids;
    const [id, second] = ids.value;
    if (id === undefined) return refused(outcome('CRYO-220', { type, criteria }));
    if (second !== undefined) return refused(outcome('CRYO-206', { type, criteria }));
    links.set(reference, `${type}/${id}`);
  }
  return ok(undefined);
}

async function preparedInOrder(
  within: Within,
  meant: readonly (Meant & { readonly kind: 'change' })[],
): Promise<Result<readonly PreparedChange[]>> {
  const { requester, now, path, client, reach } = within;
  const known = patientThrough(client, reach);
  const prepared = new Map<string, PreparedChange>();
  const circumstances = {
    requester,
    now,
    zone: path.zone,
    base: path.base,
    patientOf: async (type: string, id: string) => prepared.get(`${type}/${id}`)?.change.patient ?? known(type, id),
  };
  const inOrder = meant.toSorted((a, b) => rankOf(a.intent) - rankOf(b.intent));
  for (const { entry, intent } of inOrder) {
    const change = await prepareChange(intent, circumstances);
    if (!change.ok) return refused(placedIn(entry.index, change.outcome));
    // An AuditEvent is validated like anything else, and appended to the trail with the answer.
    if (intent.type !== 'AuditEvent')
      prepared.set(`${intent.type}/${intent.id}`, { ...change.value, entry: entry.index });
  }
  return ok([...prepared.values()]);
}

/** Entries are answered in the order in which they were asked. */
async function answered(
  within: Within,
  asked: readonly AskedEntry[],
  meant: readonly Meant[],
  prepared: readonly PreparedChange[],
  events: readonly (Meant & { readonly kind: 'change' })[],
): Promise<Result<Done>> {
  const { client, requester, now, options } = within;
  const responses = new Map<number, EntryResponse>();
  const changed = (index: number, written: Written) => responses.set(index, changedResponse(written));
  for (const each of meant) if (each.kind === 'existing') changed(each.entry.index, each.given);
  for (const change of prepared) if (change.entry !== undefined) changed(change.entry, writtenBy(change));
  for (const { entry, intent } of events) {
    if (!intent.resource) continue;
    const stored = await appendAuditEvent(client, requester, intent.resource, now);
    changed(entry.index, { ...stored, isNew: true, created: true });
  }
  const reading = within.reading(client);
  for (const each of asked) {
    if (each.kind !== 'reading') continue;
    const { index, method } = each.entry;
    const read = await readEntry(reading, requester, each.request, options, method === 'GET');
    if (!read.ok) return refused(placedIn(index, read.outcome));
    responses.set(index, { text: read.value });
  }
  return ok({ kind: 'done', responses: asked.map(({ entry }) => responses.get(entry.index) ?? { text: '{}' }) });
}
