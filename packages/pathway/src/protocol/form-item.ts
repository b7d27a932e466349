import { textOf } from '@cryopath/fhir';
import { compileExpression } from '@cryopath/fhir/fhirpath';
import { readEnableWhen } from './form-enable.ts';
import { type FormVocabulary, readOptions } from './form-options.ts';
import {
  CALCULATED,
  CONTROL_SYSTEM,
  CONTROLS,
  EXPECTED,
  type Extension,
  HELP,
  HIDDEN,
  ITEM_CONTROL,
  ITEM_TYPES,
  type ItemType,
  MAX_DECIMAL_PLACES,
  MAXIMUM,
  MINIMUM,
  OBSERVATION_EXTRACT,
  type QuestionnaireItem,
  SCALE_ENDS,
  SIGNATURE,
  SOURCE,
  STAFF_ONLY,
  UNIT,
} from './questionnaire.ts';
import { textExtension, translated } from './translation.ts';
import type { YamlPlace } from './yaml-place.ts';

/** A form while it is read: what stands above a question can be spoken of by it. */
export interface FormReading {
  readonly form: string;
  readonly known: FormVocabulary;
  readonly items: Map<string, QuestionnaireItem>;
}

/** Types of our YAML that answer one of the protocol's own codes; in FHIR each is a choice. */
const CODED = ['target', 'level', 'side', 'body-region'] as const;

// biome-ignore format: one list, read as one
const KEYS = [
  'linkId', 'text', 'type', 'required', 'repeats', 'readOnly', 'hidden', 'staff', 'help', 'scale', 'min', 'max', 'decimals', 'unit', 'expected',
  'maxLength', 'control', 'code', 'calculated', 'enableWhen', 'enableBehavior', 'answerOption', 'exclusive', 'initial', 'source',
  'signature', 'item',
];

/** Reads one question, group or display of a form. */
export function readItem(place: YamlPlace, reading: FormReading): QuestionnaireItem {
  place.only(...KEYS);
  const { form, known, items } = reading;
  const linkId = place.at('linkId').text();
  if (items.has(linkId)) place.fault(`"${linkId}" stands twice`);
  const textId = textIdOf(place, form, linkId, known);
  const text = known.texts.at(known.texts.has(textId) ? textId : `${textId}.text`, place);
  const written = place.at('type').oneOf(...ITEM_TYPES, ...CODED);
  const type: ItemType = isCoded(written) ? 'choice' : written;
  const enableWhen =
    place
      .optional('enableWhen')
      ?.items()
      .flatMap((each) => readEnableWhen(each, items)) ?? [];
  const options = readOptions(place, { written, form, linkId, textId, known });
  const extension = readExtensions(place, type, textId, known);
  const code = place.optional('code');
  const maxLength = place.optional('maxLength')?.number();
  const own: QuestionnaireItem = {
    linkId,
    type,
    text: text.en,
    _text: translated(text),
    ...(code ? { code: [readCode(code)] } : {}),
    ...flag(place, 'required'),
    ...flag(place, 'repeats'),
    ...(place.optional('calculated') ? { readOnly: true } : flag(place, 'readOnly')),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(enableWhen.length
      ? { enableWhen, enableBehavior: place.optional('enableBehavior')?.oneOf('all', 'any') ?? 'all' }
      : {}),
    ...(extension.length ? { extension } : {}),
    ...(options ? { answerOption: options } : {}),
    ...readInitial(place, type),
  };
  items.set(linkId, own);
  if (type !== 'group') return own;
  const inside = place.at('item').items();
  if (inside.length === 0) place.fault(`The group "${linkId}" is empty`);
  return { ...own, item: inside.map((item) => readItem(item, reading)) };
}

const isCoded = (written: string): written is (typeof CODED)[number] => CODED.some((each) => each === written);

/** A text stands under its form; one that several forms share stands under `question`, and a sentence of the guide keeps its own id. */
function textIdOf(place: YamlPlace, form: string, linkId: string, { texts }: FormVocabulary): string {
  const name = place.optional('text')?.text() ?? linkId;
  if (name.includes('.') && texts.has(name)) return name;
  const [own, shared] = [`form.${form}.${name}`, `question.${name}`];
  return !texts.has(`${own}.text`) && texts.has(`${shared}.text`) ? shared : own;
}

const flag = (place: YamlPlace, key: 'required' | 'repeats' | 'readOnly') =>
  place.optional(key)?.truth() === true ? { [key]: true } : {};

