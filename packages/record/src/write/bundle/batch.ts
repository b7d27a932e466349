import { type Json, type JsonResource, ok, type Result, refused } from '@cryopath/fhir';
import { bundleText } from '../../read/bundle-text.ts';
import type { BundleText, SearchOptions, WriteOptions } from '../../record.ts';
import type { Requester } from '../../requester.ts';
import { writeOne } from '../write-one.ts';
import type { WritePath } from '../write-path.ts';
import { bundleEntry, placedIn } from './bundle-entry.ts';
import { askedEntry } from './entry-request.ts';
import { changeResponse, type ResponseText, refusalResponse } from './entry-response.ts';
import { danglingLink } from './links.ts';
import { type ReadingThrough, readEntry } from './reading.ts';

export interface BatchRequest {
  readonly requester: Requester;
  readonly entries: readonly Json[];
  readonly options: SearchOptions & WriteOptions;
  readonly reading: ReadingThrough;
}

/**
 * Each entry as if it had been sent alone (R4 http.html, 3.1.0.11.1): one that is refused has its outcome in its place and does not hold up the others. An
 * idempotency key counts for each entry by its place, so that a batch that was cut off half-way is finished by its repeat.
 */
export async function batch(path: WritePath, request: BatchRequest): Promise<Result<BundleText>> {
  const responses: ResponseText[] = [];
  for (const [index, entry] of request.entries.entries()) {
    const response = await entryResponse(path, request, entry, index);
    responses.push(
      response.ok
        ? response.value
        : refusalResponse(placedIn(index, response.outcome), request.options.language ?? 'en'),
    );
  }
  return ok(bundleText({ type: 'batch-response', links: [], entries: responses }));
}

async function entryResponse(
  path: WritePath,
  request: BatchRequest,
  json: Json,
  index: number,
): Promise<Result<ResponseText>> {
  const { requester, options, reading } = request;
  const entry = bundleEntry(json, index, options.base);
  if (!entry.ok) return entry;
  const asked = askedEntry(entry.value);
  if (!asked.ok) return asked;
  if (asked.value.kind === 'reading') {
    return readEntry(reading(path.pool), requester, asked.value.request, options, entry.value.method === 'GET');
  }
  const dangling = danglingIn(asked.value.request.resource, index);
  if (dangling) return refused(dangling);
  const key = options.idempotencyKey;
  const written = await writeOne(
    path,
    requester,
    asked.value.request,
    key === undefined ? {} : { idempotencyKey: `${key}#${index}` },
  );
  return written.ok ? ok(changeResponse(written.value)) : written;
}

/** Entries of a batch know nothing of one another. */
const danglingIn = (resource: JsonResource | undefined, index: number) => resource && danglingLink(resource, index);
