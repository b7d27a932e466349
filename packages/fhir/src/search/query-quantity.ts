import { outcome } from '../outcome/outcome.ts';
import { ok, type Result, refused } from '../result.ts';
import { indexed } from './fold.ts';
import { splitUnescaped, unescaped } from './query-escape.ts';
import { type Prefix, prefixed } from './query-prefix.ts';
import { unreadable } from './query-refusal.ts';

/**
 * A number to search for. `low` and `high` are the bounds of its implied precision, `high` excluded: `5.4` is 5.35 to
 * 5.45, `5.40` is 5.395 to 5.405. They serve `eq` and `ne`; for `ap` they are a tenth of the number to both sides. The
 * other prefixes compare with `value` itself (R4 search, 3.1.1.4.6).
 */
export interface NumberQuery {
  readonly kind: 'number';
  readonly prefix: Prefix;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** As {@link NumberQuery}, with the unit. */
export interface QuantityQuery extends Omit<NumberQuery, 'kind'> {
  readonly kind: 'quantity';
  /** undefined: any. */
  readonly system: string | undefined;
  /** undefined: any. With a system the code of the unit; without one the code or the unit as written. */
  readonly code: string | undefined;
}

const DECIMAL = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/;
const APPROXIMATELY = 0.1;

/** Half a unit of the last written digit below and above the number, rounded to doubles only at the end. */
function impliedBounds(
  sign: string,
  digits: string,
  exponent: number,
): { readonly low: number; readonly high: number } {
  const tenths = BigInt(digits) * 10n * (sign === '-' ? -1n : 1n);
  return { low: Number(`${tenths - 5n}e${exponent - 1}`), high: Number(`${tenths + 5n}e${exponent - 1}`) };
}

/** Reads `ge5.40`, `-80`, `1e2`. */
export function numberQuery(parameter: string, text: string): Result<NumberQuery> {
  const split = prefixed(text);
  if ('unknown' in split) return refused(outcome('CRYO-304', { parameter, prefix: split.unknown }));
  const { prefix, rest } = split;
  const match = DECIMAL.exec(rest);
  const value = Number(rest);
  if (match === null || !Number.isFinite(value)) return refused(unreadable(parameter, 'number', text));
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (prefix === 'ap') {
    const margin = Math.abs(value) * APPROXIMATELY;
    return ok({ kind: 'number', prefix, value, low: value - margin, high: value + margin });
  }
  const { low, high } = impliedBounds(sign, whole + fraction, Number(exponent) - fraction.length);
  return ok({ kind: 'number', prefix, value, low, high });
}

/** Reads `5.4|http://unitsofmeasure.org|mg`, `5.4||mg`, `le5.4`. */
export function quantityQuery(parameter: string, text: string): Result<QuantityQuery> {
  const [amount = '', system = '', code = '', ...more] = splitUnescaped(text, '|').map(unescaped);
  if (more.length > 0) return refused(unreadable(parameter, 'quantity', text));
  const number = numberQuery(parameter, amount);
  if (!number.ok) {
    const isPrefixFault = number.outcome.issues[0]?.code === 'CRYO-304';
    return isPrefixFault ? number : refused(unreadable(parameter, 'quantity', text));
  }
  return ok({
    ...number.value,
    kind: 'quantity',
    system: system === '' ? undefined : indexed(system),
    code: code === '' ? undefined : indexed(code),
  });
}
