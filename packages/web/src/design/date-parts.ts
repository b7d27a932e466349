/** A day as it is typed, box by box. */
export interface DateParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
  /** `14:05` */
  readonly time: string;
}

const FHIR_DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}).*)?)?)?$/;

/** The boxes of a FHIR date or of what `dateOf` gave for an unfinished one. */
export function partsOf(value: string): DateParts {
  const unfinished = value.split('~');
  if (unfinished.length === 4) {
    const [day = '', month = '', year = '', time = ''] = unfinished;
    return { day, month, year, time };
  }
  const [, year = '', month = '', day = '', time = ''] = FHIR_DATE.exec(value) ?? [];
  return { day, month, year, time };
}

/** FHIR's date (or local dateTime) when the boxes are one; nothing when all are empty; the parts joined by `~` meanwhile. */
export function dateOf({ day, month, year, time }: DateParts): string {
  const texts = [day, month, year, time].map((text) => text.trim());
  const [d = '', m = '', y = '', clock = ''] = texts;
  if (texts.every((text) => text === '')) return '';
  const unfinished = texts.join('~');
  if (!/^\d{4}$/.test(y)) return unfinished;
  if (m === '') return d === '' && clock === '' ? y : unfinished;
  if (!/^\d{1,2}$/.test(m) || Number(m) < 1 || Number(m) > 12) return unfinished;
  const month2 = m.padStart(2, '0');
  if (d === '') return clock === '' ? `${y}-${month2}` : unfinished;
  if (!/^\d{1,2}$/.test(d) || Number(d) < 1 || Number(d) > daysIn(Number(y), Number(m))) return unfinished;
  const date = `${y}-${month2}-${d.padStart(2, '0')}`;
  if (clock === '') return date;
  const [, hour = '', minute = ''] = /^(\d{1,2})[:.](\d{2})$/.exec(clock) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return unfinished;
  return `${date}T${hour.padStart(2, '0')}:${minute}`;
}

const daysIn = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};
