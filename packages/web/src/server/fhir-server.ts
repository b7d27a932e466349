import type { RecordResource, Text } from '@cryopath/pathway';
import type { ServerClock } from './server-clock.ts';

/** What a request came to: its value, or the OperationOutcome as the server wrote it. `unreachable` when there was no answer at all, so that the reader is told that nothing was saved. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly status: number; readonly outcome: unknown }
  | { readonly ok: false; readonly status: 'unreachable' };

export interface Person {
  readonly person: string;
  readonly name: string;
  readonly role: 'patient' | 'caregiver' | 'nurse' | 'doctor' | 'lead' | 'administrator' | 'auditor';
  /** `Patient/…` or `Practitioner/…` */
  readonly who: string;
  /** Of a caregiver: id of the patient whom they look after. */
  readonly patient?: string;
  /** Of somebody of the demo: why one would want to be them. */
  readonly about?: Text;
}

/** The server, over HTTP: the only way that a screen reaches the record. */
export interface FhirServer {
  people(): Promise<Answer<readonly Person[]>>;
  me(): Promise<Answer<Person>>;
  signIn(person: string): Promise<Answer<Person>>;
  signOut(): Promise<Answer<unknown>>;
  /** What stands under `/sign-in` (docs/sign-in.md): passkeys, sessions, accounts, access. */
  door<Value>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer<Value>>;
  /** Sets the demo's clock ahead. Elsewhere there is no such address. */
  moveClock(span: { readonly hours: number } | { readonly days: number }): Promise<Answer<unknown>>;
  /** How far the demo's clock is set ahead, in milliseconds; nothing elsewhere. */
  ahead(): Promise<number>;
  /** Whether the server is a demonstration, with made-up people only. */
  isDemo(): Promise<boolean>;
  /** Everything that the record holds of one patient, and that the reader may see. */
  everything(patient: string): Promise<Answer<readonly RecordResource[]>>;
  /** One page of a search by its path, such as `/fhir/AuditEvent?_count=50`, and where the next one is. */
  page(path: string): Promise<Answer<Page>>;
  /** All matches of a search, such as `Flag?status=active`. */
  search(query: string): Promise<Answer<readonly RecordResource[]>>;
  /**
   * Several resources at once or none of them. One without an id is made; one with an id and a version is changed, if that is still its version (H14).
   *
   * @param key idempotency key: the same one for a repeat of the same act, so that pressing twice saves once (H10).
   * @param who made it: the server answers 401 when somebody else is signed in by then, in another window perhaps (H13).
   */
  save(entries: readonly SavedEntry[], key: string, who?: string): Promise<Answer<unknown>>;
  /** An operation of the record, such as `Task/1/$acknowledge`, with its parameters by name; several of one name as a list. */
  operation(path: string, parameters: OperationParameters, key?: string): Promise<Answer<unknown>>;
  /** Calls back whenever resources change that the reader may see; with none when the demo's clock was moved. @returns how to stop listening */
  listen(changed: (changes: readonly Change[]) => void): () => void;
}

/** `{ step: { valueCode: 'procedure' }, condition: [{ valueCode: 'a' }, { valueCode: 'b' }] }` */
export type OperationParameters = Readonly<Record<string, ParameterValue | readonly ParameterValue[]>>;
type ParameterValue = Readonly<Record<string, unknown>>;

export interface Page {
  readonly resources: readonly RecordResource[];
  /** Path of the page behind this one. */
  readonly next: string | undefined;
}

export interface SavedEntry {
  /** How other entries name it until it has an id. */
  readonly fullUrl?: string;
  readonly resource: { readonly resourceType: string; readonly id?: unknown; readonly meta?: unknown };
}

export interface Change {
  readonly type: string;
  readonly id: string;
  readonly patient?: string;
}

