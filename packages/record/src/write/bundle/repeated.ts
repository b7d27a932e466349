import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { reachOf } from '../../access/reach.ts';
import { auditRow } from '../../audit/row.ts';
import { bundleText } from '../../read/bundle-text.ts';
import type { BundleText, SearchOptions, Written } from '../../record.ts';
import type { Requester } from '../../requester.ts';
import { placeOf } from '../head.ts';
import type { WritePath } from '../write-path.ts';
import { placedIn } from './bundle-entry.ts';
import type { AskedEntry } from './entry-request.ts';
import { changeResponse, type ResponseText } from './entry-response.ts';
import { type ReadingThrough, readEntry } from './reading.ts';

/** The answer to one entry, and which version it was about when it changed something. */
export interface EntryResponse {
  readonly text: ResponseText;
  readonly changed?: Pick<Written, 'type' | 'id' | 'version'>;
}

export const changedResponse = (written: Written): EntryResponse => {
  const { type, id, version } = written;
  return { text: changeResponse(written), changed: { type, id, version } };
};

export const answerOf = (responses: readonly EntryResponse[]): BundleText =>
  bundleText({ type: 'transaction-response', links: [], entries: responses.map(({ text }) => text) });

/** What a key keeps of the answers to a transaction: what was changed, and nothing of what was read. */
export const keptText = (responses: readonly EntryResponse[]): string =>
  JSON.stringify(responses.map((response) => (response.changed ? response : null)));

interface Repeated {
  readonly requester: Requester;
  readonly options: SearchOptions;
  readonly reading: ReadingThrough;
}

/**
 * The answer to a transaction that was made before: what it changed as it was told then, what it reads as it is now. A key opens no chart that was closed
 * since, so everything must be within reach today; and that it was asked for again is put on the trail, for each resource that it names.
 *
 * Refused: CRYO-201 what was changed is out of reach; whatever a reading entry is refused for.
 */
export async function repeated(
  path: WritePath,
  { requester, options, reading }: Repeated,
  asked: readonly AskedEntry[],
  kept: string,
): Promise<Result<BundleText>> {
  const now = path.clock.now();
  const patientOf = placeOf(path.pool, reachOf(requester, now));
  const first: readonly (EntryResponse | null)[] = JSON.parse(kept);
  const responses: EntryResponse[] = [];
  const rows = [auditRow(requester, { interaction: 'transaction', detail: 'repeated transaction' }, now)];
  for (const [place, each] of asked.entries()) {
    const { index, method } = each.entry;
    const before = first[place];
    if (before?.changed) {
      const { type, id, version } = before.changed;
      // An AuditEvent lies on the trail and in nobody's record; its answer says nothing but its address.
      const patient = type === 'AuditEvent' ? '' : await patientOf(type, id);
      if (patient === undefined) return refused(placedIn(index, outcome('CRYO-201', { reference: `${type}/${id}` })));
      const act = {
        interaction: 'read',
        type,
        resource: id,
        version,
        patient,
        detail: 'repeated transaction',
      } as const;
      rows.push(auditRow(requester, act, now));
      responses.push(before);
      continue;
    }
    if (each.kind !== 'reading') throw new Error('The answer to an entry that changed something was not kept');
    const read = await readEntry(reading(path.pool), requester, each.request, options, method === 'GET');
    if (!read.ok) return refused(placedIn(index, read.outcome));
    responses.push({ text: read.value });
  }
  const logged = await path.logged(rows);
  return logged.ok ? ok(answerOf(responses)) : logged;
}
