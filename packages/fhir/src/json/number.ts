import { Decimal } from './decimal.ts';

/**
 * Where the JSON number that starts at `start` ends. A negative answer -1 - at says that the character at `at` cannot
 * stand there (RFC 8259, section 6).
 */
export const numberEnd = (text: string, start: number): number => {
  const whole = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  let at = digitsEnd(text, whole);
  if (at === whole) return -1 - at;
  if (text.charCodeAt(whole) === 0x30 && at > whole + 1) return -1 - (whole + 1);
  if (at < text.length && text.charCodeAt(at) === 0x2e) {
    const fraction = at + 1;
    at = digitsEnd(text, fraction);
    if (at === fraction) return -1 - at;
  }
  if (at < text.length && (text.charCodeAt(at) | 0x20) === 0x65) {
    const sign = text.charCodeAt(at + 1);
    const exponent = at + (sign === 0x2b || sign === 0x2d ? 2 : 1);
    at = digitsEnd(text, exponent);
    if (at === exponent) return -1 - at;
  }
  return at;
};

const digitsEnd = (text: string, start: number): number => {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) break;
    at++;
  }
  return at;
};

/** The number of a JSON number's text: plain when JavaScript prints the very text again, else a {@link Decimal}. */
export const losslessNumber = (written: string): number | Decimal => {
  const value = Number(written);
  return String(value) === written ? value : new Decimal(written);
};
