import type { Answer, FhirServer } from '../../server/fhir-server.ts';

/** Something that waits for somebody: a step that may be done, or an alert. */
export interface Waiting {
  readonly patient: string;
  /** Version of the protocol that says so: that which the pathway keeps. */
  readonly version: string;
  readonly stage: string;
  readonly step: string;
  /** Of the step, in the language of the request. */
  readonly title?: string;
  readonly level: 'emergency' | 'same-day' | 'routine';
  readonly roles: readonly string[];
  /** FHIR instants. */
  readonly since: string;
  readonly ready?: string;
  readonly due?: string;
  /** Of a red flag that nobody has taken: from then on somebody must be called (H07). */
  readonly call?: string;
  readonly isOverdue: boolean;
  /** Of an alert: `Task/…` */
  readonly task?: string;
}

interface WaitingPage {
  readonly rows: readonly Waiting[];
  /** Cursor of the next page. */
  readonly next?: string;
}

interface Part {
  readonly name: string;
  readonly part?: readonly Part[];
  readonly [value: string]: unknown;
}

/** Reads the answer of `CarePlan/$worklist` (docs/api.md). A row without a patient is none. */
function readWaiting(answer: unknown): WaitingPage {
  const parameters = (answer as { parameter?: readonly Part[] } | undefined)?.parameter ?? [];
  const next = parameters.find(({ name }) => name === 'next')?.valueString;
  const rows = parameters
    .filter(({ name }) => name === 'waiting')
    .flatMap(({ part = [] }): Waiting[] => {
      const one = (name: string) => part.find((each) => each.name === name);
      const patient = referenceIn(one('patient'))?.replace('Patient/', '');
      if (patient === undefined) return [];
      const task = referenceIn(one('task'));
      const level = one('level')?.valueCode;
      return [
        {
          patient,
          version: String(one('protocol')?.valueCanonical).split('|')[1] ?? '',
          stage: String(one('stage')?.valueCode),
          step: String(one('step')?.valueCode),
          ...textPart('title', one('title')?.valueString),
          level: level === 'emergency' || level === 'same-day' ? level : 'routine',
          roles: part.filter(({ name }) => name === 'role').map(({ valueCode }) => String(valueCode)),
          since: String(one('since')?.valueInstant),
          ...textPart('ready', one('ready')?.valueInstant),
          ...textPart('due', one('due')?.valueInstant),
          ...textPart('call', one('call')?.valueInstant),
          isOverdue: one('overdue')?.valueBoolean === true,
          ...(task === undefined ? {} : { task }),
        },
      ];
    });
  return { rows, ...textPart('next', next) };
}

const referenceIn = (part: Part | undefined): string | undefined =>
  (part?.valueReference as { reference?: string } | undefined)?.reference;

const textPart = <Name extends string>(name: Name, value: unknown) =>
  (typeof value === 'string' ? { [name]: value } : {}) as { readonly [key in Name]?: string };

/** As many pages as one look asks for; beyond that somebody has to search. */
const PAGES_AT_MOST = 20;

/** Everything that waits, page after page; `isWhole` unless there is more than one look shows. */
export async function askWaiting(
  server: FhirServer,
): Promise<Answer<{ readonly rows: readonly Waiting[]; readonly isWhole: boolean }>> {
  const rows: Waiting[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer = await server.operation('CarePlan/$worklist', {
      count: { valueInteger: 200 },
      ...(cursor === undefined ? {} : { cursor: { valueString: cursor } }),
    });
    if (!answer.ok) return answer;
    const read = readWaiting(answer.value);
    rows.push(...read.rows);
    cursor = read.next;
    if (cursor === undefined) return { ok: true, value: { rows, isWhole: true } };
  }
  return { ok: true, value: { rows, isWhole: false } };
}

/** The alerts that nobody has closed. */
export async function askAlerts(server: FhirServer): Promise<Answer<readonly Waiting[]>> {
  const answer = await server.operation('CarePlan/$worklist', {
    stage: { valueCode: 'alert' },
    count: { valueInteger: 200 },
  });
  return answer.ok ? { ok: true, value: readWaiting(answer.value).rows } : answer;
}
