import {
  type Issue,
  type Json,
  type JsonObject,
  type JsonResource,
  type Outcome,
  ok,
  outcome,
  type Result,
  refused,
} from '@cryopath/fhir';

/** One entry of a transaction or batch, as far as its request can be read without the record. */
export interface BundleEntry {
  readonly index: number;
  /** '' when it has none. */
  readonly fullUrl: string;
  readonly method: Method;
  /** Relative, as it came. */
  readonly url: string;
  /** What the path of the url says. */
  readonly path: readonly string[];
  /** The query of the url, without `?`; undefined when there is none. */
  readonly query: string | undefined;
  readonly resource: JsonResource | undefined;
  readonly ifMatch: number | undefined;
  readonly ifNoneMatchAny: boolean;
  readonly ifNoneExist: string | undefined;
}

const METHODS = ['DELETE', 'POST', 'PUT', 'PATCH', 'GET', 'HEAD'] as const;
export type Method = (typeof METHODS)[number];

/** More than any screen or exchange needs, and few enough that a transaction of them does not hold others up for long. */
export const MOST_ENTRIES = 1_000;

/** Reads an entry's request. @param base of this server: an absolute url under it is as good as a relative one. */
export function bundleEntry(entry: Json, index: number, base: string): Result<BundleEntry> {
  const request = isObject(entry) ? entry.request : undefined;
  if (!isObject(entry) || !isObject(request)) return faulty(index);
  const { method, url, ifMatch, ifNoneMatch, ifNoneExist } = request;
  const verb = METHODS.find((known) => known === method);
  if (verb === undefined || typeof url !== 'string' || url === '') return faulty(index);
  const { resource, fullUrl } = entry;
  if (resource !== undefined && !isResource(resource)) return faulty(index);
  const version = ifMatch === undefined ? undefined : versionOf(ifMatch);
  if (version === null)
    return refused(outcome('CRYO-209', { header: 'If-Match', value: textOf(ifMatch) }, placeOf(index)));
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    return refused(outcome('CRYO-209', { header: 'If-None-Match', value: textOf(ifNoneMatch) }, placeOf(index)));
  }
  const relative = url.startsWith(`${base}/`) ? url.slice(base.length + 1) : url.replace(/^\//, '');
  const mark = relative.indexOf('?');
  return ok({
    index,
    fullUrl: typeof fullUrl === 'string' ? fullUrl : '',
    method: verb,
    url: relative,
    path: (mark < 0 ? relative : relative.slice(0, mark)).split('/'),
    query: mark < 0 ? undefined : relative.slice(mark + 1),
    resource,
    ifMatch: version,
    ifNoneMatchAny: ifNoneMatch === '*',
    ifNoneExist: typeof ifNoneExist === 'string' ? ifNoneExist.replace(/^\?/, '') : undefined,
  });
}

/** The entries of a Bundle. Refused: CRYO-175 too many; CRYO-170, 209 an entry's request; CRYO-171 a fullUrl that occurs twice. */
export function bundleEntries(bundle: JsonResource, base: string): Result<readonly BundleEntry[]> {
  const list = listed(bundle);
  if (!list.ok) return list;
  const entries: BundleEntry[] = [];
  const seen = new Set<string>();
  for (const [index, each] of list.value.entries()) {
    const entry = bundleEntry(each, index, base);
    if (!entry.ok) return entry;
    const { fullUrl } = entry.value;
    if (fullUrl !== '' && seen.has(fullUrl))
      return refused(outcome('CRYO-171', { index, url: fullUrl.slice(0, 200) }, placeOf(index)));
    seen.add(fullUrl);
    entries.push(entry.value);
  }
  return ok(entries);
}

/** The entries as they came. */
export function listed({ entry }: JsonResource): Result<readonly Json[]> {
  const list = entry === undefined ? [] : entry;
  if (!Array.isArray(list)) return refused(outcome('CRYO-123', undefined, 'Bundle.entry'));
  if (list.length > MOST_ENTRIES)
    return refused(outcome('CRYO-175', { limit: MOST_ENTRIES, count: list.length }, 'Bundle.entry'));
  return ok(list);
}

export const placeOf = (index: number): string => `Bundle.entry[${index}]`;

/** A refusal of what an entry asked for, its places counted from the Bundle. */
export const placedIn = (index: number, { issues }: Outcome): Outcome => ({
  issues: issues.map((issue): Issue => {
    if (issue.expression?.startsWith('Bundle.')) return issue;
    const within = issue.expression?.indexOf('.') ?? -1;
    const rest = within < 0 ? '' : issue.expression?.slice(within);
    const isResourcePath = issue.expression !== undefined && /^[A-Z]/.test(issue.expression);
    return { ...issue, expression: isResourcePath ? `${placeOf(index)}.resource${rest}` : placeOf(index) };
  }),
});

const faulty = (index: number) => refused(outcome('CRYO-170', { index }, placeOf(index)));

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isResource = (value: Json): value is JsonResource => isObject(value) && typeof value.resourceType === 'string';

/** @returns null for what is no version. */
function versionOf(tag: Json): number | null {
  const version = typeof tag === 'string' ? /^\s*(?:W\/)?"([1-9]\d{0,8})"\s*$/.exec(tag)?.[1] : undefined;
  return version === undefined ? null : Number(version);
}

const textOf = (value: Json | undefined): string => String(value).slice(0, 100);