export function fhirServer(
  clock: ServerClock,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): FhirServer {
  async function ask<Value>(
    method: 'GET' | 'POST' | 'DELETE',
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
    return { ok: false, status: response.status, outcome: value } satisfies Answer<Value>;
  }

  /** In the demo people have names; elsewhere the session knows who one is, and their own resource has the name. */
  async function me(): Promise<Answer<Person>> {
    const made = await ask<Person>('GET', '/demo/me');
    if (made.ok) return { ok: true, value: await withPatient(made.value) };
    if (made.status !== 404) return made;
    const session = await ask<SessionWords>('GET', '/sign-in/session');
    if (!session.ok) return session;
    const { who, role } = session.value;
    const resource = await ask<RecordResource>('GET', `/fhir/${who}`);
    const [name] = resource.ok ? ((resource.value.name ?? []) as readonly HumanName[]) : [];
    const words = name?.text ?? [...(name?.given ?? []), name?.family ?? ''].join(' ').trim();
    return { ok: true, value: await withPatient({ person: who, who, role, name: words === '' ? who : words }) };
  }

  /** Whom a caregiver looks after stands in their session, not in their name. */
  async function withPatient(person: Person): Promise<Person> {
    if (person.role !== 'caregiver') return person;
    const session = await ask<SessionWords>('GET', '/sign-in/session');
    const patient = session.ok ? session.value.patients?.[0] : undefined;
    return patient === undefined ? person : { ...person, patient };
  }

  async function page(path: string): Promise<Answer<Page>> {
    const bundle = await ask<Bundle>('GET', path);
    if (!bundle.ok) return bundle;
    const { entry = [], link } = bundle.value;
    const next = link?.find(({ relation }) => relation === 'next')?.url;
    return {
      ok: true,
      value: {
        resources: entry.flatMap(({ resource }) => resource ?? []),
        next: next === undefined ? undefined : pathOf(next),
      },
    };
  }

  /** Follows a Bundle's `next` links to its end. */
  async function entries(first: string): Promise<Answer<readonly RecordResource[]>> {
    const resources: RecordResource[] = [];
    for (let path: string | undefined = first; path !== undefined; ) {
      const answer: Answer<Page> = await page(path);
      if (!answer.ok) return answer;
      resources.push(...answer.value.resources);
      path = answer.value.next;
    }
    return { ok: true, value: resources };
  }

  return {
    people: () => ask('GET', '/demo/people'),
    me,
    async signIn(person) {
      const answer = await ask<Person>('POST', '/demo/sign-in', { person });
      return answer.ok ? { ok: true, value: await withPatient(answer.value) } : answer;
    },
    signOut: () => ask('POST', '/sign-in/sign-out', {}),
    door: (method, path, body) => ask(method, `/sign-in${path}`, method === 'GET' ? undefined : (body ?? {})),
    moveClock: (span) => ask('POST', '/demo/clock', span),
    async ahead() {
      const answer = await ask<{ readonly aheadHours: number }>('GET', '/demo/clock');
      return answer.ok ? answer.value.aheadHours * 3_600_000 : 0;
    },
    isDemo: async () => (await ask('GET', '/demo/clock')).ok,
    everything: (patient) => entries(`/fhir/Patient/${encodeURIComponent(patient)}/$everything`),
    page,
    search: (query) => entries(`/fhir/${query}`),
    save: (saved, key, who) =>
      ask(
        'POST',
        '/fhir',
        { resourceType: 'Bundle', type: 'transaction', entry: saved.map(transactionEntry) },
        {
          'idempotency-key': key,
          prefer: 'return=minimal',
          ...(who === undefined ? {} : { 'x-cryopath-who': who }),
        },
      ),
    operation(path, parameters, key) {
      const parameter = Object.entries(parameters).flatMap(([name, values]) =>
        [values].flat().map((value) => ({ name, ...value })),
      );
      return ask(
        'POST',
        `/fhir/${path}`,
        // FHIR has no empty lists.
        { resourceType: 'Parameters', ...(parameter.length === 0 ? {} : { parameter }) },
        key === undefined ? {} : { 'idempotency-key': key },
      );
    },
    listen(changed) {
      const events = new EventSource('/events');
      // In the demo time is set ahead: everything that stands on the screen is to be seen anew.
      events.addEventListener('clock', () => changed([]));
      events.addEventListener('changed', ({ data }) => changed(JSON.parse(String(data)) as readonly Change[]));
      return () => events.close();
    },
  };
}

function transactionEntry({ fullUrl, resource }: SavedEntry) {
  const { resourceType, id, meta } = resource;
  const version = (meta as { versionId?: string } | undefined)?.versionId;
  return {
    ...(fullUrl === undefined ? {} : { fullUrl }),
    resource,
    request:
      typeof id === 'string'
        ? {
            method: 'PUT',
            url: `${resourceType}/${id}`,
            ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
          }
        : { method: 'POST', url: resourceType },
  };
}

/** What `GET /sign-in/session` tells of who is signed in. */
interface SessionWords extends Pick<Person, 'who' | 'role'> {
  readonly patients?: readonly string[];
}

interface HumanName {
  readonly text?: string;
  readonly family?: string;
  readonly given?: readonly string[];
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
