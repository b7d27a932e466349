import { type JsonResource, type SearchValue, searchValues } from '@cryopath/fhir';

/** One row of an index table, its columns in the order in which the SQL function `put_values` takes them. */
type Row = readonly (string | number)[];

/** The letters by which `put_values` knows the tables. */
const TABLE: Readonly<Record<SearchValue['kind'], string>> = {
  token: 't',
  reference: 'r',
  date: 'd',
  string: 's',
  quantity: 'q',
  number: 'q',
  uri: 'u',
};

/** The search values of a resource as JSON for `put_values`; `{}` for a deletion. */
export function searchRows(resource: JsonResource | undefined, zone: string): string {
  const rows: Record<string, Row[]> = {};
  if (resource === undefined) return '{}';
  for (const value of searchValues(resource, { zone })) {
    const table = TABLE[value.kind];
    const list = rows[table];
    if (list === undefined) rows[table] = [rowOf(value)];
    else list.push(rowOf(value));
  }
  return JSON.stringify(rows);
}

function rowOf(value: SearchValue): Row {
  const { parameter } = value;
  switch (value.kind) {
    case 'token':
      return [parameter, value.system, value.code, value.text];
    case 'reference': {
      const { system, code } = value.identifier ?? { system: '', code: '' };
      return [parameter, value.type, value.id, value.url, value.version, system, code];
    }
    case 'date':
      return [parameter, value.low, value.high];
    case 'string':
      return [parameter, value.folded, value.value];
    case 'quantity':
      return [parameter, value.low, value.high, value.system, value.code, value.unit];
    case 'number':
      return [parameter, value.low, value.high, '', '', ''];
    case 'uri':
      return [parameter, value.value];
    default:
      return value satisfies never;
  }
}
