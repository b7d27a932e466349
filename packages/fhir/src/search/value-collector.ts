import type { SearchValue } from './search-value.ts';
import { joinTexts } from './token-values.ts';

/** What makes two values of one parameter the same row. */
function keyOf(value: SearchValue): string {
  switch (value.kind) {
    case 'token':
      return `${value.system}\n${value.code}`;
    case 'reference':
      return `${value.type}/${value.id}\n${value.url}|${value.version}\n${value.identifier?.system}\n${value.identifier?.code}`;
    case 'date':
      return `${value.low} ${value.high}`;
    case 'string':
    case 'uri':
      return value.value;
    case 'quantity':
      return `${value.value} ${value.low} ${value.high}\n${value.system}\n${value.code}\n${value.unit}`;
    case 'number':
      return `${value.value} ${value.low} ${value.high}`;
  }
}

/** The values of one resource in the order of its parameters and elements, none twice. */
export class ValueCollector {
  readonly values: SearchValue[] = [];
  #start = 0;
  #places: Map<string, number> | undefined;

  /** Values added from now on belong to another parameter than those before. */
  nextParameter(): void {
    this.#start = this.values.length;
    this.#places = undefined;
  }

  /** Adds a value unless the parameter has it already. Two tokens of one code become one with the texts of both. */
  add(value: SearchValue): void {
    if (this.values.length === this.#start) {
      this.values.push(value);
      return;
    }
    // Most parameters have one value: the map is made when a second one comes.
    this.#places ??= new Map(this.values.slice(this.#start).map((known, at) => [keyOf(known), this.#start + at]));
    const key = keyOf(value);
    const place = this.#places.get(key);
    if (place === undefined) {
      this.#places.set(key, this.values.length);
      this.values.push(value);
      return;
    }
    const known = this.values[place];
    if (known?.kind !== 'token' || value.kind !== 'token') return;
    const text = joinTexts(known.text, value.text);
    if (text !== known.text) this.values[place] = { ...known, text };
  }
}
