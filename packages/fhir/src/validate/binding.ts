import type { Json } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { valueSetCodes } from '../schema/schema.ts';
import { type Inspection, shown } from './inspection.ts';
import type { Check } from './primitive.ts';

/** Value sets too large or too open to list are held to the form that their codes have. */
const FORMS: ReadonlyMap<string, { readonly form: RegExp; readonly system: string }> = new Map([
  ['mime-type', { form: /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/, system: 'urn:ietf:bcp:13' }],
  ['language', { form: /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/, system: 'urn:ietf:bcp:47' }],
  ['currency', { form: /^[A-Z]{3}$/, system: 'urn:iso:std:iso:4217' }],
]);

/** No code of these systems is long; a long text would exhaust the matcher's stack. */
const hasForm = (form: RegExp, code: string): boolean => code.length <= 256 && form.test(code);

/** Holds a valid code, or a CodeableConcept, to a required binding. */
export const bindingCheck = (type: string, valueSet: string): Check => {
  const form = FORMS.get(valueSet);
  const systems = valueSetCodes(valueSet);
  if (form === undefined && systems === undefined) throw new Error(`The schema has no value set ${valueSet}`);
  if (type === 'CodeableConcept') {
    // Where only the form is known, a coding of another system or a text may stand too (Patient.communication.language).
    const isBound = (system: Json | undefined, code: string): boolean =>
      form === undefined
        ? systems?.get(typeof system === 'string' ? system : '')?.has(code) === true
        : system !== form.system || hasForm(form.form, code);
    return conceptCheck(valueSet, isBound, form !== undefined);
  }
  const codes = new Set([...(systems?.values() ?? [])].flatMap((each) => [...each]));
  const isBound = (code: string): boolean => (form === undefined ? codes.has(code) : hasForm(form.form, code));
  return (code, at) => {
    if (typeof code === 'string' && code.length > 0 && !isBound(code)) reportCode(code, valueSet, at);
  };
};

const conceptCheck =
  (valueSet: string, isBound: (system: Json | undefined, code: string) => boolean, isTextEnough: boolean): Check =>
  (concept, at) => {
    const coding = memberOf(concept, 'coding');
    const codings = Array.isArray(coding) ? (coding as readonly Json[]) : [];
    const verdicts = codings.flatMap((each) => {
      const code = memberOf(each, 'code');
      return typeof code === 'string' ? [{ code, isBound: isBound(memberOf(each, 'system'), code) }] : [];
    });
    if (verdicts.some((each) => each.isBound) || (isTextEnough && verdicts.length === 0)) return;
    // Only extensions: the reason why there is no value stands there.
    if (memberOf(concept, 'extension') !== undefined && coding === undefined) return;
    const code = verdicts[0]?.code ?? memberOf(concept, 'text') ?? '';
    reportCode(shown(code), valueSet, at);
  };

const reportCode = (code: string, valueSet: string, at: Inspection): void =>
  at.report((path) => issue('CRYO-132', { code: shown(code), valueSet }, path));

const memberOf = (value: Json, name: string): Json | undefined =>
  typeof value === 'object' && value !== null
    ? (value as { readonly [name: string]: Json | undefined })[name]
    : undefined;
