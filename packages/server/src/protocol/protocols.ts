import { type JsonResource, type Outcome, parseJson } from '@cryopath/fhir';
import { libraryId, type Protocol, publicationIn } from '@cryopath/pathway';
import type { ClinicRecord, PatientView } from '@cryopath/record';
import { serviceRequester } from '../sign-in/service-requester.ts';
import { protocolIn } from './publication.ts';

/** Every version of the protocol that this process knows: the product's own and what the clinic has published. */
export interface Protocols {
  /** What a new pathway follows: the version that somebody of the clinic signed last; the product's own while nobody has. */
  readonly current: Protocol;
  readonly all: readonly Protocol[];
  /**
   * Why the version that somebody of the clinic signed last cannot be read; undefined when it can, and while nobody has signed one. While it stands no pathway
   * begins unless a version is named: an older one must not take its place unseen (I4). Publishing a new version ends it.
   */
  readonly unreadable: Outcome | undefined;
  /** A version that is known here. */
  known(version: string): Protocol | undefined;
  /** The same, looked up in the record when another process published it. */
  find(version: string, view: Pick<PatientView, 'common'>): Promise<Protocol | undefined>;
  /**
   * Reads what is published in a record: everything, or only versions that another process published since.
   * @returns why, for each published version that cannot be read (CRYO-620), and for a record that cannot be searched.
   */
  load(record: ClinicRecord, base: string, which?: 'all' | 'new'): Promise<readonly Outcome[]>;
  /** Takes a version in. One that a person has signed is what new pathways follow from now on. */
  add(protocol: Protocol, signedBy: string): void;
}

export function protocolsFrom(own: Protocol): Protocols {
  const versions = new Map<string, Protocol>([[own.version, own]]);
  let current = own;
  let unreadable: Outcome | undefined;
  const add = (protocol: Protocol, signedBy: string) => {
    versions.set(protocol.version, protocol);
    if (isByPerson(signedBy) || protocol.version === current.version) current = protocol;
  };
  return {
    get current() {
      return current;
    },
    get all() {
      return [...versions.values()];
    },
    get unreadable() {
      return unreadable;
    },
    known: (version) => versions.get(version),
    async find(version, view) {
      const known = versions.get(version);
      if (known) return known;
      const library = await view.common('Library', libraryId({ id: own.id, version }));
      const published = library && protocolIn(library);
      if (!published?.ok) return undefined;
      versions.set(version, published.value);
      return published.value;
    },
    async load(record, base, which = 'all') {
      // The record counts versions of a Library in the order in which they were published: the last of them governs new pathways.
      const found = await record.search(serviceRequester, 'Library', `url=${own.url}:library&_count=200`, {
        base,
        strict: true,
      });
      if (!found.ok) {
        unreadable = found.outcome;
        return [found.outcome];
      }
      const published = librariesIn(found.value.text).toSorted((a, b) => String(a.date).localeCompare(String(b.date)));
      const refusals: Outcome[] = [];
      let last: Outcome | undefined;
      for (const library of published) {
        const who = publicationIn(library)?.who;
        if (who === undefined) continue;
        const isKnown = which === 'new' && versions.has(String(library.version));
        const read = isKnown ? undefined : protocolIn(library);
        if (read?.ok) add(read.value, who);
        const refusal = read && !read.ok ? read.outcome : undefined;
        if (refusal) refusals.push(refusal);
        if (isByPerson(who)) last = refusal;
      }
      unreadable = last;
      return refusals;
    },
    add,
  };
}

const isByPerson = (who: string): boolean => who.startsWith('Practitioner/');

function librariesIn(text: string): readonly JsonResource[] {
  const bundle = parseJson(text);
  const entries = bundle.ok ? ((bundle.value as { entry?: { resource: JsonResource }[] }).entry ?? []) : [];
  return entries.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === 'Library');
}
