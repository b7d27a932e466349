import own from 'virtual:protocol';
import type { Protocol, RecordResource } from '@cryopath/pathway';
import type { Session } from '../app/session.ts';
import type { Answer, FhirServer } from '../server/fhir-server.ts';

/** What is needed to have a version of the protocol: the server that published it, and at home the device that kept it. */
export type Shelves = Pick<Session, 'server' | 'store' | 'person'>;

/** Versions that were read and verified while this window is open: what is published never changes (I4). */
const known = new WeakMap<FhirServer, Map<string, Protocol>>();

/**
 * The protocol by which the server decides: of a pathway the version that it keeps, else the one that governs charts without a pathway (I4). The product's own is here;
 * any other is read from the record and verified as the server does it. What cannot be had is an answer in words: nobody is shown another version in its place.
 *
 * @param version of the pathway, when there is one
 */
export async function protocolOfVersion(shelves: Shelves, version: string | undefined): Promise<Answer<Protocol>> {
  const named = version === undefined ? await governingVersion(shelves) : ({ ok: true, value: version } as const);
  if (!named.ok) return named;
  if (named.value === own.version) return { ok: true, value: own };
  const here = known.get(shelves.server) ?? new Map<string, Protocol>();
  known.set(shelves.server, here);
  const loaded = here.get(named.value);
  if (loaded) return { ok: true, value: loaded };
  const library = await libraryOf(shelves, `${own.id}-${named.value}`);
  if (!library.ok) return library;
  // Compiling needs a reader of YAML: it comes when it is needed.
  const { readPublished } = await import('./read-published.ts');
  const read = await readPublished(library.value, named.value);
  if (read.ok) here.set(named.value, read.value);
  return read;
}

/** The Library of a published version; without a network the one that this device has kept. It holds nothing of a patient's. */
async function libraryOf(shelves: Shelves, id: string): Promise<Answer<RecordResource | undefined>> {
  const key = `protocol:${id}`;
  const found = await shelves.server.search(`Library?_id=${encodeURIComponent(id)}`);
  return keptAtHome(shelves, key, found.ok ? { ok: true, value: found.value[0] } : found);
}

/** The version that charts without a pathway are decided by. */
async function governingVersion(shelves: Shelves): Promise<Answer<string>> {
  const plan = await shelves.server.operation('PlanDefinition/$governing', {});
  const version: Answer<string> = plan.ok
    ? { ok: true, value: String((plan.value as RecordResource | undefined)?.version) }
    : plan;
  return keptAtHome(shelves, 'protocol:governing', version);
}

/** At home what was answered is kept, and stands in when the clinic cannot be reached. */
async function keptAtHome<Value>(
  { store, person }: Shelves,
  key: string,
  answer: Answer<Value>,
): Promise<Answer<Value>> {
  if (person.role !== 'patient' && person.role !== 'caregiver') return answer;
  if (answer.ok) {
    await store.write('kept', key, answer.value);
    return answer;
  }
  const kept = answer.status === 'unreachable' ? await store.read<Value>('kept', key) : undefined;
  return kept === undefined ? answer : { ok: true, value: kept };
}
