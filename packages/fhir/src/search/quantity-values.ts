import { boundOf, decimalText, elementOf, textOf } from './element.ts';
import { indexed } from './fold.ts';

/** What a quantity reader finds; the collector adds the parameter. */
export interface FoundQuantity {
  readonly value: string;
  readonly low: number;
  readonly high: number;
  readonly system: string;
  readonly code: string;
  readonly unit: string;
}

type QuantityReader = (element: unknown) => FoundQuantity | undefined;

const unitOf = (element: unknown): Pick<FoundQuantity, 'system' | 'code' | 'unit'> => {
  const { system, code, unit } = elementOf(element);
  return { system: indexed(textOf(system)), code: indexed(textOf(code)), unit: indexed(textOf(unit)) };
};

/** `< 5` reaches down without end, `> 5` up; the 5 itself counts as included. */
function quantity(element: unknown): FoundQuantity | undefined {
  const { value, comparator } = elementOf(element);
  const text = decimalText(value);
  if (text === undefined) return undefined;
  const bound = boundOf(text);
  const low = comparator === '<' || comparator === '<=' ? -Number.MAX_VALUE : bound;
  const high = comparator === '>' || comparator === '>=' ? Number.MAX_VALUE : bound;
  return { value: indexed(text), low, high, ...unitOf(element) };
}

function range(element: unknown): FoundQuantity | undefined {
  const { low, high } = elementOf(element);
  const from = decimalText(elementOf(low).value);
  const to = decimalText(elementOf(high).value);
  const value = from ?? to;
  if (value === undefined) return undefined;
  return {
    value: indexed(value),
    low: from === undefined ? -Number.MAX_VALUE : boundOf(from),
    high: to === undefined ? Number.MAX_VALUE : boundOf(to),
    ...unitOf(from === undefined ? high : low),
  };
}

/** The lowest and highest of the samples, in the unit of the origin. `E` (error) is no sample; `L` and `U` are the limits. */
function sampled(element: unknown): FoundQuantity | undefined {
  const { origin, factor, data, lowerLimit, upperLimit } = elementOf(element);
  const zero = Number(decimalText(elementOf(origin).value) ?? Number.NaN);
  const scale = Number(decimalText(factor) ?? 1);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const sample of textOf(data).split(' ')) {
    const written = sample === 'L' ? decimalText(lowerLimit) : sample === 'U' ? decimalText(upperLimit) : sample;
    const value = written === undefined || written === '' ? Number.NaN : Number(written) * scale + zero;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return undefined;
  return { value: String(low), low, high, ...unitOf(origin) };
}

/** How each element type is read as an amount (R4 search, 3.1.1.4.11). */
export const quantityReaders: Readonly<Record<string, QuantityReader>> = {
  Quantity: quantity,
  Age: quantity,
  Count: quantity,
  Distance: quantity,
  Duration: quantity,
  Range: range,
  SampledData: sampled,
};

/** How each element type is read as a number without a unit. */
export const numberReaders: Readonly<Record<string, QuantityReader>> = {
  decimal: (element) => quantity({ value: element }),
  integer: (element) => quantity({ value: element }),
  positiveInt: (element) => quantity({ value: element }),
  unsignedInt: (element) => quantity({ value: element }),
  Range: range,
};
