import type { AnswerValue } from './logic/answer-state.ts';
import { extensionValue, type FormItem } from './logic/form-item.ts';

/** What stands in the box of a written answer. */
export function typedText(item: FormItem, answer: AnswerValue | undefined, decimalPoint: ',' | '.'): string {
  if (answer === undefined) return '';
  if ('draft' in answer) return String(answer.draft);
  switch (item.type) {
    case 'integer':
      return String(answer.valueInteger ?? '');
    case 'decimal':
      return String(answer.valueDecimal ?? '').replace('.', decimalPoint);
    case 'quantity':
      return String((answer.valueQuantity as { value?: number } | undefined)?.value ?? '').replace('.', decimalPoint);
    case 'time':
      return String(answer.valueTime ?? '').slice(0, 5);
    case 'reference':
      return String((answer.valueReference as { reference?: string } | undefined)?.reference ?? '');
    case 'url':
      return String(answer.valueUri ?? '');
    case 'date':
      return String(answer.valueDate ?? '');
    case 'dateTime':
      return String(answer.valueDateTime ?? '');
    default:
      return String(answer.valueString ?? '');
  }
}

/**
 * What was typed, as an answer; a draft while it is none. A decimal comma and a point mean the same: nobody in Warsaw or London has to think.
 *
 * @param unit of a quantity, when one of several was chosen
 * @param zone offset of a clock time, such as `+01:00`, for a day and a time of the clinic's calendar
 */
export function typedAnswer(
  item: FormItem,
  text: string,
  context: { readonly unit?: unknown; readonly zoneOf: (localTime: string) => string },
): readonly AnswerValue[] {
  if (text === '') return [];
  switch (item.type) {
    case 'integer': {
      const number = numberOf(text);
      return [number === undefined || !Number.isInteger(number) ? { draft: text } : { valueInteger: number }];
    }
    case 'decimal': {
      const number = numberOf(text);
      return [number === undefined ? { draft: text } : { valueDecimal: number }];
    }
    case 'quantity': {
      const number = numberOf(text);
      const unit = (context.unit ?? extensionValue(item, 'unit') ?? {}) as {
        code?: string;
        system?: string;
        display?: string;
      };
      if (number === undefined) return [{ draft: text }];
      const { code, system, display } = unit;
      return [
        {
          valueQuantity: {
            value: number,
            ...(code === undefined ? {} : { unit: display ?? code, code }),
            ...(system === undefined ? {} : { system }),
          },
        },
      ];
    }
    case 'time': {
      const [, hour = '', minute = ''] = /^(\d{1,2})[:.](\d{2})$/.exec(text.trim()) ?? [];
      const isTime = hour !== '' && Number(hour) < 24 && Number(minute) < 60;
      return [isTime ? { valueTime: `${hour.padStart(2, '0')}:${minute}:00` } : { draft: text }];
    }
    case 'date':
      return [text.includes('~') || text.includes('T') ? { draft: text } : { valueDate: text }];
    case 'dateTime':
      if (text.includes('~')) return [{ draft: text }];
      return [{ valueDateTime: text.includes('T') ? `${text.slice(0, 16)}:00${context.zoneOf(text)}` : text }];
    case 'reference':
      return [{ valueReference: { reference: text } }];
    case 'url':
      return [{ valueUri: text }];
    default:
      return [{ valueString: text }];
  }
}

/** A number as people write it: `-1,5`, `2.25`, `1 200`. */
function numberOf(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace('−', '-')
    .replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

/** The offset of a clinic's clock at a local time of its calendar, `+01:00`. */
export const zoneOffsetIn =
  (timeZone: string) =>
  (localTime: string): string => {
    const asUtc = Date.parse(`${localTime.slice(0, 16)}:00Z`);
    // The offset before the moment is known: close to a change of the clocks it is asked for once more.
    const first = offsetMinutes(asUtc, timeZone);
    const minutes = offsetMinutes(asUtc - first * 60_000, timeZone);
    const two = (value: number) => String(Math.abs(value)).padStart(2, '0');
    return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  };

function offsetMinutes(instant: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** A moment on the clinic's clock as a dateTime is typed: `2026-11-26T10:15`. */
export function localTimeIn(timeZone: string, instant: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}
