import { fold, rowsOf as parametersIn, queryValues, searchParameter } from '@cryopath/fhir';
import { joined, type Sql, sql } from '../postgres/sql.ts';
import { type ReadSide, rowsOf } from '../read/read-side.ts';
import { FEW } from '../search/plan.ts';

/**
 * That a Patient is found by what somebody typed: every word is part of a name without marks and case (`lodz` finds `Łódź`), part of a number, or the birth
 * date, its month or its year (`1980-03`). It looks into the values that searches use.
 *
 * @param words with at least one letter or digit: what folds to nothing would find everybody.
 * @param n number of the Patient in `resource`.
 * @param zone IANA zone in which a birth date is a day.
 */
export const isFound = (words: string, n: Sql, zone: string): Sql =>
  joined(
    wordsOf(words).map((word) => sql`${n} in (${joined(waysTo(word, zone), ' union all ')})`),
    ' and ',
  );

/** The ids of Patients that are found. What a reader may see of them is for the statement to say that uses them. */
export const foundIds = (words: string, zone: string): Sql =>
  sql`select f.id from resource f where f.type = 'Patient' and not f.deleted and ${isFound(words, sql`f.n`, zone)}`;

/** The same, when they are few enough to be looked up one by one; `undefined` when they are more. */
export async function fewFound(
  side: Pick<ReadSide, 'db' | 'zone'>,
  words: string,
): Promise<readonly string[] | undefined> {
  const found = await rowsOf<{ id: string }>(side, sql`${foundIds(words, side.zone)} limit ${FEW + 1}`);
  return found.length > FEW ? undefined : found.map(({ id }) => id);
}

const wordsOf = (words: string): readonly string[] => fold(words).split(' ');

function waysTo(word: string, zone: string): readonly Sql[] {
  const born = bornIn(word, zone);
  return [
    sql`select v.n from string_value v where v.parameter = any(${NAME}::smallint[]) and strpos(v.folded, ${word}) > 0`,
    sql`select v.n from token_value v where v.parameter = any(${NUMBER}::smallint[]) and strpos(lower(v.code), ${word}) > 0`,
    ...(born
      ? [
          sql`select v.n from date_value v where v.parameter = any(${BORN}::smallint[]) and v.low >= ${born.low} and v.high <= ${born.high}`,
        ]
      : []),
  ];
}

function bornIn(word: string, zone: string): { readonly low: number; readonly high: number } | undefined {
  if (!/^(?:19|20)\d{2}(?:-\d{2}){0,2}$/.test(word)) return undefined;
  const values = queryValues({ name: 'birthdate', kind: 'date' }, word, { now: 0, zone });
  const [value] = values.ok ? values.value : [];
  return value?.kind === 'date' ? value : undefined;
}

const numbersOf = (name: string): readonly number[] => {
  const parameter = searchParameter('Patient', name);
  return parameter ? parametersIn(parameter).map(({ number }) => number) : [];
};
const NAME = numbersOf('name');
const NUMBER = numbersOf('identifier');
const BORN = numbersOf('birthdate');
