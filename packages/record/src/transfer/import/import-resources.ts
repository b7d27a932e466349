import { isStoredType, type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { mayCall } from '../../access/policy.ts';
import { auditRow } from '../../audit/row.ts';
import type { Requester } from '../../requester.ts';
import type { WritePath } from '../../write/write-path.ts';
import { type BatchRules, type Candidate, commitBatch, type Verdict } from './commit-batch.ts';
import { createFinder } from './find-one.ts';
import type { Found, FoundFault, FoundLinks, FoundResource } from './found.ts';
import type { ImportOptions, ImportRefusal, ImportSummary } from './import-request.ts';
import { type ImportTables, openImportTables } from './import-tables.ts';
import { type LinkContext, withLinks } from './links.ts';
import { identityOf, type Origin, withOrigin } from './origin.ts';
import { openQueue, type WaitingQueue } from './queue.ts';
import { createTally, type Tally } from './tally.ts';

/** Changes of one transaction, and bytes of them: enough that a commit costs nothing beside them, few enough that nobody waits for it. */
const BATCH = 200;
const BATCH_BYTES = 8 * 1_048_576;
/** Transactions at once: one is prepared here while the other is written there, and a third waits. */
const AT_ONCE = 3;

/**
 * Files resources of another system in the record: each under the patient whom it names, all by the one write path. Whatever is not stored is told, never
 * passed over.
 *
 * What refers to something that has not come yet waits, on disk, until everything else is stored, and is tried again as long as that helps. Importing
 * the same again writes nothing (`decide.ts`), so that an import that was cut off is finished by importing again.
 *
 * Refused: CRYO-403 the requester may not import; CRYO-722 the source's name. An import that the service cannot go on with ends early: `stopped`.
 */
export async function importResources(
  path: WritePath,
  requester: Requester,
  found: AsyncIterable<Found>,
  options: ImportOptions,
): Promise<Result<ImportSummary>> {
  const begun = await begin(path, requester, options);
  if (!begun.ok) return begun;
  const tables = await openImportTables(path.pool);
  const queue = await openQueue();
  try {
    const run = createRun(path, requester, options, tables, queue);
    await run.everything(found);
    const { all, types, reasons } = run.tally;
    const detail = `${nameOf(options)} ${JSON.stringify(all)}`;
    const logged = await path.logged([auditRow(requester, { interaction: 'import', detail }, path.clock.now())]);
    const stopped = run.stopped() ?? (logged.ok ? undefined : logged.outcome);
    return ok({ ...all, types, reasons, stopped });
  } finally {
    await queue.close();
    await tables.close();
  }
}

const nameOf = ({ source, dryRun }: ImportOptions): string => `${source}${dryRun ? ' (dry run)' : ''}`;

async function begin(path: WritePath, requester: Requester, options: ImportOptions): Promise<Result<void>> {
  const refusal = !mayCall(requester, 'import')
    ? outcome('CRYO-403')
    : /^[A-Za-z0-9.-]{1,64}$/.test(options.source)
      ? undefined
      : outcome('CRYO-722', { source: options.source.slice(0, 100) });
  const detail = refusal?.issues[0]?.code ?? `${nameOf(options)} begun`;
  const row = auditRow(requester, { interaction: 'import', detail, outcome: refusal ? 4 : 0 }, path.clock.now());
  const logged = await path.logged([row]);
  return logged.ok && refusal ? refused(refusal) : logged;
}

/** A resource on its way, and what it is tried as. */
interface Underway {
  readonly found: FoundResource;
  readonly isRepeat: boolean;
}

function createRun(
  path: WritePath,
  requester: Requester,
  options: ImportOptions,
  tables: ImportTables,
  queue: WaitingQueue,
) {
  const origin: Origin = {
    source: options.source,
    bases: (options.bases ?? []).map((base) => `${base.replace(/\/$/, '')}/`),
    ids: options.ids ?? 'kept',
  };
  const context: LinkContext = { origin, base: path.base, tables, findOne: createFinder(path, requester) };
  const rules: BatchRules = {
    origin,
    update: options.update ?? false,
    dryRun: options.dryRun ?? false,
    wouldBeThere: (references) => tables.claimed(references),
  };
  const tally: Tally = createTally();
  let next: WaitingQueue = queue;
  let stopped: Outcome | undefined;
  let failure: { readonly error: unknown } | undefined;
  const running = new Set<Promise<void>>();

  const refuse = async (refusals: readonly ImportRefusal[]) => {
    for (const refusal of refusals) {
      tally.refuse(refusal);
      await options.onRefused?.(refusal);
    }
    const rows = refusals.map(({ type, id, issues }) => {
      const detail = issues.map(({ code }) => code).join(' ');
      const act = { interaction: 'create', type: type.slice(0, 100), resource: id.slice(0, 64), outcome: 4, detail } as const;
      return auditRow(requester, act, path.clock.now());
    });
    const logged = await path.logged(rows);
    if (!logged.ok) stopped ??= logged.outcome;
  };

  const wait = async ({ found, isRepeat }: Underway, why: Outcome) => {
    tally.wait(found.resource.resourceType, 1);
    await next.put({ found, isRepeat, outcome: why });
  };

  /** The verdict on one resource, told and counted. */
  const settle = async ({ found, isRepeat }: Underway, candidate: Candidate | undefined, verdict: Verdict) => {
    const { resource, place } = found;
    const { resourceType: type, id } = resource;
    if (verdict.kind !== 'refused') {
      tally.count(type, verdict.kind);
      return;
    }
    if (verdict.mayWait) {
      await wait({ found, isRepeat }, verdict.outcome);
      return;
    }
    if (candidate && !isRepeat) await tables.release([referenceOf(candidate)]);
    await refuse([{ place, type, id: typeof id === 'string' ? id : '', issues: verdict.outcome.issues }]);
  };

  /** Stores a batch; what has been claimed is of it, and of nobody after it. */
  const store = async (batch: readonly Underway[], isRetry: boolean): Promise<void> => {
    const linked = await withLinks(batch.map(({ found }) => found), context);
    const candidates: { readonly underway: Underway; readonly candidate: Candidate }[] = [];
    const taken = new Set<string>();
    for (const [index, underway] of batch.entries()) {
      const result = linked[index];
      if (!result) throw new Error('A resource without its links');
      if (!result.ok) {
        const mayWait = result.outcome.issues.every(({ code }) => code === 'CRYO-220');
        await settle(underway, undefined, { kind: 'refused', outcome: result.outcome, mayWait });
        continue;
      }
      const identity = identityOf(origin, underway.found);
      const { resourceType: type } = result.value;
      const resource = withOrigin(result.value, identity, origin);
      const candidate = { type, id: identity.id, resource, isRepeat: underway.isRepeat };
      const reference = referenceOf(candidate);
      // The same id twice in one batch: the second is looked at when the first is stored.
      if (taken.has(reference)) await wait({ ...underway, isRepeat: true }, outcome('CRYO-714', { reference }));
      else {
        taken.add(reference);
        candidates.push({ underway, candidate });
      }
    }
    const fresh = isRetry ? taken : await tables.claim([...taken]);
    const tried = [];
    for (const each of candidates) {
      const reference = referenceOf(each.candidate);
      if (fresh.has(reference)) tried.push(each);
      else await wait({ ...each.underway, isRepeat: true }, outcome('CRYO-714', { reference }));
    }
    if (tried.length === 0) return;
    const verdicts = await commitBatch(path, requester, tried.map(({ candidate }) => candidate), rules);
    if (!verdicts.ok) {
      stopped ??= verdicts.outcome;
      return;
    }
    for (const [index, { underway, candidate }] of tried.entries()) {
      const verdict = verdicts.value[index];
      if (verdict) await settle(underway, candidate, verdict);
    }
    options.onProgress?.(tally.all);
  };

  /** Begins to store a batch, alone when others may need what is in it. */
  const begun = async (batch: readonly Underway[], isRetry: boolean) => {
    const isAlone = batch.some(({ found }) => found.resource.resourceType === 'Patient');
    if (isAlone) await Promise.all(running);
    while (running.size >= AT_ONCE) await Promise.race(running);
    const storing = store(batch, isRetry)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => running.delete(storing));
    running.add(storing);
    if (isAlone) await storing;
    if (failure) throw failure.error;
  };

  const inBatches = async (resources: AsyncIterable<Underway | FoundFault | FoundLinks>, isRetry: boolean) => {
    let batch: Underway[] = [];
    let bytes = 0;
    const flush = async () => {
      if (batch.length > 0) await begun(batch, isRetry);
      batch = [];
      bytes = 0;
    };
    try {
      for await (const each of resources) {
        if (stopped) return;
        if ('kind' in each) {
          await aside(each);
          continue;
        }
        batch.push(each);
        bytes += each.found.size;
        if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush();
      }
      await flush();
    } finally {
      await Promise.all(running);
    }
    if (failure) throw failure.error;
  };

  const aside = async (each: FoundFault | FoundLinks) => {
    if (each.kind === 'fault') {
      const { place, type = '', id = '' } = each;
      await refuse([{ place, type, id, issues: each.outcome.issues }]);
      return;
    }
    const links = each.links.map(({ fullUrl, resource }) => ({
      url: fullUrl,
      reference: `${resource.resourceType}/${identityOf(origin, { fullUrl, resource }).id}`,
    }));
    await tables.addLinks(each.file, links);
  };

  /** Tries again what waits, as long as that lets anything through; what is left then is refused. */
  const whatWaits = async () => {
    let waiting = next;
    while (waiting.length > 0 && !stopped) {
      const before = waiting.length;
      next = await openQueue();
      try {
        await inBatches(again(waiting), true);
      } finally {
        if (waiting !== queue) await waiting.close();
      }
      waiting = next;
      if (waiting.length === before) break;
    }
    if (waiting === queue) return;
    if (!stopped) {
      for await (const { found, outcome: why } of waiting.all()) {
        const { resourceType: type, id } = found.resource;
        tally.wait(type, -1);
        await refuse([{ place: found.place, type, id: typeof id === 'string' ? id : '', issues: why.issues }]);
      }
    }
    await waiting.close();
  };

  async function* again(waiting: WaitingQueue): AsyncGenerator<Underway> {
    for await (const { found, isRepeat } of waiting.all()) {
      tally.wait(found.resource.resourceType, -1);
      yield { found, isRepeat };
    }
  }

  return {
    tally,
    stopped: () => stopped,
    async everything(found: AsyncIterable<Found>) {
      await inBatches(asUnderway(found), false);
      await whatWaits();
    },
  };
}

async function* asUnderway(found: AsyncIterable<Found>): AsyncGenerator<Underway | FoundFault | FoundLinks> {
  for await (const each of found) {
    if (each.kind !== 'resource') yield each;
    else if (isStoredType(each.resource.resourceType)) yield { found: each, isRepeat: false };
    else {
      const type = each.resource.resourceType.slice(0, 100);
      const id = typeof each.resource.id === 'string' ? each.resource.id : '';
      yield { kind: 'fault', place: each.place, type, id, outcome: outcome('CRYO-104', { type }) };
    }
  }
}

const referenceOf = ({ type, id }: Candidate): string => `${type}/${id}`;
