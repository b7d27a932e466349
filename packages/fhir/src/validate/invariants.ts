import { Decimal } from '../json/decimal.ts';
import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { timeInterval } from '../search/time-interval.ts';
import type { Inspection } from './inspection.ts';

/**
 * The structural invariants of R4 (ElementDefinition.constraint of severity error) of the types that are kept, and of the data types in them: what each says in FHIRPath, as
 * it is published, and the same as a function. The functions take a hundredth of the time that the FHIRPath engine takes (measured in docs/validation.md), so that every
 * write can be held against all of them; a test evaluates the published expression beside each on generated elements.
 */
interface Invariant {
  readonly key: string;
  readonly expression: string;
  readonly holds: (element: JsonObject) => boolean;
}

const invariant = (key: string, expression: string, holds: Invariant['holds']): Invariant => ({
  key,
  expression,
  holds,
});

/** exists(): also an element that has only extensions. */
const has = (element: JsonObject, name: string): boolean =>
  element[name] !== undefined || element[`_${name}`] !== undefined;

/** exists() of a choice, `value[x]`. */
const hasChoice = (element: JsonObject, name: string): boolean => {
  for (const each in element) {
    const plain = each.startsWith('_') ? each.slice(1) : each;
    if (plain.startsWith(name) && /^[A-Z]/.test(plain.slice(name.length))) return true;
  }
  return false;
};

const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const objects = (value: Json | undefined): readonly JsonObject[] => list(value).filter(isObject);
const numberOf = (value: Json | undefined): number | undefined =>
  value instanceof Decimal ? value.toNumber() : typeof value === 'number' ? value : undefined;
const isOneOf = (value: Json | undefined, ...codes: readonly string[]): boolean =>
  typeof value === 'string' && codes.includes(value);
const isCoded = (concept: Json | undefined, system: string, ...codes: readonly string[]): boolean =>
  isObject(concept) && objects(concept.coding).some((each) => each.system === system && isOneOf(each.code, ...codes));

const UCUM = 'http://unitsofmeasure.org';
const ALLERGY_STATUS = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification';
const CONDITION_STATUS = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const CONDITION_VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';

/** A quantity with code and system UCUM, as Age, Count and Distance must be (age-1, cnt-3, dis-1). */
const isUcum = (quantity: JsonObject): boolean =>
  (has(quantity, 'code') || !has(quantity, 'value')) && (!has(quantity, 'system') || quantity.system === UCUM);

const HAS_OPTIONS = ['choice', 'open-choice', 'decimal', 'integer', 'date', 'dateTime', 'time', 'string', 'quantity'];
const HAS_LENGTH = ['boolean', 'decimal', 'integer', 'string', 'text', 'url', 'open-choice'];
const isDisplay = ({ type }: JsonObject): boolean => type === 'display';

/** Every linkId below, by an own stack: a form is as deep as its sender makes it. */
function hasDistinctLinkIds(questionnaire: JsonObject): boolean {
  const seen = new Set<string>();
  const waiting = [...objects(questionnaire.item)];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    if (typeof item.linkId === 'string') {
      if (seen.has(item.linkId)) return false;
      seen.add(item.linkId);
    }
    waiting.push(...objects(item.item));
  }
  return true;
}

/** obs-7: what the Observation itself says, no component says again. */
function saysTwice({ code, component }: JsonObject): boolean {
  const own = isObject(code) ? objects(code.coding) : [];
  const isSame = (one: JsonObject, other: JsonObject) =>
    typeof one.code === 'string' && JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
  return objects(component).some(
    (each) => isObject(each.code) && objects(each.code.coding).some((coding) => own.some((one) => isSame(one, coding))),
  );
}
const sorted = (coding: JsonObject) => Object.entries(coding).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Whether one quantity is at most the other; what is in two units cannot be told, and is let pass. */
function isAtMost(low: Json | undefined, high: Json | undefined): boolean {
  if (!isObject(low) || !isObject(high)) return true;
  if (low.system !== high.system || low.code !== high.code || low.unit !== high.unit) return true;
  const [from, to] = [numberOf(low.value), numberOf(high.value)];
  return from === undefined || to === undefined || from <= to;
}

/** Whether an instant is not before another; what is a day in one and a moment in the other cannot be told, and is let pass. */
function isNotBefore(later: Json | undefined, earlier: Json | undefined): boolean {
  if (typeof later !== 'string' || typeof earlier !== 'string' || later.includes('T') !== earlier.includes('T'))
    return true;
  const [to, from] = [timeInterval(later, 'UTC'), timeInterval(earlier, 'UTC')];
  return typeof to === 'string' || typeof from === 'string' || to.high > from.low;
}

