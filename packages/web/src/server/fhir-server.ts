import { fromOperationOutcome, type Outcome } from '@cryopath/fhir';
import type { RecordResource } from '@cryopath/pathway';
import type { ServerClock } from './server-clock.ts';

/** What a request came to. `unreachable` when there was no answer at all, so that the reader is told that nothing was saved. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly status: number; readonly outcome?: Outcome }
  | { readonly ok: false; readonly status: 'unreachable' };

export interface Person {
  readonly person: string;
  readonly name: string;
  readonly role: 'patient' | 'caregiver' | 'nurse' | 'doctor' | 'lead';
  /** `Patient/…` or `Practitioner/…` */
  readonly who: string;
}

/** The server, over HTTP: the only way that a screen reaches the record. */
export interface FhirServer {
  people(): Promise<Answer<readonly Person[]>>;
  me(): Promise<Answer<Person>>;
  signIn(person: string): Promise<Answer<Person>>;
  signOut(): Promise<Answer<unknown>>;
  patients(): Promise<Answer<readonly RecordResource[]>>;
  /** Everything that the record holds of one patient, and that the reader may see. */
  everything(patient: string): Promise<Answer<readonly RecordResource[]>>;
  /** @param key idempotency key: the same one for a repeat of the same act, so that pressing twice saves once (H10). */
  create(resource: { readonly resourceType: string }, key: string): Promise<Answer<RecordResource>>;
}

export function fhirServer(
  clock: ServerClock,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): FhirServer {
  async function ask<Value>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    let response: Response;
    try {
      response = await fetcher(path, {
        method,
        credentials: 'same-origin',
        headers: {
          accept: path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json',
          'accept-language': document.documentElement.lang,
          ...(body === undefined
            ? {}
            : {
                'content-type': path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json',
                'x-cryopath': '1',
              }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      return { ok: false, status: 'unreachable' } satisfies Answer<Value>;
    }
    clock.hear(response.headers.get('date'));
    const value: unknown = await response.json().catch(() => undefined);
    if (response.ok) return { ok: true, value: value as Value } satisfies Answer<Value>;
    const outcome = fromOperationOutcome(value);
    return { ok: false, status: response.status, ...(outcome ? { outcome } : {}) } satisfies Answer<Value>;
  }

  /** Follows a Bundle's `next` links to its end. */
  async function entries(first: string): Promise<Answer<readonly RecordResource[]>> {
    const resources: RecordResource[] = [];
    for (let path: string | undefined = first; path !== undefined; ) {
      const page: Answer<Bundle> = await ask<Bundle>('GET', path);
      if (!page.ok) return page;
      for (const { resource } of page.value.entry ?? []) if (resource) resources.push(resource);
      const next: string | undefined = page.value.link?.find(({ relation }) => relation === 'next')?.url;
      path = next === undefined ? undefined : pathOf(next);
    }
    return { ok: true, value: resources };
  }

  return {
    people: () => ask('GET', '/demo/people'),
    me: () => ask('GET', '/demo/me'),
    signIn: (person) => ask('POST', '/demo/sign-in', { person }),
    signOut: () => ask('POST', '/demo/sign-out', {}),
    patients: () => entries('/fhir/Patient?_sort=family&_count=50'),
    everything: (patient) => entries(`/fhir/Patient/${encodeURIComponent(patient)}/$everything`),
    create: (resource, key) =>
      ask('POST', `/fhir/${resource.resourceType}`, resource, {
        'idempotency-key': key,
        prefer: 'return=representation',
      }),
  };
}

interface Bundle {
  readonly entry?: readonly { readonly resource?: RecordResource }[];
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
}

/** A link of the server's, whatever name it has for itself, as a path of this origin. */
const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
};
