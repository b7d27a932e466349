import { outcome } from '../outcome/outcome.ts';
import { ok, type Result, refused } from '../result.ts';
import { fold, indexed } from './fold.ts';
import type { SearchKind, SearchParameter } from './parameters.ts';
import type { QueryContext } from './query-context.ts';
import { type DateQuery, dateQuery } from './query-date.ts';
import { splitUnescaped, unescaped } from './query-escape.ts';
import { type NumberQuery, numberQuery, type QuantityQuery, quantityQuery } from './query-quantity.ts';
import { type ReferenceQuery, referenceQuery } from './query-reference.ts';
import { unreadable } from './query-refusal.ts';

/** One value of a search parameter as asked for, ready to be compared with rows of the same kind. */
export type QueryValue = TokenQuery | StringQuery | ReferenceQuery | DateQuery | QuantityQuery | NumberQuery | UriQuery;

/** `sys|code`, `|code` (rows without a system), `sys|` (any code of the system), `code` (any system). */
export interface TokenQuery {
  readonly kind: 'token';
  /** undefined: any. '': none. */
  readonly system: string | undefined;
  /** undefined: any. */
  readonly code: string | undefined;
}

export interface StringQuery {
  readonly kind: 'string';
  /** For `:exact`. */
  readonly value: string;
  /** For the plain comparison (begins with) and `:contains`. */
  readonly folded: string;
}

export interface UriQuery {
  readonly kind: 'uri';
  readonly value: string;
}

/** Most alternatives that one parameter may list. */
export const MOST_ALTERNATIVES = 500;

/** A token as it is searched for; also what `:identifier` and `:of-type` of other kinds take. */
export function tokenQuery(parameter: string, text: string): Result<TokenQuery> {
  const parts = splitUnescaped(text, '|').map(unescaped);
  const [first = '', second] = parts;
  if (parts.length > 2) return refused(unreadable(parameter, 'token', text));
  if (second === undefined) {
    if (first === '') return refused(outcome('CRYO-316', { parameter }));
    return ok({ kind: 'token', system: undefined, code: indexed(first) });
  }
  if (first === '' && second === '') return refused(unreadable(parameter, 'token', text));
  return ok({ kind: 'token', system: indexed(first), code: second === '' ? undefined : indexed(second) });
}

function stringQuery(parameter: string, text: string): Result<StringQuery> {
  const value = unescaped(text);
  const folded = fold(value);
  if (folded === '') return refused(outcome('CRYO-316', { parameter }));
  return ok({ kind: 'string', value: indexed(value), folded: indexed(folded) });
}

/** One value of a parameter of a kind. `_id` and tokens of every other type are read alike. */
function queryValue(kind: SearchKind, parameter: string, text: string, context: QueryContext): Result<QueryValue> {
  if (text === '') return refused(outcome('CRYO-316', { parameter }));
  switch (kind) {
    case 'token':
      return tokenQuery(parameter, text);
    case 'string':
      return stringQuery(parameter, text);
    case 'reference':
      return referenceQuery(parameter, unescaped(text), context.type);
    case 'date':
      return dateQuery(parameter, unescaped(text), context);
    case 'quantity':
      return quantityQuery(parameter, text);
    case 'number':
      return numberQuery(parameter, unescaped(text));
    case 'uri':
      return ok({ kind: 'uri', value: indexed(unescaped(text)) });
    default:
      return kind satisfies never;
  }
}

/**
 * The alternatives of one search parameter, `a,b`: any of them may match. Commas, bars and dollars that belong to a
 * value are written with a backslash (R4 search, 3.1.1.4.2).
 *
 * Refuses with CRYO-302 (cannot be read), 303 (a type that the parameter excludes), 304 (prefix), 310 (too many), 311 (no such date), 314 (reference without a
 * type) or 316 (nothing given), each naming the parameter and the value.
 *
 * @param text the value of the parameter as it came, percent-decoded.
 */
export function queryValues(
  parameter: Pick<SearchParameter, 'name' | 'kind' | 'targets' | 'alias'>,
  text: string,
  context: QueryContext,
): Result<readonly QueryValue[]> {
  const alternatives = splitUnescaped(text, ',');
  if (alternatives.length > MOST_ALTERNATIVES) return refused(outcome('CRYO-310', { limit: MOST_ALTERNATIVES }));
  const only = parameter.alias?.target;
  if (only !== undefined && context.type !== undefined && context.type !== only) {
    return refused(outcome('CRYO-303', { parameter: parameter.name, modifier: context.type }));
  }
  const typed = only === undefined ? context : { ...context, type: only };
  const values: QueryValue[] = [];
  for (const alternative of alternatives) {
    const value = queryValue(parameter.kind, parameter.name, alternative, typed);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}
