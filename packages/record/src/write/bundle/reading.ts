import { ok, type Result } from '@cryopath/fhir';
import type { Connection } from '../../postgres/connection.ts';
import type { ClinicRecord, SearchOptions } from '../../record.ts';
import type { Requester } from '../../requester.ts';
import type { ReadRequest } from './entry-request.ts';
import { bundleResponse, type ResponseText, versionResponse } from './entry-response.ts';

/** The read side over a connection: inside a transaction, entries that read see what the others wrote. */
export type ReadingThrough = (db: Connection) => Pick<ClinicRecord, 'read' | 'vread' | 'history' | 'search'>;

/** Answers an entry that reads, as the same request outside of a Bundle would be: with the same rules, and logged. */
export async function readEntry(
  reading: ReturnType<ReadingThrough>,
  requester: Requester,
  request: ReadRequest,
  options: SearchOptions,
  withResource: boolean,
): Promise<Result<ResponseText>> {
  switch (request.kind) {
    case 'read': {
      const found = await reading.read(requester, request.type, request.id);
      return found.ok ? ok(versionResponse(found.value, withResource)) : found;
    }
    case 'vread': {
      const found = await reading.vread(requester, request.type, request.id, request.version);
      return found.ok ? ok(versionResponse(found.value, withResource)) : found;
    }
    case 'history': {
      const found = await reading.history(requester, request.type, request.id, { ...options, query: request.query });
      return found.ok ? ok(bundleResponse(found.value.text, withResource)) : found;
    }
    case 'search': {
      const found = await reading.search(requester, request.type, request.query, options);
      return found.ok ? ok(bundleResponse(found.value.text, withResource)) : found;
    }
    default:
      return request satisfies never;
  }
}
