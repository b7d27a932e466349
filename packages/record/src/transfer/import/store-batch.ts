import { type Outcome, outcome } from '@cryopath/fhir';
import type { Requester } from '../../requester.ts';
import type { WritePath } from '../../write/write-path.ts';
import { type BatchRules, type Candidate, commitBatch, type Verdict } from './commit-batch.ts';
import type { FoundResource } from './found.ts';
import { type LinkContext, withLinks } from './links.ts';
import { identityOf, withOrigin } from './origin.ts';
import { type Report, ServiceFailure } from './report.ts';

/** A resource on its way into the record. */
export interface Underway {
  readonly found: FoundResource;
  /** Whether another one with its id came earlier in this import. */
  readonly isRepeat: boolean;
}

export interface Storing {
  readonly path: WritePath;
  readonly requester: Requester;
  readonly links: LinkContext;
  readonly rules: BatchRules;
  readonly report: Report;
  /** Lets a resource wait until the others are stored. */
  readonly wait: (underway: Underway, why: Outcome) => Promise<void>;
}

interface Tried {
  readonly underway: Underway;
  readonly candidate: Candidate;
}

/**
 * Takes a batch from what was found to what became of it: links led, ids given, the ids taken for this import, then stored; and each resource counted, told, or
 * put aside to wait.
 *
 * @param isRetry whether these have waited: their ids are taken already.
 * @throws ServiceFailure
 */
export async function storeBatch(storing: Storing, batch: readonly Underway[], isRetry: boolean): Promise<void> {
  const { path, requester, links, rules, wait } = storing;
  const tried: Tried[] = [];
  const taken = new Set<string>();
  for (const each of await candidatesOf(storing, batch)) {
    const reference = referenceOf(each.candidate);
    // The same id twice in one batch: the second is looked at when the first is stored.
    if (taken.has(reference)) await repeated(wait, each);
    else tried.push(each);
    taken.add(reference);
  }
  const fresh = isRetry ? taken : await links.tables.claim([...taken]);
  const stored: Tried[] = [];
  for (const each of tried) {
    if (fresh.has(referenceOf(each.candidate))) stored.push(each);
    else await repeated(wait, each);
  }
  if (stored.length === 0) return;
  const candidates = stored.map(({ candidate }) => candidate);
  const verdicts = await commitBatch(path, requester, candidates, rules);
  if (!verdicts.ok) throw new ServiceFailure(verdicts.outcome);
  for (const [index, each] of stored.entries()) {
    const verdict = verdicts.value[index];
    if (!verdict) throw new Error('A candidate without a verdict');
    await settle(storing, each, verdict);
  }
}

const referenceOf = ({ type, id }: Candidate): string => `${type}/${id}`;

const repeated = (wait: Storing['wait'], { underway, candidate }: Tried): Promise<void> =>
  wait({ ...underway, isRepeat: true }, outcome('CRYO-714', { reference: referenceOf(candidate) }));

async function candidatesOf(storing: Storing, batch: readonly Underway[]): Promise<readonly Tried[]> {
  const { origin } = storing.links;
  const found = batch.map((underway) => underway.found);
  const linked = await withLinks(found, storing.links);
  const candidates: Tried[] = [];
  for (const [index, underway] of batch.entries()) {
    const resource = linked[index];
    if (!resource) throw new Error('A resource without its links');
    if (!resource.ok) {
      await refusedLink(storing, underway, resource.outcome);
      continue;
    }
    const identity = identityOf(origin, underway.found);
    candidates.push({
      underway,
      candidate: {
        type: resource.value.resourceType,
        id: identity.id,
        resource: withOrigin(resource.value, identity, origin),
        isRepeat: underway.isRepeat,
      },
    });
  }
  return candidates;
}

/** What a condition means may be imported later. */
const refusedLink = ({ wait, report }: Storing, underway: Underway, why: Outcome): Promise<void> =>
  why.issues.every(({ code }) => code === 'CRYO-220')
    ? wait(underway, why)
    : report.refuseResource(underway.found, why);

async function settle({ links, report, wait }: Storing, { underway, candidate }: Tried, verdict: Verdict) {
  if (verdict.kind !== 'refused') {
    report.tally.count(candidate.type, verdict.kind);
    return;
  }
  if (verdict.mayWait) {
    await wait(underway, verdict.outcome);
    return;
  }
  // Another one with this id is as good as the first.
  if (!underway.isRepeat) await links.tables.release([referenceOf(candidate)]);
  await report.refuseResource(underway.found, verdict.outcome);
}
