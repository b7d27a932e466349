import { queryValues, type ReferenceQuery, searchParameter } from '@cryopath/fhir';
import { readable } from '../access/readable.ts';
import { sql } from '../postgres/sql.ts';
import type { QueryPair } from '../read/query-pairs.ts';
import { type ReadSide, rowsOf } from '../read/read-side.ts';
import type { SearchContext } from './search-context.ts';

/**
 * The patients within reach that a search names: `patient=`, `subject=Patient/…` and every other reference to a Patient, and `_id` on Patient. Their record
 * was searched whatever was found in it: that it holds nothing, or how much, is told by an empty page and by a count.
 *
 * @param known patients that are on the trail already and need not be looked up
 */
export async function namedPatients(
  side: ReadSide,
  context: SearchContext,
  type: string,
  pairs: readonly QueryPair[],
  known: readonly string[],
): Promise<readonly string[]> {
  const named = new Set(pairs.flatMap((pair) => idsNamed(context, type, pair)));
  for (const patient of known) named.delete(patient);
  if (named.size === 0) return [];
  const found = await rowsOf<{ id: string }>(
    side,
    sql`select r.id from resource r where r.type = 'Patient' and r.id = any(${[...named]}::text[])
      and ${readable(context.reach, 'r', 'Patient')}`,
  );
  return found.map(({ id }) => id);
}

function idsNamed({ now, zone, base }: SearchContext, type: string, { name, value }: QueryPair): readonly string[] {
  if (name === '_id') return type === 'Patient' ? value.split(',') : [];
  // `subject=p`, `subject:Patient=p` and `subject:Patient._id=p` name a patient each.
  const [, link = '', target = 'Patient'] = /^([a-z-]+)(?::([A-Za-z]+))?(?:\._id)?$/.exec(name) ?? [];
  const parameter = searchParameter(type, link);
  if (parameter?.kind !== 'reference' || target !== 'Patient') return [];
  const relative = value.replaceAll(`${base}/`, '');
  const values = queryValues({ name: link, kind: 'reference' }, relative, { now, zone });
  if (!values.ok) return [];
  return values.value.flatMap((each) => {
    const { type: named = 'Patient', id } = each as unknown as ReferenceQuery;
    return named === 'Patient' && id !== undefined ? [id] : [];
  });
}
