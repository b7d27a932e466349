import type { Language } from '@cryopath/fhir';

/** All types of R4's Questionnaire.item, since a clinic's own forms may use any of them. */
export type FormItemType =
  | 'group'
  | 'display'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'string'
  | 'text'
  | 'url'
  | 'choice'
  | 'open-choice'
  | 'attachment'
  | 'reference'
  | 'quantity';

export interface FormCoding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

export interface FormExtension {
  readonly url: string;
}

/** An element of R4 with a value whose name tells its type: `valueBoolean`, `answerCoding`, … */
export type Valued = Readonly<Record<string, unknown>> & { readonly extension?: readonly FormExtension[] };

/** The part of R4's Questionnaire.item that a screen needs; looser than our own forms, stricter than any JSON. */
export interface FormItem {
  readonly linkId: string;
  readonly type: FormItemType;
  readonly text?: string;
  readonly _text?: unknown;
  readonly prefix?: string;
  readonly code?: readonly FormCoding[];
  readonly required?: boolean;
  readonly repeats?: boolean;
  readonly readOnly?: boolean;
  readonly maxLength?: number;
  readonly enableWhen?: readonly { readonly question: string; readonly operator: string }[];
  readonly enableBehavior?: 'all' | 'any';
  readonly extension?: readonly FormExtension[];
  /** Each with a `value[x]`. */
  readonly answerOption?: readonly object[];
  readonly answerValueSet?: string;
  readonly initial?: readonly object[];
  readonly item?: readonly FormItem[];
}

export interface Form {
  readonly resourceType: 'Questionnaire';
  readonly id?: string;
  readonly url?: string;
  readonly version?: string;
  readonly language?: string;
  readonly title?: string;
  readonly _title?: unknown;
  readonly extension?: readonly FormExtension[];
  readonly contained?: readonly Readonly<Record<string, unknown>>[];
  readonly item?: readonly FormItem[];
}

const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/';

/** Extensions that a form is shown by: R4's and SDC's names, and our own where they have none. */
export const FORM_EXTENSIONS = {
  minimum: `${CORE}minValue`,
  maximum: `${CORE}maxValue`,
  minLength: `${CORE}minLength`,
  decimals: `${CORE}maxDecimalPlaces`,
  regex: `${CORE}regex`,
  minOccurs: `${CORE}questionnaire-minOccurs`,
  maxOccurs: `${CORE}questionnaire-maxOccurs`,
  maxSize: `${CORE}maxSize`,
  unit: `${CORE}questionnaire-unit`,
  unitOption: `${CORE}questionnaire-unitOption`,
  hidden: `${CORE}questionnaire-hidden`,
  control: `${CORE}questionnaire-itemControl`,
  exclusive: `${CORE}questionnaire-optionExclusive`,
  calculated: `${SDC}sdc-questionnaire-calculatedExpression`,
  enableWhen: `${SDC}sdc-questionnaire-enableWhenExpression`,
  observation: `${SDC}sdc-questionnaire-observationExtract`,
  observationCategory: `${SDC}sdc-questionnaire-observation-extract-category`,
  signature: `${CORE}questionnaire-signatureRequired`,
  translation: `${CORE}translation`,
  staff: 'urn:cryopath:extension:staff-only',
  help: 'urn:cryopath:extension:help',
  lowEnd: 'urn:cryopath:extension:scale-low',
  highEnd: 'urn:cryopath:extension:scale-high',
  expectedLow: 'urn:cryopath:extension:expected-low',
  expectedHigh: 'urn:cryopath:extension:expected-high',
} as const;
export type FormExtensionName = keyof typeof FORM_EXTENSIONS;

const own = (item: Pick<FormItem, 'extension'>, name: FormExtensionName) =>
  (item.extension ?? []).filter(({ url }) => url === FORM_EXTENSIONS[name]).map(fieldsOf);

/** An extension with its value, whatever the value is called. */
export const fieldsOf = (extension: FormExtension) => extension as FormExtension & Readonly<Record<string, unknown>>;

/** The value of an extension, whatever its type. */
export function extensionValue(item: Pick<FormItem, 'extension'>, name: FormExtensionName): unknown {
  const [found] = own(item, name);
  const key = found && Object.keys(found).find((each) => /^value[A-Z]/.test(each));
  return key === undefined ? undefined : found?.[key];
}

export const extensionNumber = (item: Pick<FormItem, 'extension'>, name: FormExtensionName): number | undefined => {
  const value = extensionValue(item, name);
  return typeof value === 'number' ? value : undefined;
};

/** The expression of an extension, when it is in FHIRPath: no other language is run. */
export function extensionExpression(item: Pick<FormItem, 'extension'>, name: FormExtensionName): string | undefined {
  const value = extensionValue(item, name) as { language?: unknown; expression?: unknown } | undefined;
  return value?.language === 'text/fhirpath' && typeof value.expression === 'string' ? value.expression : undefined;
}

/** A text of an extension, in the reader's language. */
export function extensionWords(item: FormItem, name: FormExtensionName, language: Language): string | undefined {
  const [found] = own(item, name);
  return typeof found?.valueString === 'string' ? wordsIn(language, found.valueString, found._valueString) : undefined;
}

/** Codes of how an item wants to be shown, ours and R4's: `pain-scale`, `help`, `gtable`, … */
export function controlsOf(item: FormItem): readonly string[] {
  return own(item, 'control').flatMap(({ valueCodeableConcept }) =>
    ((valueCodeableConcept as { coding?: readonly FormCoding[] } | undefined)?.coding ?? []).flatMap(
      ({ code }) => code ?? [],
    ),
  );
}

/**
 * A text and its translation. A clinic's foreign form may have one language only: then that is shown, as it is. (Of our own forms every text
 * has both, or the protocol does not compile: I8.)
 */
export function wordsIn(language: Language, text: string | undefined, translated: unknown): string {
  const extensions = (translated as { extension?: readonly FormExtension[] } | undefined)?.extension ?? [];
  for (const { url, extension } of extensions.map(fieldsOf)) {
    if (url !== FORM_EXTENSIONS.translation || !Array.isArray(extension)) continue;
    const parts = extension as readonly { url: string; valueCode?: string; valueString?: string }[];
    const isOurs = parts.some((part) => part.url === 'lang' && part.valueCode?.slice(0, 2) === language);
    const content = parts.find((part) => part.url === 'content')?.valueString;
    if (isOurs && content !== undefined) return content;
  }
  return text ?? '';
}