const isPercent = (quantity: Json | undefined): boolean =>
  !isObject(quantity) || (quantity.code === '%' && quantity.system === UCUM);
const isNotNegative = (value: Json | undefined): boolean => (numberOf(value) ?? 0) >= 0;

/** By the type of the element, or the path of a nested one. */
export const INVARIANTS: Readonly<Record<string, readonly Invariant[]>> = {
  AllergyIntolerance: [
    invariant(
      'ait-1',
      "verificationStatus.coding.where(system = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification' and code = 'entered-in-error').exists() or clinicalStatus.exists()",
      (it) => isCoded(it.verificationStatus, ALLERGY_STATUS, 'entered-in-error') || has(it, 'clinicalStatus'),
    ),
    invariant(
      'ait-2',
      "verificationStatus.coding.where(system = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification' and code = 'entered-in-error').empty() or clinicalStatus.empty()",
      (it) => !isCoded(it.verificationStatus, ALLERGY_STATUS, 'entered-in-error') || !has(it, 'clinicalStatus'),
    ),
  ],
  Appointment: [
    invariant('app-2', 'start.exists() = end.exists()', (it) => has(it, 'start') === has(it, 'end')),
    invariant(
      'app-3',
      "(start.exists() and end.exists()) or (status in ('proposed' | 'cancelled' | 'waitlist'))",
      (it) => (has(it, 'start') && has(it, 'end')) || isOneOf(it.status, 'proposed', 'cancelled', 'waitlist'),
    ),
    invariant(
      'app-4',
      "Appointment.cancelationReason.exists() implies (Appointment.status='no-show' or Appointment.status='cancelled')",
      (it) => !has(it, 'cancelationReason') || isOneOf(it.status, 'no-show', 'cancelled'),
    ),
  ],
  'Appointment.participant': [
    invariant('app-1', 'type.exists() or actor.exists()', (it) => has(it, 'type') || has(it, 'actor')),
  ],
  'AuditEvent.entity': [
    invariant('sev-1', 'name.empty() or query.empty()', (it) => !has(it, 'name') || !has(it, 'query')),
  ],
  'CarePlan.activity': [
    invariant('cpl-3', 'detail.empty() or reference.empty()', (it) => !has(it, 'detail') || !has(it, 'reference')),
  ],
  Condition: [
    invariant(
      'con-4',
      "abatement.empty() or clinicalStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-clinical' and (code='resolved' or code='remission' or code='inactive')).exists()",
      (it) =>
        !hasChoice(it, 'abatement') ||
        isCoded(it.clinicalStatus, CONDITION_STATUS, 'resolved', 'remission', 'inactive'),
    ),
    invariant(
      'con-5',
      "verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code='entered-in-error').empty() or clinicalStatus.empty()",
      (it) => !isCoded(it.verificationStatus, CONDITION_VERIFICATION, 'entered-in-error') || !has(it, 'clinicalStatus'),
    ),
  ],
  'Condition.stage': [
    invariant('con-1', 'summary.exists() or assessment.exists()', (it) => has(it, 'summary') || has(it, 'assessment')),
  ],
  'Condition.evidence': [
    invariant('con-2', 'code.exists() or detail.exists()', (it) => has(it, 'code') || has(it, 'detail')),
  ],
  Consent: [
    invariant('ppc-1', 'policy.exists() or policyRule.exists()', (it) => has(it, 'policy') || has(it, 'policyRule')),
  ],
  'Goal.target': [
    invariant(
      'gol-1',
      '(detail.exists() and measure.exists()) or detail.exists().not()',
      (it) => !hasChoice(it, 'detail') || has(it, 'measure'),
    ),
  ],
  'MedicationAdministration.dosage': [
    invariant('mad-1', 'dose.exists() or rate.exists()', (it) => has(it, 'dose') || hasChoice(it, 'rate')),
  ],
  Observation: [
    invariant(
      'obs-6',
      'dataAbsentReason.empty() or value.empty()',
      (it) => !has(it, 'dataAbsentReason') || !hasChoice(it, 'value'),
    ),
    invariant(
      'obs-7',
      'value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()',
      (it) => !hasChoice(it, 'value') || !saysTwice(it),
    ),
  ],
  'Observation.referenceRange': [
    invariant(
      'obs-3',
      'low.exists() or high.exists() or text.exists()',
      (it) => has(it, 'low') || has(it, 'high') || has(it, 'text'),
    ),
  ],
  Organization: [
    invariant('org-1', '(identifier.count() + name.count()) > 0', (it) => has(it, 'identifier') || has(it, 'name')),
    // Published at Organization.telecom and Organization.address, of each of them.
    invariant('org-3', "where(use = 'home').empty()", (it) => objects(it.telecom).every(({ use }) => use !== 'home')),
    invariant('org-2', "where(use = 'home').empty()", (it) => objects(it.address).every(({ use }) => use !== 'home')),
  ],
  'Patient.contact': [
    invariant(
      'pat-1',
      'name.exists() or telecom.exists() or address.exists() or organization.exists()',
      (it) => has(it, 'name') || has(it, 'telecom') || has(it, 'address') || has(it, 'organization'),
    ),
  ],
  Questionnaire: [invariant('que-2', 'descendants().linkId.isDistinct()', hasDistinctLinkIds)],
  'Questionnaire.item': [
    invariant(
      'que-1',
      "(type='group' implies item.empty().not()) and (type.trace('type')='display' implies item.trace('item').empty())",
      (it) => (it.type !== 'group' || has(it, 'item')) && (!isDisplay(it) || !has(it, 'item')),
    ),
    invariant('que-3', "type!='display' or code.empty()", (it) => !isDisplay(it) || !has(it, 'code')),
    invariant(
      'que-4',
      'answerOption.empty() or answerValueSet.empty()',
      (it) => !has(it, 'answerOption') || !has(it, 'answerValueSet'),
    ),
    invariant(
      'que-5',
      "(type ='choice' or type = 'open-choice' or type = 'decimal' or type = 'integer' or type = 'date' or type = 'dateTime' or type = 'time' or type = 'string' or type = 'quantity') or (answerValueSet.empty() and answerOption.empty())",
      (it) => isOneOf(it.type, ...HAS_OPTIONS) || (!has(it, 'answerValueSet') && !has(it, 'answerOption')),
    ),
    invariant(
      'que-6',
      "type!='display' or (required.empty() and repeats.empty())",
      (it) => !isDisplay(it) || (!has(it, 'required') && !has(it, 'repeats')),
    ),
    invariant(
      'que-8',
      "(type!='group' and type!='display') or initial.empty()",
      (it) => (it.type !== 'group' && !isDisplay(it)) || !has(it, 'initial'),
    ),
    invariant('que-9', "type!='display' or readOnly.empty()", (it) => !isDisplay(it) || !has(it, 'readOnly')),
    invariant(
      'que-10',
      "(type in ('boolean' | 'decimal' | 'integer' | 'string' | 'text' | 'url' | 'open-choice')) or maxLength.empty()",
      (it) => isOneOf(it.type, ...HAS_LENGTH) || !has(it, 'maxLength'),
    ),
    invariant(
      'que-11',
      'answerOption.empty() or initial.empty()',
      (it) => !has(it, 'answerOption') || !has(it, 'initial'),
    ),
    invariant(
      'que-12',
      'enableWhen.count() > 2 implies enableBehavior.exists()',
      (it) => list(it.enableWhen).length <= 2 || has(it, 'enableBehavior'),
    ),
    invariant(
      'que-13',
      'repeats=true or initial.count() <= 1',
      (it) => it.repeats === true || list(it.initial).length <= 1,
    ),
  ],
  'Questionnaire.item.enableWhen': [
    invariant(
      'que-7',
      "operator = 'exists' implies (answer is Boolean)",
      (it) => it.operator !== 'exists' || has(it, 'answerBoolean'),
    ),
  ],
  'QuestionnaireResponse.item': [
    invariant('qrs-1', '(answer.exists() and item.exists()).not()', (it) => !has(it, 'answer') || !has(it, 'item')),
  ],
  'RiskAssessment.prediction': [
    invariant(
      'ras-2',
      'probability is decimal implies (probability as decimal) <= 100',
      (it) => (numberOf(it.probabilityDecimal) ?? 0) <= 100,
    ),
    invariant(
      'ras-1',
      "(low.empty() or ((low.code = '%') and (low.system = %ucum))) and (high.empty() or ((high.code = '%') and (high.system = %ucum)))",
      ({ probabilityRange: range }) => !isObject(range) || (isPercent(range.low) && isPercent(range.high)),
    ),
  ],
  ServiceRequest: [
    invariant('prr-1', 'orderDetail.empty() or code.exists()', (it) => !has(it, 'orderDetail') || has(it, 'code')),
  ],
  Task: [
    invariant('inv-1', 'lastModified.exists().not() or authoredOn.exists().not() or lastModified >= authoredOn', (it) =>
      isNotBefore(it.lastModified, it.authoredOn),
    ),
  ],
  Attachment: [
    invariant('att-1', 'data.empty() or contentType.exists()', (it) => !has(it, 'data') || has(it, 'contentType')),
  ],
  ContactPoint: [
    invariant('cpt-2', 'value.empty() or system.exists()', (it) => !has(it, 'value') || has(it, 'system')),
  ],
  Age: [
    invariant(
      'age-1',
      '(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (value.empty() or value.hasValue().not() or value > 0)',
      (it) => isUcum(it) && (numberOf(it.value) ?? 1) > 0,
    ),
  ],
  Count: [
    invariant(
      'cnt-3',
      "(code.exists() or value.empty()) and (system.empty() or system = %ucum) and (code.empty() or code = '1') and (value.empty() or value.hasValue().not() or value.toString().contains('.').not())",
      (it) =>
        isUcum(it) &&
        (!has(it, 'code') || it.code === '1') &&
        !(it.value instanceof Decimal ? it.value.text : String(it.value ?? '')).includes('.'),
    ),
  ],
  Distance: [invariant('dis-1', '(code.exists() or value.empty()) and (system.empty() or system = %ucum)', isUcum)],
  Duration: [
    invariant(
      'drt-1',
      'code.exists() implies ((system = %ucum) and value.exists())',
      (it) => !has(it, 'code') || (it.system === UCUM && has(it, 'value')),
    ),
  ],
  Range: [invariant('rng-2', 'low.empty() or high.empty() or (low <= high)', (it) => isAtMost(it.low, it.high))],
  Ratio: [
    invariant(
      'rat-1',
      '(numerator.empty() xor denominator.exists()) and (numerator.exists() or extension.exists())',
      (it) => has(it, 'numerator') === has(it, 'denominator') && (has(it, 'numerator') || has(it, 'extension')),
    ),
  ],
  'Timing.repeat': [
    invariant(
      'tim-1',
      'duration.empty() or durationUnit.exists()',
      (it) => !has(it, 'duration') || has(it, 'durationUnit'),
    ),
    invariant('tim-2', 'period.empty() or periodUnit.exists()', (it) => !has(it, 'period') || has(it, 'periodUnit')),
    invariant('tim-4', 'duration.exists() implies duration >= 0', (it) => isNotNegative(it.duration)),
    invariant('tim-5', 'period.exists() implies period >= 0', (it) => isNotNegative(it.period)),
    invariant('tim-6', 'periodMax.empty() or period.exists()', (it) => !has(it, 'periodMax') || has(it, 'period')),
    invariant(
      'tim-7',
      'durationMax.empty() or duration.exists()',
      (it) => !has(it, 'durationMax') || has(it, 'duration'),
    ),
    invariant('tim-8', 'countMax.empty() or count.exists()', (it) => !has(it, 'countMax') || has(it, 'count')),
    invariant(
      'tim-9',
      "offset.empty() or (when.exists() and ((when in ('C' | 'CM' | 'CD' | 'CV')).not()))",
      (it) =>
        !has(it, 'offset') || (has(it, 'when') && !list(it.when).some((each) => isOneOf(each, 'C', 'CM', 'CD', 'CV'))),
    ),
    invariant('tim-10', 'timeOfDay.empty() or when.empty()', (it) => !has(it, 'timeOfDay') || !has(it, 'when')),
  ],
  'DataRequirement.codeFilter': [
    invariant('drq-1', 'path.exists() xor searchParam.exists()', (it) => has(it, 'path') !== has(it, 'searchParam')),
  ],
  'DataRequirement.dateFilter': [
    invariant('drq-2', 'path.exists() xor searchParam.exists()', (it) => has(it, 'path') !== has(it, 'searchParam')),
  ],
  Expression: [
    invariant(
      'exp-1',
      'expression.exists() or reference.exists()',
      (it) => has(it, 'expression') || has(it, 'reference'),
    ),
  ],
  TriggerDefinition: [
    invariant('trd-1', 'data.empty() or timing.empty()', (it) => !has(it, 'data') || !hasChoice(it, 'timing')),
    invariant('trd-2', 'condition.exists() implies data.exists()', (it) => !has(it, 'condition') || has(it, 'data')),
    invariant(
      'trd-3',
      "(type = 'named-event' implies name.exists()) and (type = 'periodic' implies timing.exists()) and (type.startsWith('data-') implies data.exists())",
      (it) =>
        (it.type !== 'named-event' || has(it, 'name')) &&
        (it.type !== 'periodic' || hasChoice(it, 'timing')) &&
        (typeof it.type !== 'string' || !it.type.startsWith('data-') || has(it, 'data')),
    ),
  ],
};

/** Reports every invariant of this type that the element breaks (CRYO-154), with the rule as R4 publishes it. */
export const holdInvariants = (element: JsonObject, type: string, at: Inspection): void => {
  const rules = INVARIANTS[type];
  if (rules === undefined) return;
  for (const { key, expression, holds } of rules) {
    if (!holds(element)) at.report((path) => issue('CRYO-154', { rule: key, expression }, path));
  }
};
