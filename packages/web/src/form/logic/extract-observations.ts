import { isBlank, numberIn } from './answer-fault.ts';
import type { AnswerValue } from './answer-state.ts';
import type { Asked } from './asked.ts';
import { extensionValue, type FormCoding } from './form-item.ts';
import type { Answering } from './form-response.ts';

export interface ExtractedObservation {
  readonly resourceType: 'Observation';
  readonly status: 'final';
  readonly category?: readonly unknown[];
  readonly code: { readonly coding: readonly FormCoding[]; readonly text?: string };
  readonly subject: { readonly reference: string };
  readonly effectiveDateTime: string;
  readonly issued: string;
  readonly performer: readonly { readonly reference: string }[];
  readonly basedOn?: readonly { readonly reference: string }[];
  readonly derivedFrom: readonly { readonly reference: string }[];
  readonly [value: `value${string}`]: unknown;
}

/**
 * The Observations that a form's answers are (SDC, observation-based extraction): one for each answer of each question that has a code and
 * is marked, itself or by a group around it.
 *
 * @param response reference to the QuestionnaireResponse, `urn:uuid:…` inside a transaction
 */
export function extractObservations(
  asked: readonly Asked[],
  answering: Answering,
  response: string,
): readonly ExtractedObservation[] {
  return walk(asked, false, undefined).flatMap(({ question, category }) =>
    question.answers
      .filter((answer) => !isBlank(answer) && !('draft' in answer))
      .map((answer): ExtractedObservation => {
        const { patient, author, authored, pathway } = answering;
        return {
          resourceType: 'Observation',
          status: 'final',
          ...(category === undefined ? {} : { category: [category] }),
          code: {
            coding: question.item.code ?? [],
            ...(question.item.text === undefined ? {} : { text: question.item.text }),
          },
          subject: { reference: `Patient/${patient}` },
          effectiveDateTime: authored,
          issued: authored,
          performer: [{ reference: author }],
          ...(pathway === undefined ? {} : { basedOn: [{ reference: pathway }] }),
          derivedFrom: [{ reference: response }],
          ...observedValue(question, answer),
        };
      }),
  );
}

interface Marked {
  readonly question: Asked;
  readonly category: unknown;
}

function walk(asked: readonly Asked[], isMarkedAround: boolean, categoryAround: unknown): readonly Marked[] {
  return asked.flatMap((each): readonly Marked[] => {
    const mark = extensionValue(each.item, 'observation');
    const isMarked = mark === undefined ? isMarkedAround : mark === true;
    const category = extensionValue(each.item, 'observationCategory') ?? categoryAround;
    const here = isMarked && each.item.type !== 'group' && (each.item.code?.length ?? 0) > 0;
    return [
      ...(here ? [{ question: each, category }] : []),
      ...each.inside.flatMap((below) => walk(below, isMarked, category)),
    ];
  });
}

/** R4's Observation takes no decimal, date or URL of their own: a decimal is a quantity, the others are texts. */
function observedValue({ item }: Asked, answer: AnswerValue): Readonly<Record<string, unknown>> {
  const unit = extensionValue(item, 'unit') as { system?: string; code?: string; display?: string } | undefined;
  const value = numberIn(answer);
  if (
    value !== undefined &&
    answer.valueQuantity === undefined &&
    (unit !== undefined || answer.valueDecimal !== undefined)
  ) {
    return {
      valueQuantity: {
        value,
        ...(unit?.code === undefined ? {} : { unit: unit.display ?? unit.code, code: unit.code }),
        ...(unit?.system === undefined ? {} : { system: unit.system }),
      },
    };
  }
  if (answer.valueCoding !== undefined) return { valueCodeableConcept: { coding: [answer.valueCoding] } };
  const text = answer.valueDate ?? answer.valueUri;
  if (text !== undefined) return answer.valueDate === undefined ? { valueString: text } : { valueDateTime: text };
  return answer;
}
