import type { JsonObject, JsonResource } from '@cryopath/fhir';
import {
  type Answer,
  type Instant,
  isoOf,
  type Questionnaire,
  questionsOf,
  responseTo,
  SIGNATURE_REQUIRED,
  STEP_SYSTEM,
  type Text,
} from '@cryopath/pathway';
import { inBoth } from '../two-languages.ts';
import type { Entry } from './act.ts';
import type { Story } from './story.ts';
import { urnOf } from './urn.ts';

/** Answers by linkId; free text in both languages. */
export type WordedAnswers = Readonly<Record<string, Answer | readonly Answer[] | Text>>;

/** Who writes, when, and in which pathway. */
export interface Hand {
  readonly story: Story;
  readonly at: Instant;
  /** Literal reference. */
  readonly who: string;
  /** Reference of the CarePlan. */
  readonly pathway: string;
}

/** How an entry of the same act is referred to before it has an id. */
export const linkTo = ({ patient }: Story, as: string): string => urnOf(patient.id, as);

export const subjectOf = ({ patient }: Story) => ({ reference: `Patient/${patient.id}` });

/** A form filled in, and the pain scores in it as Observations, as the screens store them. */
export function filled(hand: Hand, formId: string, answers: WordedAnswers, as = formId): readonly Entry[] {
  const { story, at, who, pathway } = hand;
  const form = formOf(story, formId);
  const plain = Object.fromEntries(
    Object.entries(answers).map(([linkId, answer]) => [linkId, isText(answer) ? answer.en : answer]),
  );
  const response = responseTo(form, plain, { patient: story.patient.id, at, status: 'completed' });
  const resource = {
    ...response,
    item: inBothLanguages(response.item as unknown as readonly JsonObject[], answers),
    author: { reference: who },
    ...(who.startsWith('Practitioner/') ? {} : { source: { reference: who } }),
    basedOn: [{ reference: pathway }],
    ...signatureUnder(form, who, at),
  } as unknown as JsonResource;
  return [{ as, resource }, ...scoresIn(hand, form, plain, as)];
}

/** A step done by its form: the response, and the step's Task, as `$complete-step` stores them. */
export const done = (hand: Hand, step: string, answers: WordedAnswers): readonly Entry[] => {
  const form = hand.story.protocol.steps.find(({ id }) => id === step)?.form;
  if (form === undefined) throw new Error(`The step ${step} has no form`);
  return [...filled(hand, form, answers, step), stepTask(hand, step, linkTo(hand.story, step))];
};

/** @param focus reference of what says that it is done */
export function stepTask({ story, at, who, pathway }: Hand, step: string, focus: string): Entry {
  const now = isoOf(at);
  const title = story.protocol.steps.find(({ id }) => id === step)?.title;
  if (title === undefined) throw new Error(`The protocol has no step ${step}`);
  return {
    resource: {
      resourceType: 'Task',
      status: 'completed',
      intent: 'order',
      code: { coding: [{ system: STEP_SYSTEM, code: step }], ...inBoth('text', title) },
      basedOn: [{ reference: pathway }],
      for: subjectOf(story),
      authoredOn: now,
      lastModified: now,
      executionPeriod: { end: now },
      owner: { reference: who },
      focus: { reference: focus },
    },
  };
}

const PAIN_CODE = '72514-3';

function scoresIn(hand: Hand, form: Questionnaire, answers: Readonly<Record<string, unknown>>, as: string): Entry[] {
  return questionsOf(form).flatMap(({ linkId, code }): Entry[] => {
    const value = answers[linkId];
    const coding = code?.find((each) => each.code === PAIN_CODE);
    return coding && typeof value === 'number' ? [painScore(hand, value, linkTo(hand.story, as))] : [];
  });
}

const painScore = ({ story, at, who, pathway }: Hand, value: number, from: string): Entry => ({
  resource: {
    resourceType: 'Observation',
    status: 'final',
    code: {
      coding: [{ system: 'http://loinc.org', code: PAIN_CODE }],
      ...inBoth('text', { en: 'Pain severity 0-10', pl: 'Nasilenie bólu 0–10' }),
    },
    subject: subjectOf(story),
    effectiveDateTime: isoOf(at),
    issued: isoOf(at),
    performer: [{ reference: who }],
    valueInteger: value,
    basedOn: [{ reference: pathway }],
    derivedFrom: [{ reference: from }],
  },
});

function formOf({ protocol }: Story, id: string): Questionnaire {
  const form = protocol.forms.find((each) => each.id === id);
  if (!form) throw new Error(`The protocol has no form ${id}`);
  return form;
}

/** R4's extension for a signature under a response, where the form asks for one; the type is "author's signature" of ASTM E1762. */
function signatureUnder({ extension = [] }: Questionnaire, who: string, at: Instant): Partial<JsonResource> {
  if (!extension.some(({ url }) => url === SIGNATURE_REQUIRED)) return {};
  const type = [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }];
  return {
    extension: [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature',
        valueSignature: { type, when: isoOf(at), who: { reference: who } },
      },
    ],
  };
}

/** The free texts among the answers, with their translation. */
function inBothLanguages(items: readonly JsonObject[], answers: WordedAnswers): JsonObject[] {
  return items.map((item) => {
    const text = answers[String(item.linkId)];
    return {
      ...item,
      ...(isText(text) ? { answer: [inBoth('valueString', text)] } : {}),
      ...(Array.isArray(item.item) ? { item: inBothLanguages(item.item as readonly JsonObject[], answers) } : {}),
    };
  });
}

const isText = (answer: unknown): answer is Text =>
  typeof answer === 'object' && answer !== null && !Array.isArray(answer);
