import type { Prefix } from './query-prefix.ts';
import type { NumberQuery, QuantityQuery } from './query-quantity.ts';
import type { ReferenceQuery } from './query-reference.ts';
import type { QueryValue, TokenQuery } from './query-value.ts';
import type { ReferenceValue, SearchValue, TokenValue } from './search-value.ts';

/**
 * Whether one row answers one value of a query: the meaning that the record's SQL has to have, in one place and without
 * a database. Modifiers are the record's.
 */
export function matches(value: SearchValue, query: QueryValue): boolean {
  switch (query.kind) {
    case 'token':
      return value.kind === 'token' && matchesToken(value, query);
    case 'string':
      return value.kind === 'string' && value.folded.startsWith(query.folded);
    case 'uri':
      return value.kind === 'uri' && value.value === query.value;
    case 'reference':
      return value.kind === 'reference' && matchesReference(value, query);
    case 'date':
      return value.kind === 'date' && matchesInterval(query.prefix, value, query);
    case 'number':
      return value.kind === 'number' && matchesAmount(value, query);
    case 'quantity': {
      if (value.kind !== 'quantity' || !matchesAmount(value, query)) return false;
      if (query.system !== undefined) {
        return value.system === query.system && (query.code === undefined || value.code === query.code);
      }
      return query.code === undefined || value.code === query.code || value.unit === query.code;
    }
    default:
      return query satisfies never;
  }
}

/** A row without a code (only a text) answers no query for codes. */
const matchesToken = (value: TokenValue, { system, code }: TokenQuery): boolean =>
  (system === undefined || value.system === system) && (code === undefined ? value.code !== '' : value.code === code);

const matchesReference = (value: ReferenceValue, query: ReferenceQuery): boolean =>
  (query.type === undefined || value.type === query.type || (query.url !== undefined && value.type === '')) &&
  (query.id === undefined || value.id === query.id) &&
  (query.url === undefined || value.url === query.url) &&
  (query.version === undefined || value.version === query.version);

interface Span {
  readonly low: number;
  readonly high: number;
}

/** R4 search, 3.1.1.4.5, on half-open intervals: the row's against the query's. */
function matchesInterval(prefix: Prefix, row: Span, query: Span): boolean {
  const isWithin = row.low >= query.low && row.high <= query.high;
  switch (prefix) {
    case 'eq':
      return isWithin;
    case 'ne':
      return !isWithin;
    case 'gt':
      return row.high > query.high;
    case 'lt':
      return row.low < query.low;
    case 'ge':
      return row.high > query.high || isWithin;
    case 'le':
      return row.low < query.low || isWithin;
    case 'sa':
      return row.low >= query.high;
    case 'eb':
      return row.high <= query.low;
    case 'ap':
      return row.low < query.high && row.high > query.low;
    default:
      return prefix satisfies never;
  }
}

/** R4 search, 3.1.1.4.6: the row's closed bounds against the number, or against its implied precision. */
function matchesAmount(row: Span, query: NumberQuery | QuantityQuery): boolean {
  const { prefix, value, low, high } = query;
  const isWithin = row.low >= low && row.high < high;
  switch (prefix) {
    case 'eq':
      return isWithin;
    case 'ne':
      return !isWithin;
    case 'gt':
      return row.high > value;
    case 'lt':
      return row.low < value;
    case 'ge':
      return row.high >= value;
    case 'le':
      return row.low <= value;
    case 'sa':
      return row.low > value;
    case 'eb':
      return row.high < value;
    case 'ap':
      return row.low <= high && row.high >= low;
    default:
      return prefix satisfies never;
  }
}
