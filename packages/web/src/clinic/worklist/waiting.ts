import type { Language } from '@cryopath/fhir';
import type { Answer, FhirServer, OperationParameters } from '../../server/fhir-server.ts';
import type { Page } from './pages.ts';
import type { WorklistFilter } from './worklist-filter.ts';

/** Whose chart it is: name and birth date, two identifiers, always (H01). */
export interface Called {
  readonly patient: string;
  readonly name?: string;
  /** As it stands on the record. */
  readonly born?: string;
}

/** Something that waits for somebody: a step that may be done, or an alert. */
export interface Waiting extends Called {
  /** Version of the protocol that says so: that which the pathway keeps. */
  readonly version: string;
  readonly stage: string;
  readonly step: string;
  /** Of the step, by that version, in the language that was asked for. */
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

interface Part {
  readonly name: string;
  readonly part?: readonly Part[];
  readonly [value: string]: unknown;
}

/** Reads a page of the server's (docs/api.md). A row without a patient is none. */
function pageIn<Row>(answer: unknown, name: string, rowOf: (parts: Parts, who: Called) => Row): Page<Row> {
  const parameters = (answer as { parameter?: readonly Part[] } | undefined)?.parameter ?? [];
  const one = (wanted: string) => parameters.find((each) => each.name === wanted);
  const rows = parameters
    .filter((each) => each.name === name)
    .flatMap(({ part = [] }): Row[] => {
      const parts: Parts = (wanted) => part.filter((each) => each.name === wanted);
      const who = calledIn(parts);
      return who ? [rowOf(parts, who)] : [];
    });
  const count = one('total')?.valueInteger;
  const total = typeof count === 'number' ? { total: { count, isMore: one('uncounted')?.valueBoolean === true } } : {};
  return { rows, ...textPart('next', one('next')?.valueString), ...total };
}

type Parts = (name: string) => readonly Part[];

function calledIn(parts: Parts): Called | undefined {
  const who = parts('patient')[0]?.valueReference as { reference?: string; display?: string } | undefined;
  const patient = who?.reference?.replace('Patient/', '');
  if (patient === undefined) return undefined;
  return { patient, ...textPart('name', who?.display), ...textPart('born', parts('born')[0]?.valueDate) };
}

function waitingIn(parts: Parts, who: Called): Waiting {
  const one = (name: string) => parts(name)[0];
  const level = one('level')?.valueCode;
  return {
    ...who,
    version: String(one('protocol')?.valueCanonical).split('|')[1] ?? '',
    stage: String(one('stage')?.valueCode),
    step: String(one('step')?.valueCode),
    ...textPart('title', one('title')?.valueString),
    level: level === 'emergency' || level === 'same-day' ? level : 'routine',
    roles: parts('role').map(({ valueCode }) => String(valueCode)),
    since: String(one('since')?.valueInstant),
    ...textPart('ready', one('ready')?.valueInstant),
    ...textPart('due', one('due')?.valueInstant),
    ...textPart('call', one('call')?.valueInstant),
    isOverdue: one('overdue')?.valueBoolean === true,
    ...textPart('task', (one('task')?.valueReference as { reference?: string } | undefined)?.reference),
  };
}

const textPart = <Name extends string>(name: Name, value: unknown) =>
  (typeof value === 'string' ? { [name]: value } : {}) as { readonly [key in Name]?: string };

/** Where a page begins, and whom somebody looks for: in the body of the request, never in an address. */
export interface PageAsked {
  readonly count: number;
  readonly cursor: string | undefined;
  readonly words?: string;
}

/** Which part of the worklist, and in which language its steps are called. */
export interface StepsAsked extends WorklistFilter {
  readonly language: Language;
}

const pageParameters = ({ count, cursor, words }: PageAsked): OperationParameters => ({
  count: { valueInteger: count },
  // They are counted once, with the first page.
  ...(cursor === undefined ? { total: { valueBoolean: true } } : { cursor: { valueString: cursor } }),
  ...(words === undefined ? {} : { search: { valueString: words } }),
});

async function askPage<Row>(
  server: FhirServer,
  path: string,
  parameters: OperationParameters,
  read: (answer: unknown) => Page<Row>,
): Promise<Answer<Page<Row>>> {
  const answer = await server.operation(path, parameters);
  return answer.ok ? { ok: true, value: read(answer.value) } : answer;
}

const askWorklist = (server: FhirServer, asked: PageAsked, parameters: OperationParameters) =>
  askPage(server, 'CarePlan/$worklist', { ...pageParameters(asked), ...parameters }, (answer) =>
    pageIn(answer, 'waiting', waitingIn),
  );

/** The alerts that nobody has closed, the most urgent first. */
export const askAlerts = (server: FhirServer, asked: PageAsked): Promise<Answer<Page<Waiting>>> =>
  askWorklist(server, asked, { stage: { valueCode: 'alert' } });

/** What may be done now, and what comes within seven days: one line a patient, what is most urgent for the clinic; the rest stands on the chart. */
export const askSteps = (
  server: FhirServer,
  asked: PageAsked,
  { language, stage, role, state = 'ready' }: StepsAsked,
): Promise<Answer<Page<Waiting>>> =>
  askWorklist(server, asked, {
    language: { valueCode: language },
    once: { valueBoolean: true },
    state: { valueCode: state },
    ...(state === 'soon' ? { order: { valueCode: 'ready' } } : {}),
    ...(stage === undefined ? {} : { stage: { valueCode: stage } }),
    ...(role === undefined ? {} : { role: { valueCode: role } }),
  });

/** The charts in which nothing waits, by family name. */
export const askAtRest = (server: FhirServer, asked: PageAsked): Promise<Answer<Page<Called>>> =>
  askPage(server, 'Patient/$at-rest', pageParameters(asked), (answer) => pageIn(answer, 'chart', (_parts, who) => who));
