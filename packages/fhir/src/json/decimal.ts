/** The global JSON with raw text, which the engines have (Node 21, Chrome 114) and TypeScript's library does not know yet. */
const json = JSON as JSON & { rawJSON(text: string): unknown };

/**
 * A JSON number whose text says more than the number JavaScript makes of it: `1.00` has two decimal places, and FHIR
 * asks to keep them (R4, datatypes: "implementations SHALL NOT alter the precision").
 *
 * `parseJson` makes one only where the text would be lost; every other number is a plain number.
 */
export class Decimal {
  /** The number exactly as it was written, such as `1.00`, `1e3` or `0.12345678901234567890`. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The nearest number of JavaScript; precision and, for huge texts, the value itself may be lost. */
  toNumber(): number {
    return Number(this.text);
  }

  /** For `JSON.stringify`, which then writes the text unchanged. */
  toJSON(): unknown {
    return json.rawJSON(this.text);
  }
}
