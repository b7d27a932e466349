import { type JsonResource, outcome, type Result, references, refused, rewriteReferences } from '@cryopath/fhir';
import type { FindOne } from './find-one.ts';
import type { FoundResource } from './found.ts';
import { type FileLink, type ImportTables, linkKey } from './import-tables.ts';
import { withNamedPatient } from './named-patient.ts';
import { idHere, type Origin, relativeLink } from './origin.ts';

export interface LinkContext {
  readonly origin: Origin;
  /** Address of this server, without a trailing slash; '' when it is not known. */
  readonly base: string;
  readonly tables: ImportTables;
  readonly findOne: FindOne;
}

/**
 * Resources with their links led to where the resources lie here that they mean: other entries of the same Bundle by their fullUrl, resources
 * of the same system by absolute or relative address, conditions by what they find. The rest stays as it is.
 *
 * All at once, because what a Bundle's names mean is kept in a table. Refused, one by one: CRYO-220 and 206 a condition; CRYO-720 a `urn:uuid:` that
 * names nothing in its file.
 */
export async function withLinks(
  found: readonly FoundResource[],
  context: LinkContext,
): Promise<readonly Result<JsonResource>[]> {
  const asked = new Map<string, FileLink>();
  for (const { place, fullUrl, resource } of found) {
    for (const { reference } of references(resource)) {
      for (const url of namesIn(reference, fullUrl)) {
        const link = { file: place.file, url };
        asked.set(linkKey(link), link);
      }
    }
  }
  const links = await context.tables.linksFor([...asked.values()]);
  const results: Result<JsonResource>[] = [];
  for (const each of found) results.push(await linked(each, links, context));
  return results;
}

/** Under which names of entries a reference may stand in its Bundle's table: its own, and one completed by the base of its entry. */
function namesIn(reference: string, fullUrl: string): readonly string[] {
  if (reference.startsWith('#')) return [];
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) return [withoutVersion(reference)];
  const root = rootOf(fullUrl);
  return root === undefined ? [] : [`${root}${withoutVersion(reference)}`];
}

const withoutVersion = (link: string): string => link.replace(/\/_history\/[^/]+$/, '');

/** The base of the server that an entry comes from (R4 bundle.html, 2.36.4.1). */
const rootOf = (fullUrl: string): string | undefined =>
  /^(https?:\/\/.*\/)[A-Z][A-Za-z]{1,63}\/[^/]+$/.exec(fullUrl)?.[1];

async function linked(
  { place, fullUrl, resource }: FoundResource,
  links: ReadonlyMap<string, string>,
  context: LinkContext,
): Promise<Result<JsonResource>> {
  const { origin, base, findOne } = context;
  const root = rootOf(fullUrl);
  const bases = [...(root === undefined ? [] : [root]), ...origin.bases, ...(base === '' ? [] : [`${base}/`])];
  const conditions = new Map<string, string>();
  for (const { reference } of references(resource)) {
    const [, type, criteria] = CONDITIONAL.exec(reference) ?? [];
    if (type === undefined || criteria === undefined || conditions.has(reference)) continue;
    const id = await findOne(type, criteria);
    if (!id.ok) return id;
    conditions.set(reference, `${type}/${id.value}`);
  }
  const leadsTo = (reference: string): string | undefined => {
    for (const url of namesIn(reference, fullUrl)) {
      const target = links.get(linkKey({ file: place.file, url }));
      if (target !== undefined) return `${target}${/\/_history\/[^/]+$/.exec(reference)?.[0] ?? ''}`;
    }
    const own = bases.find((each) => reference.startsWith(each));
    const relative = relativeLink(own === undefined ? reference : reference.slice(own.length));
    if (relative) return `${relative.type}/${idHere(origin, relative.type, relative.id)}${relative.rest}`;
    return conditions.get(reference);
  };
  const rewritten = rewriteReferences(resource, (link, kind) =>
    // Elsewhere than in a Reference, an address is mostly a name, that of a Questionnaire; what begins with urn:uuid: can only mean an entry.
    kind === 'reference' || link.startsWith('urn:uuid:') || link.startsWith('Binary/') ? leadsTo(link) : undefined,
  );
  const dangling = references(rewritten).find(({ reference }) => reference.startsWith('urn:uuid:'));
  if (!dangling) return withNamedPatient(rewritten, findOne);
  return refused(outcome('CRYO-720', { reference: dangling.reference.slice(0, 200) }, dangling.path));
}

const CONDITIONAL = /^([A-Z][A-Za-z]{1,63})\?(.+)$/s;
