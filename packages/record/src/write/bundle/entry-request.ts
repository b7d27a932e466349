import { isStoredType, type JsonResource, ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import type { PatchOperations } from '../../record.ts';
import type { ChangeRequest } from '../change-request.ts';
import { type BundleEntry, placeOf } from './bundle-entry.ts';

/** What a reading entry asks for. */
export type ReadRequest =
  | { readonly kind: 'read'; readonly type: string; readonly id: string }
  | { readonly kind: 'vread'; readonly type: string; readonly id: string; readonly version: number }
  | { readonly kind: 'history'; readonly type: string; readonly id: string | undefined; readonly query: string }
  | { readonly kind: 'search'; readonly type: string; readonly query: string };

/** An entry with its request understood. */
export type AskedEntry =
  | { readonly kind: 'change'; readonly entry: BundleEntry; readonly request: ChangeRequest }
  | { readonly kind: 'reading'; readonly entry: BundleEntry; readonly request: ReadRequest };

/** What an entry asks for, as a request of its own would (R4 http.html, 3.1.0.11). Refused: CRYO-170, CRYO-174. */
export function askedEntry(entry: BundleEntry): Result<AskedEntry> {
  if (entry.method === 'GET' || entry.method === 'HEAD') {
    const request = readRequest(entry);
    return request ? ok({ kind: 'reading', entry, request }) : impossible(entry);
  }
  const request = changeRequest(entry);
  return request.ok ? ok({ kind: 'change', entry, request: request.value }) : request;
}

const impossible = ({ index, method, url }: BundleEntry) =>
  refused(outcome('CRYO-174', { index, method, url: url.slice(0, 200) }, placeOf(index)));
const incomplete = ({ index }: BundleEntry) => refused(outcome('CRYO-170', { index }, placeOf(index)));

function readRequest({ path, query = '' }: BundleEntry): ReadRequest | undefined {
  const [type = '', second, third, fourth, ...rest] = path;
  if (!isStoredType(type) || rest.length > 0) return undefined;
  if (second === undefined) return { kind: 'search', type, query };
  if (second === '_history') return third === undefined ? { kind: 'history', type, id: undefined, query } : undefined;
  if (third === undefined) return { kind: 'read', type, id: second };
  if (third !== '_history') return undefined;
  if (fourth === undefined) return { kind: 'history', type, id: second, query };
  return { kind: 'vread', type, id: second, version: Number(fourth) };
}

function changeRequest(entry: BundleEntry): Result<ChangeRequest> {
  const { path, query, resource, ifMatch, ifNoneMatchAny, ifNoneExist } = entry;
  const [type = '', id, ...rest] = path;
  if (!isStoredType(type) || rest.length > 0 || id?.startsWith('$') || id === '_search') return impossible(entry);
  // An id or a condition names what is changed; a new resource has neither.
  const isNew = entry.method === 'POST';
  if (isNew ? id !== undefined || query !== undefined : (id === undefined) === (query === undefined))
    return impossible(entry);
  switch (entry.method) {
    case 'POST':
      if (!resource) return incomplete(entry);
      return typed(entry, resource) ?? ok({ interaction: 'create', type, criteria: ifNoneExist, resource });
    case 'PUT':
      if (!resource) return incomplete(entry);
      return (
        typed(entry, resource) ??
        ok({ interaction: 'update', type, id, criteria: query, resource, ifMatch, ifNoneMatchAny })
      );
    case 'PATCH': {
      const operations = patchIn(resource);
      return operations
        ? ok({ interaction: 'patch', type, id, criteria: query, operations, ifMatch })
        : incomplete(entry);
    }
    case 'DELETE':
      return ok({ interaction: 'delete', type, id, criteria: query, ifMatch });
    default:
      return impossible(entry);
  }
}

function typed({ index, path }: BundleEntry, { resourceType }: JsonResource) {
  const [type = ''] = path;
  if (resourceType === type) return undefined;
  return refused(
    outcome('CRYO-166', { body: resourceType.slice(0, 100), address: type }, `${placeOf(index)}.resource`),
  );
}

/** A JSON Patch travels in a Bundle as a Binary (R4 http.html, 3.1.0.11.1). */
function patchIn(resource: JsonResource | undefined): PatchOperations | undefined {
  if (resource?.resourceType !== 'Binary' || typeof resource.data !== 'string') return undefined;
  if (resource.contentType !== 'application/json-patch+json') return undefined;
  const parsed = parseJson(Buffer.from(resource.data, 'base64').toString('utf8'));
  return parsed.ok && Array.isArray(parsed.value) ? parsed.value : undefined;
}
