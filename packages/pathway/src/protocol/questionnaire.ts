import type { Language } from '@cryopath/fhir';

/** FHIR's extension that carries a text in another language (R4, "translation"). */
export const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';
/** Ends of a scale (R4 core extensions "minValue" and "maxValue"). */
export const MINIMUM = 'http://hl7.org/fhir/StructureDefinition/minValue';
export const MAXIMUM = 'http://hl7.org/fhir/StructureDefinition/maxValue';

/** A help text under a question, and what the ends of a scale mean. R4 has items for these; an extension keeps the answers' tree plain. */
export const HELP = 'urn:cryopath:extension:help';
export const SCALE_ENDS = {
  low: 'urn:cryopath:extension:scale-low',
  high: 'urn:cryopath:extension:scale-high',
} as const;

/** Our codes of the answers to a form's choices: `urn:cryopath:form:<form>:<linkId>`. */
export const answerSystem = (form: string, linkId: string): string => `urn:cryopath:form:${form}:${linkId}`;
export const formUrl = (id: string): string => `urn:cryopath:form:${id}`;

export interface Extension {
  readonly url: string;
  readonly valueCode?: string;
  readonly valueString?: string;
  readonly _valueString?: Translated;
  readonly valueInteger?: number;
  readonly extension?: readonly Extension[];
}

export interface Translated {
  readonly extension: readonly Extension[];
}

export interface AnswerOption {
  readonly valueCoding: {
    readonly system: string;
    readonly code: string;
    readonly display: string;
    readonly _display: Translated;
  };
  readonly initialSelected?: boolean;
}

export const ITEM_TYPES = [
  'group',
  'display',
  'string',
  'text',
  'boolean',
  'integer',
  'decimal',
  'date',
  'choice',
] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/** The part of R4's Questionnaire.item that our forms use. The compiled form is a Questionnaire that any FHIR tool reads. */
export interface QuestionnaireItem {
  readonly linkId: string;
  readonly type: ItemType;
  readonly text: string;
  readonly _text: Translated;
  readonly required?: boolean;
  readonly extension?: readonly Extension[];
  readonly answerOption?: readonly AnswerOption[];
  readonly item?: readonly QuestionnaireItem[];
}

export interface Questionnaire {
  readonly resourceType: 'Questionnaire';
  readonly id: string;
  readonly url: string;
  readonly version: string;
  readonly status: 'draft' | 'active' | 'retired';
  readonly language: 'en';
  readonly title: string;
  readonly _title: Translated;
  readonly item: readonly QuestionnaireItem[];
}

/** A text of a form in the reader's language: English stands in the element, Polish in its translation extension. */
export function textIn(language: Language, text: string, translated: Translated): string {
  if (language === 'en') return text;
  const translation = translated.extension.find(
    ({ url, extension }) =>
      url === TRANSLATION && extension?.some((part) => part.url === 'lang' && part.valueCode === language),
  );
  const content = translation?.extension?.find((part) => part.url === 'content')?.valueString;
  // The compiler gave every text both languages (I8), so a missing one is a damaged protocol.
  if (content === undefined) throw new Error(`No ${language} translation of "${text}"`);
  return content;
}

/** A text that an item carries in one of our extensions, if it does. */
export function extensionText(language: Language, item: QuestionnaireItem, url: string): string | undefined {
  const found = item.extension?.find((each) => each.url === url);
  return found?.valueString && found._valueString ? textIn(language, found.valueString, found._valueString) : undefined;
}
