import pg from 'pg';

/**
 * How columns arrive in JavaScript: `bigint` as a number, `timestamptz` as FHIR's instant, `date` as text. The driver's own readers make
 * `Date` objects, which lose what the text says and bring the machine's time zone in; and texts for `bigint`, which compare wrongly.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format === 'binary') return pg.types.getTypeParser(oid, format);
    if (oid === INT8) return wholeNumber;
    if (oid === TIMESTAMPTZ) return instantText;
    if (oid === DATE) return sameText;
    return pg.types.getTypeParser(oid, format);
  },
};

// Numbers of pg_type; PostgreSQL never gives them to another type.
const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

const sameText = (text: string) => text;

/** @throws RangeError beyond 2^53: a count or a number of ours that large is a bug, and rounding it would hide that. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`Too large for a number: ${text}`);
  return value;
}

/**
 * `2026-03-02 09:00:00.12+00`, as PostgreSQL writes it in a session whose zone is UTC, becomes `2026-03-02T09:00:00.120Z`. Digits finer than
 * a millisecond are cut. What FHIR cannot write (`infinity`, years before Christ or after 9999) is given as it came.
 */
export function instantText(text: string): string {
  if (text.length < 22 || text.charCodeAt(10) !== SPACE || !text.endsWith('+00')) return text;
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

const SPACE = 0x20;
