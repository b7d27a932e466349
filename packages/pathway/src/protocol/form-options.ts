import { type Named, type PolicyValue, SIDES, type Target, type Text } from './protocol.ts';
import {
  type AnswerOption,
  answerSystem,
  LEVEL_SYSTEM,
  OPTION_EXCLUSIVE,
  REGION_SYSTEM,
  SIDE_SYSTEM,
  TARGET_SYSTEM,
} from './questionnaire.ts';
import type { Texts } from './texts.ts';
import { translated } from './translation.ts';
import type { YamlPlace } from './yaml-place.ts';

/** What forms may speak of beside their own questions. */
export interface FormVocabulary {
  readonly texts: Texts;
  readonly policy: readonly PolicyValue[];
  readonly targets: readonly Target[];
  readonly regions: readonly Named[];
}

interface Question {
  /** The type as it was written. */
  readonly written: string;
  readonly form: string;
  readonly linkId: string;
  readonly textId: string;
  readonly known: FormVocabulary;
}

/** The options of a choice: the protocol's own codes, or those written in the form. */
export function readOptions(place: YamlPlace, question: Question): readonly AnswerOption[] | undefined {
  const { written, form, linkId, textId, known } = question;
  const { texts, targets, regions } = known;
  switch (written) {
    case 'target':
      return targets.map(({ id, title }) => optionOf(TARGET_SYSTEM, id, title));
    case 'level':
      return [...new Map(targets.flatMap(({ levels }) => levels.map((level) => [level.id, level.title])))].map(
        ([id, title]) => optionOf(LEVEL_SYSTEM, id, title),
      );
    case 'side':
      return SIDES.map((side) => optionOf(SIDE_SYSTEM, side, texts.at(`answer.${side}`, place)));
    case 'body-region':
      return regions.map(({ id, title }) => optionOf(REGION_SYSTEM, id, title));
    default:
  }
  const options = place.optional('answerOption')?.items();
  const isChoice = written === 'choice' || written === 'open-choice';
  if (isChoice && !options?.length) place.fault('A choice without options');
  if (!isChoice && options) place.fault(`A ${written} has no options`);
  const exclusive =
    place
      .optional('exclusive')
      ?.items()
      .map((each) => each.text()) ?? [];
  const initial = isChoice ? place.optional('initial')?.text() : undefined;
  const codes = options?.map((option) => option.text()) ?? [];
  for (const code of [...exclusive, ...(initial === undefined ? [] : [initial])]) {
    if (!codes.includes(code)) place.fault(`"${code}" is no option`);
  }
  codes.forEach((code, index) => {
    if (codes.indexOf(code) !== index) place.fault(`The option "${code}" stands twice`);
  });
  return options?.map((option): AnswerOption => {
    const code = option.text();
    const own = `${textId}.${code}`;
    const text = texts.at(!texts.has(own) && texts.has(`answer.${code}`) ? `answer.${code}` : own, option);
    return {
      ...optionOf(answerSystem(form, linkId), code, text),
      ...(code === initial ? { initialSelected: true } : {}),
      ...(exclusive.includes(code) ? { extension: [{ url: OPTION_EXCLUSIVE, valueBoolean: true }] } : {}),
    };
  });
}

const optionOf = (system: string, code: string, text: Text): AnswerOption => ({
  valueCoding: { system, code, display: text.en, _display: translated(text) },
});
