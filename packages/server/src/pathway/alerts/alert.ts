import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Advice, type Instant, isoOf, type Text } from '@cryopath/pathway';

/** Codes of our Tasks and Flags. */
const TASK_SYSTEM = 'urn:cryopath:task';
export const FLAG_SYSTEM = 'urn:cryopath:flag';
/** How urgent an alert is; `urn:cryopath:level` is the spine's. */
const ADVICE_LEVEL_SYSTEM = 'urn:cryopath:advice-level';
/** Of an alert's reasonCode: what was found, by the names of the rules. */
const FINDING_SYSTEM = 'urn:cryopath:finding';
const FLAG_CATEGORY = 'http://terminology.hl7.org/CodeSystem/flag-category';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** A text of the protocol in both languages: English in the element, Polish in its translation (R4 extension "translation"). */
export const translated = (name: string, { en, pl }: Text): JsonObject => ({
  [name]: en,
  [`_${name}`]: {
    extension: [
      {
        url: TRANSLATION,
        extension: [
          { url: 'lang', valueCode: 'pl' },
          { url: 'content', valueString: pl },
        ],
      },
    ],
  },
});

export interface AlertAbout {
  readonly patient: string;
  /** Id of the CarePlan, when it can be told. */
  readonly pathway?: string;
  /** `QuestionnaireResponse/…` */
  readonly response: string;
  readonly now: Instant;
  readonly flagId: string;
  readonly taskId: string;
}

/**
 * What the clinic gets of an answer that must not wait: a Task for somebody to take, and, of a red flag, a Flag that stays on the chart until it is closed
 * (H06, H07). They say what was found and what the patient was told.
 */
export function alertOf(
  advice: Pick<Advice, 'level' | 'title' | 'act' | 'rules'>,
  about: AlertAbout,
): readonly JsonResource[] {
  const { patient, pathway, response, now, flagId, taskId } = about;
  const subject = { reference: `Patient/${patient}` };
  const findings = findingsOf(advice);
  const found = joined(advice.rules.map(({ title }) => title));
  const plan = pathway === undefined ? {} : { basedOn: [{ reference: `CarePlan/${pathway}` }] };
  const isUrgent = advice.level === 'emergency' || advice.level === 'same-day';
  const code = isUrgent ? 'red-flag' : 'answer-to-read';
  const task: JsonResource = {
    resourceType: 'Task',
    id: taskId,
    status: 'requested',
    intent: 'order',
    priority: isUrgent ? 'stat' : 'routine',
    code: {
      coding: [
        { system: TASK_SYSTEM, code },
        { system: ADVICE_LEVEL_SYSTEM, code: advice.level },
      ],
      ...translated('text', advice.title),
    },
    ...translated('description', found.en === '' ? advice.title : found),
    ...(findings.length === 0
      ? {}
      : { reasonCode: { coding: findings.map((name) => ({ system: FINDING_SYSTEM, code: name })) } }),
    focus: { reference: response },
    for: subject,
    authoredOn: isoOf(now),
    requester: { reference: 'Device/cryopath', type: 'Device', display: 'Cryopath' },
    ...plan,
    ...(isUrgent ? { reasonReference: { reference: `Flag/${flagId}` } } : {}),
  };
  if (!isUrgent) return [task];
  const flag: JsonResource = {
    resourceType: 'Flag',
    id: flagId,
    status: 'active',
    category: [{ coding: [{ system: FLAG_CATEGORY, code: 'safety' }] }],
    code: {
      coding: [
        { system: FLAG_SYSTEM, code: 'red-flag' },
        { system: ADVICE_LEVEL_SYSTEM, code: advice.level },
      ],
      ...translated('text', found.en === '' ? advice.title : found),
    },
    subject,
    period: { start: isoOf(now) },
  };
  return [flag, task];
}

/** The names of what was found; of what could not be read, with the questions that it comes from. */
export const findingsOf = ({ rules }: Pick<Advice, 'rules'>): readonly string[] => [
  ...new Set(
    rules.flatMap(({ kind, name, questions }) => (kind === name ? questions.map((each) => `${name}.${each}`) : [name])),
  ),
];

const codingsIn = (concept: unknown): readonly JsonObject[] =>
  ((concept as JsonObject | undefined)?.coding ?? []) as readonly JsonObject[];

/** Whether a resource is the Task of an alert. */
export const isAlert = ({ resourceType, code }: JsonResource): boolean =>
  resourceType === 'Task' && codingsIn(code).some(({ system }) => system === TASK_SYSTEM);

const CLOSED: ReadonlySet<unknown> = new Set(['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error']);

/** Whether nobody looks after it any more. */
export const isClosed = ({ status }: JsonResource): boolean => CLOSED.has(status);

/** How urgent an alert is, as it says. */
export const levelIn = ({ code }: JsonResource): unknown =>
  codingsIn(code).find(({ system }) => system === ADVICE_LEVEL_SYSTEM)?.code;

/** What an alert was raised for, by the names of {@link findingsOf}. */
export const findingsIn = ({ reasonCode }: JsonResource): readonly unknown[] =>
  codingsIn(reasonCode).flatMap(({ system, code }) => (system === FINDING_SYSTEM ? [code] : []));

const joined = (texts: readonly Text[]): Text => ({
  en: texts.map(({ en }) => en).join('; '),
  pl: texts.map(({ pl }) => pl).join('; '),
});
