import type { AnswerValue } from './answer-state.ts';
import type { Asked } from './asked.ts';
import { extensionNumber, extensionValue, type FormItem } from './form-item.ts';

/** Why an answer cannot stand: a key of the texts (`form.fault.<fault>`) and what the text names. */
export interface AnswerFault {
  readonly fault:
    | 'missing'
    | 'number'
    | 'whole'
    | 'decimals'
    | 'low'
    | 'high'
    | 'long'
    | 'short'
    | 'pattern'
    | 'day'
    | 'time'
    | 'url'
    | 'few'
    | 'many'
    | 'large';
  readonly values: Readonly<Record<string, string | number>>;
}

/** What is wrong with the answer to a question; nothing when it stands, or when it is not asked for and not there. */
export function faultOf({ item, answers }: Asked): AnswerFault | undefined {
  if (item.type === 'group' || item.type === 'display') return undefined;
  const least = extensionNumber(item, 'minOccurs') ?? (item.required === true ? 1 : 0);
  const given = answers.filter((answer) => !isBlank(answer));
  if (given.length === 0) return least > 0 ? { fault: 'missing', values: {} } : undefined;
  if (given.length < least) return { fault: 'few', values: { count: least } };
  const most = item.repeats === true ? extensionNumber(item, 'maxOccurs') : 1;
  if (most !== undefined && given.length > most) return { fault: 'many', values: { count: most } };
  for (const answer of given) {
    const fault = valueFault(item, answer);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

export const isBlank = (answer: AnswerValue): boolean =>
  Object.values(answer).every((value) => value === undefined || (typeof value === 'string' && value.trim() === ''));

/** An answer that lies outside what is usual (policy): asked about once more, never refused. */
export function isUnusual({ item, answers }: Asked): boolean {
  const [low, high] = [extensionNumber(item, 'expectedLow'), extensionNumber(item, 'expectedHigh')];
  return answers.some((answer) => {
    const value = numberIn(answer);
    return value !== undefined && ((low !== undefined && value < low) || (high !== undefined && value > high));
  });
}

function valueFault(item: FormItem, answer: AnswerValue): AnswerFault | undefined {
  switch (item.type) {
    case 'integer':
    case 'decimal':
    case 'quantity':
      return numberFault(item, answer);
    case 'date':
    case 'dateTime':
      return 'draft' in answer ? { fault: 'day', values: {} } : momentFault(item, Object.values(answer)[0]);
    case 'time':
      return 'draft' in answer ? { fault: 'time', values: {} } : undefined;
    case 'string':
    case 'text':
      return textFault(item, String(answer.valueString ?? ''));
    case 'url':
      return URL.canParse(String(answer.valueUri ?? '')) ? undefined : { fault: 'url', values: {} };
    case 'attachment': {
      const most = extensionNumber(item, 'maxSize');
      const size = (answer.valueAttachment as { size?: number } | undefined)?.size ?? 0;
      return most !== undefined && size > most * 1_048_576 ? { fault: 'large', values: { size: most } } : undefined;
    }
    case 'boolean':
    case 'choice':
    case 'open-choice':
    case 'reference':
    case 'group':
    case 'display':
      return undefined;
    default:
      return item.type satisfies never;
  }
}

export function numberIn(answer: AnswerValue): number | undefined {
  const value =
    answer.valueInteger ?? answer.valueDecimal ?? (answer.valueQuantity as { value?: number } | undefined)?.value;
  return typeof value === 'number' ? value : undefined;
}

function numberFault(item: FormItem, answer: AnswerValue): AnswerFault | undefined {
  const value = numberIn(answer);
  if (value === undefined) return { fault: 'number', values: {} };
  if (item.type === 'integer' && !Number.isInteger(value)) return { fault: 'whole', values: {} };
  const places = extensionNumber(item, 'decimals');
  if (places !== undefined && !hasPlaces(value, places)) return { fault: 'decimals', values: { count: places } };
  const [low, high] = [boundOf(item, 'minimum'), boundOf(item, 'maximum')];
  if (typeof low === 'number' && value < low) return { fault: 'low', values: { low } };
  if (typeof high === 'number' && value > high) return { fault: 'high', values: { high } };
  return undefined;
}

const hasPlaces = (value: number, places: number): boolean => Number(value.toFixed(places)) === value;

/** Dates are compared as far as both are known: "2026" is not before "2026-03". */
function momentFault(item: FormItem, value: unknown): AnswerFault | undefined {
  const text = String(value ?? '');
  const [low, high] = [boundOf(item, 'minimum'), boundOf(item, 'maximum')];
  if (typeof low === 'string' && text.slice(0, low.length) < low.slice(0, text.length))
    return { fault: 'low', values: { low } };
  if (typeof high === 'string' && text.slice(0, high.length) > high.slice(0, text.length)) {
    return { fault: 'high', values: { high } };
  }
  return undefined;
}

const boundOf = (item: FormItem, end: 'minimum' | 'maximum'): unknown => {
  const value = extensionValue(item, end);
  return typeof value === 'object' ? (value as { value?: unknown } | null)?.value : value;
};

function textFault(item: FormItem, text: string): AnswerFault | undefined {
  const shortest = extensionNumber(item, 'minLength');
  if (item.maxLength !== undefined && text.length > item.maxLength)
    return { fault: 'long', values: { count: item.maxLength } };
  if (shortest !== undefined && text.trim().length < shortest) return { fault: 'short', values: { count: shortest } };
  const pattern = extensionValue(item, 'regex');
  if (typeof pattern === 'string' && !matches(pattern, text)) return { fault: 'pattern', values: {} };
  return undefined;
}

/** A form's pattern that is no regular expression binds nobody. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    return true;
  }
}
