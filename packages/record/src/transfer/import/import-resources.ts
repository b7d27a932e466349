import { isStoredType, type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { mayCall } from '../../access/policy.ts';
import { auditRow } from '../../audit/row.ts';
import type { Requester } from '../../requester.ts';
import type { WritePath } from '../../write/write-path.ts';
import { createFinder } from './find-one.ts';
import type { Found, FoundFault, FoundLinks } from './found.ts';
import type { ImportOptions, ImportSummary } from './import-request.ts';
import { type ImportTables, openImportTables } from './import-tables.ts';
import { inBatches } from './in-batches.ts';
import { identityOf, type Origin } from './origin.ts';
import { openQueue, type WaitingQueue } from './queue.ts';
import { createReport, type Report, ServiceFailure } from './report.ts';
import { type Storing, storeBatch, type Underway } from './store-batch.ts';

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
  const report = createReport(path, requester, options);
  const tables = await openImportTables(path.pool);
  let stopped: Outcome | undefined;
  try {
    await run({ path, requester, options, tables, report }, found);
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    stopped = error.outcome;
  } finally {
    await tables.close();
  }
  const { all, types, reasons } = report.tally;
  const ended = await onTrail(path, requester, `${nameOf(options)} ${JSON.stringify(all)}`, stopped ? 8 : 0);
  return ok({ ...all, types, reasons, stopped: stopped ?? (ended.ok ? undefined : ended.outcome) });
}

const nameOf = ({ source, dryRun }: ImportOptions): string => `${source}${dryRun ? ' (dry run)' : ''}`;

const onTrail = ({ logged, clock }: WritePath, requester: Requester, detail: string, result: 0 | 4 | 8) =>
  logged([auditRow(requester, { interaction: 'import', detail, outcome: result }, clock.now())]);

async function begin(path: WritePath, requester: Requester, options: ImportOptions): Promise<Result<void>> {
  const refusal = !mayCall(requester, 'import')
    ? outcome('CRYO-403')
    : /^[A-Za-z0-9.-]{1,64}$/.test(options.source)
      ? undefined
      : outcome('CRYO-722', { source: options.source.slice(0, 100) });
  const code = refusal?.issues[0]?.code;
  const logged = await onTrail(path, requester, code ?? `${nameOf(options)} begins`, refusal ? 4 : 0);
  return logged.ok && refusal ? refused(refusal) : logged;
}

interface Run {
  readonly path: WritePath;
  readonly requester: Requester;
  readonly options: ImportOptions;
  readonly tables: ImportTables;
  readonly report: Report;
}

/** Everything as it is found, then, round by round, what had to wait; what no round can store is refused. */
async function run({ path, requester, options, tables, report }: Run, found: AsyncIterable<Found>): Promise<void> {
  const { source, bases = [], ids = 'kept', update = false, dryRun = false, onProgress } = options;
  const { tally } = report;
  const origin: Origin = { source, bases: bases.map((base) => `${base.replace(/\/$/, '')}/`), ids };
  let queue = await openQueue();
  const storing: Storing = {
    path,
    requester,
    links: { origin, base: path.base, tables, findOne: createFinder(path, requester) },
    rules: { origin, update, dryRun, wouldBeThere: tables.claimed },
    report,
    async wait({ found: resource, isRepeat }, why) {
      tally.wait(resource.resource.resourceType, 1);
      await queue.put({ found: resource, isRepeat, outcome: why });
    },
  };
  const stored = (items: AsyncIterable<Underway>, isRetry: boolean): Promise<void> =>
    inBatches(items, {
      sizeOf: (item) => item.found.size,
      isAlone: (batch) => batch.some((item) => item.found.resource.resourceType === 'Patient'),
      async store(batch) {
        await storeBatch(storing, batch, isRetry);
        onProgress?.(tally.all);
      },
    });
  try {
    await stored(resourcesIn(found, { origin, tables, report }), false);
    for (let before = Number.POSITIVE_INFINITY; queue.length > 0 && queue.length < before; ) {
      before = queue.length;
      const round = queue;
      queue = await openQueue();
      await closedAfter(round, () => stored(again(round, report), true));
    }
    for await (const { found: resource, outcome: why } of queue.all()) {
      tally.wait(resource.resource.resourceType, -1);
      await report.refuseResource(resource, why);
    }
    await report.settled();
  } finally {
    await queue.close();
  }
}

async function closedAfter(queue: WaitingQueue, use: () => Promise<void>): Promise<void> {
  try {
    await use();
  } finally {
    await queue.close();
  }
}

async function* again(queue: WaitingQueue, { tally }: Report): AsyncGenerator<Underway> {
  for await (const { found, isRepeat } of queue.all()) {
    tally.wait(found.resource.resourceType, -1);
    yield { found, isRepeat };
  }
}

/** The resources in what is found; the rest is seen to on the way. */
async function* resourcesIn(
  found: AsyncIterable<Found>,
  aside: { readonly origin: Origin; readonly tables: ImportTables; readonly report: Report },
): AsyncGenerator<Underway> {
  for await (const each of found) {
    if (each.kind === 'links') await noteLinks(each, aside);
    else if (each.kind === 'fault') await refuseFault(each, aside);
    else if (isStoredType(each.resource.resourceType)) yield { found: each, isRepeat: false };
    else
      await aside.report.refuseResource(each, outcome('CRYO-104', { type: each.resource.resourceType.slice(0, 100) }));
  }
}

const refuseFault = ({ place, outcome: { issues } }: FoundFault, { report }: { readonly report: Report }) =>
  report.refuse({ place, type: '', id: '', issues });

const noteLinks = (
  { file, links }: FoundLinks,
  { origin, tables }: { readonly origin: Origin; readonly tables: ImportTables },
): Promise<void> =>
  tables.addLinks(
    file,
    links.map(({ fullUrl, resource }) => ({
      url: fullUrl,
      reference: `${resource.resourceType}/${identityOf(origin, { fullUrl, resource }).id}`,
    })),
  );