/** `system|code`. */
function readCode(place: YamlPlace) {
  const [system, code, ...more] = place.text().split('|');
  if (!system || !code || more.length > 0) place.fault(`"${place.text()}" is not system|code`);
  return { system: system ?? '', code: code ?? '' };
}

/** What is answered before anybody answers: of a choice its option says it (`initialSelected`). */
function readInitial(place: YamlPlace, type: ItemType): Pick<QuestionnaireItem, 'initial'> {
  const initial = place.optional('initial');
  if (!initial || type === 'choice' || type === 'open-choice') return {};
  if (type === 'boolean') return { initial: [{ valueBoolean: initial.truth() }] };
  if (type === 'integer') return { initial: [{ valueInteger: initial.number() }] };
  initial.fault(`A ${type} has no initial answer here`);
  return {};
}

const mustBeAnswered = (place: YamlPlace): boolean =>
  place.optional('required')?.truth() === true || (place.optional('item')?.items() ?? []).some(mustBeAnswered);

function readExtensions(
  place: YamlPlace,
  type: ItemType,
  textId: string,
  { texts, policy }: FormVocabulary,
): Extension[] {
  const found: Extension[] = [];
  const bound = (url: string, value: number): Extension =>
    type === 'integer' ? { url, valueInteger: value } : { url, valueDecimal: value };
  if (place.optional('help')?.truth()) found.push(textExtension(HELP, texts.at(`${textId}.help`, place)));
  const scale = place.optional('scale');
  scale?.only('low', 'high');
  const low = scale?.at('low') ?? place.optional('min');
  const high = scale?.at('high') ?? place.optional('max');
  if (type !== 'integer' && type !== 'decimal') (low ?? high)?.fault(`A ${type} has no ends`);
  if (low) found.push(bound(MINIMUM, low.number()));
  if (high) found.push(bound(MAXIMUM, high.number()));
  if (low && high && !(low.number() < high.number())) place.fault('The ends do not run upwards');
  if (scale && texts.has(`${textId}.low`)) {
    found.push(textExtension(SCALE_ENDS.low, texts.at(`${textId}.low`, place)));
    found.push(textExtension(SCALE_ENDS.high, texts.at(`${textId}.high`, place)));
  }
  const decimals = place.optional('decimals');
  if (decimals) found.push({ url: MAX_DECIMAL_PLACES, valueInteger: decimals.number() });
  const unit = place.optional('unit');
  if (unit) found.push({ url: UNIT, valueCoding: { system: 'http://unitsofmeasure.org', code: unit.text() } });
  const expected = place.optional('expected');
  if (expected) {
    const value = policy.find(({ id }) => id === expected.text());
    if (!value) expected.fault(`"${expected.text()}" is not in policy.yaml`);
    else {
      found.push({ url: EXPECTED.low, valueDecimal: Math.min(value.low, value.high) });
      found.push({ url: EXPECTED.high, valueDecimal: Math.max(value.low, value.high) });
    }
  }
  const control = place.optional('control')?.oneOf(...CONTROLS) ?? (scale ? 'pain-scale' : undefined);
  if (control)
    found.push({ url: ITEM_CONTROL, valueCodeableConcept: { coding: [{ system: CONTROL_SYSTEM, code: control }] } });
  const staff = place.optional('staff');
  if (staff?.truth()) {
    // A patient who is not asked it could not finish the form.
    if (mustBeAnswered(place)) staff.fault('What only staff are asked cannot be required of everybody');
    found.push({ url: STAFF_ONLY, valueBoolean: true });
  }
  if (place.optional('hidden')?.truth()) found.push({ url: HIDDEN, valueBoolean: true });
  // What has a code of a terminology becomes an Observation of that code; our own form is not asked twice for one number.
  if (place.optional('code')) found.push({ url: OBSERVATION_EXTRACT, valueBoolean: true });
  const calculated = place.optional('calculated');
  if (calculated) {
    const expression = calculated.text();
    const compiled = compileExpression(expression);
    if (!compiled.ok) for (const issue of compiled.outcome.issues) calculated.fault(textOf(issue, 'en'));
    found.push({ url: CALCULATED, valueExpression: { language: 'text/fhirpath', expression } });
  }
  for (const [key, url] of [
    ['source', SOURCE],
    ['signature', SIGNATURE],
  ] as const) {
    const said = place.optional(key);
    if (said) found.push({ url, valueString: said.text() });
  }
  return found;
}
