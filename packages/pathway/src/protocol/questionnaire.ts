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

/** Where an answer usually lies, from the policy: one outside is asked about once more, never refused. */
export const EXPECTED = {
  low: 'urn:cryopath:extension:expected-low',
  high: 'urn:cryopath:extension:expected-high',
} as const;
/** Where a question comes from, and who stands for it ("needs the clinic's sign-off"). */
export const SOURCE = 'urn:cryopath:extension:source';
export const SIGNATURE = 'urn:cryopath:extension:signature';
/** Asked by staff alone: left out where a patient fills the form in. */
export const STAFF_ONLY = 'urn:cryopath:extension:staff-only';
/** R4 core extensions, by the names they have there. */
export const UNIT = 'http://hl7.org/fhir/StructureDefinition/questionnaire-unit';
export const HIDDEN = 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden';
export const ITEM_CONTROL = 'http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl';
export const OPTION_EXCLUSIVE = 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive';
export const SIGNATURE_REQUIRED = 'http://hl7.org/fhir/StructureDefinition/questionnaire-signatureRequired';
export const MAX_DECIMAL_PLACES = 'http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces';
/** SDC: an answer that is computed from the others, and one that becomes an Observation. */
export const CALCULATED = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
export const OBSERVATION_EXTRACT =
  'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract';

/** How a question is shown, where its type does not tell: on the drawing of the body, on a scale from 0 to 10. */
export const CONTROL_SYSTEM = 'urn:cryopath:item-control';
export const CONTROLS = ['body-chart', 'pain-scale'] as const;

/** Our codes of the answers to a form's choices: `urn:cryopath:form:<form>:<linkId>`. */
export const answerSystem = (form: string, linkId: string): string => `urn:cryopath:form:${form}:${linkId}`;
export const formUrl = (id: string): string => `urn:cryopath:form:${id}`;
/** Codes that mean the same in every form, and in a Procedure's bodySite. */
export const TARGET_SYSTEM = 'urn:cryopath:target';
export const LEVEL_SYSTEM = 'urn:cryopath:level';
export const SIDE_SYSTEM = 'urn:cryopath:side';
export const REGION_SYSTEM = 'urn:cryopath:body-region';

export interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

export interface Extension {
  readonly url: string;
  readonly valueCode?: string;
  readonly valueString?: string;
  readonly _valueString?: Translated;
  readonly valueInteger?: number;
  readonly valueDecimal?: number;
  readonly valueBoolean?: boolean;
  readonly valueCoding?: Coding;
  readonly valueCodeableConcept?: { readonly coding: readonly Coding[] };
  readonly valueExpression?: { readonly language: 'text/fhirpath'; readonly expression: string };
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
  readonly extension?: readonly Extension[];
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
  'dateTime',
  'time',
  'choice',
  'open-choice',
  'attachment',
] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

export const ENABLE_OPERATORS = ['exists', '=', '!=', '>', '<', '>=', '<='] as const;

/** A question is asked only when an earlier one was answered so. */
export interface EnableWhen {
  readonly question: string;
  readonly operator: (typeof ENABLE_OPERATORS)[number];
  readonly answerBoolean?: boolean;
  readonly answerInteger?: number;
  readonly answerDecimal?: number;
  readonly answerString?: string;
  readonly answerDate?: string;
  readonly answerDateTime?: string;
  readonly answerTime?: string;
  readonly answerCoding?: Coding;
}

/** The part of R4's Questionnaire.item that our forms use. The compiled form is a Questionnaire that any FHIR tool reads. */
export interface QuestionnaireItem {
  readonly linkId: string;
  readonly type: ItemType;
  readonly text: string;
  readonly _text: Translated;
  readonly code?: readonly Coding[];
  readonly required?: boolean;
  readonly repeats?: boolean;
  readonly readOnly?: boolean;
  readonly maxLength?: number;
  readonly enableWhen?: readonly EnableWhen[];
  readonly enableBehavior?: 'all' | 'any';
  readonly extension?: readonly Extension[];
  readonly answerOption?: readonly AnswerOption[];
  readonly initial?: readonly { readonly valueBoolean?: boolean; readonly valueInteger?: number }[];
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
  readonly extension?: readonly Extension[];
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
