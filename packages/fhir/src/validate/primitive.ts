import { Decimal } from '../json/decimal.ts';
import type { Json } from '../json/json.ts';
import { issue } from '../outcome/outcome.ts';
import { type DateForm, dateForm, timeForm } from './date.ts';
import { type Inspection, shown } from './inspection.ts';
import { inspectNarrative } from './narrative.ts';

/** Looks at one value, and reports what is wrong with it. */
export type Check = (value: Json, at: Inspection) => void;

/** R4, datatypes.html#string: "strings SHALL NOT exceed 1MB (1024*1024 characters)". */
const LONGEST_STRING = 1_048_576;

/** A check of a type that is written as a JSON string; `inspect` gets it only when it is one and not empty. */
const text =
  (type: string, inspect: (value: string, at: Inspection) => void): Check =>
  (value, at) => {
    if (typeof value !== 'string') at.report((path) => issue('CRYO-122', { type }, path));
    else if (value.length === 0) at.report((path) => issue('CRYO-126', undefined, path));
    else inspect(value, at);
  };

/** A type with a form. Forms that repeat a group come with a length, or a long text would exhaust the matcher's stack. */
const pattern = (type: string, form: RegExp, longest = LONGEST_STRING): Check =>
  text(type, (value, at) => {
    if (value.length > longest) at.report((path) => issue('CRYO-131', { limit: longest }, path));
    else if (!form.test(value)) at.report((path) => issue('CRYO-128', { value: shown(value), type }, path));
  });

/**
 * Where text has a character that FHIR does not allow, -1 when nowhere: control characters below a blank, but for tab,
 * line feed and carriage return. A loop, because it takes half the time of an expression on short texts.
 */
const forbiddenCharacterAt = (value: string): number => {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return at;
  }
  return -1;
};

const inspectText = (value: string, at: Inspection): void => {
  if (value.length > LONGEST_STRING) {
    at.report((path) => issue('CRYO-131', { limit: LONGEST_STRING }, path));
    return;
  }
  const forbidden = forbiddenCharacterAt(value);
  if (forbidden < 0) return;
  const codePoint = value.charCodeAt(forbidden).toString(16).toUpperCase().padStart(4, '0');
  at.report((path) => issue('CRYO-153', { codePoint }, path));
};

const dated = (type: string, isAllowed: (form: DateForm) => boolean): Check =>
  text(type, (value, at) => {
    const form = dateForm(value);
    if (form === 'impossible') at.report((path) => issue('CRYO-129', { value: shown(value) }, path));
    else if (!isAllowed(form)) at.report((path) => issue('CRYO-128', { value: shown(value), type }, path));
  });

const whole =
  (type: string, least: number): Check =>
  (value, at) => {
    if (typeof value === 'number' && Number.isInteger(value)) {
      const isInRange = value >= least && value <= 2_147_483_647;
      if (!isInRange) at.report((path) => issue('CRYO-130', { value, type }, path));
    } else if (typeof value === 'number' || value instanceof Decimal) {
      at.report((path) => issue('CRYO-128', { value: shown(value), type }, path));
    } else {
      at.report((path) => issue('CRYO-122', { type }, path));
    }
  };

const inspectDecimal: Check = (value, at) => {
  const number = value instanceof Decimal ? value.toNumber() : value;
  if (typeof number !== 'number') at.report((path) => issue('CRYO-122', { type: 'decimal' }, path));
  else if (!Number.isFinite(number))
    at.report((path) => issue('CRYO-130', { value: shown(value), type: 'decimal' }, path));
};

const inspectBoolean: Check = (value, at) => {
  if (typeof value !== 'boolean') at.report((path) => issue('CRYO-122', { type: 'boolean' }, path));
};

/** A code has no white space but single blanks inside. */
const inspectCode = (value: string, at: Inspection): void => {
  if (value.length > LONGEST_STRING) at.report((path) => issue('CRYO-131', { limit: LONGEST_STRING }, path));
  else if (/^\s|[^\S ]|\s\s|\s$/.test(value)) {
    at.report((path) => issue('CRYO-128', { value: shown(value), type: 'code' }, path));
  }
};

/** No white space, and nothing that a browser would run when a person follows it as a link. */
const URI = /^(?!javascript:|vbscript:)\S+$/i;

/** Groups of four out of the alphabet of RFC 4648, padded at the end; white space between is allowed by R4. */
const inspectBase64 = (value: string, at: Inspection): void => {
  const compact = /\s/.test(value) ? value.replace(/\s+/g, '') : value;
  const isBase64 = compact.length > 0 && compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
  if (!isBase64) at.report((path) => issue('CRYO-128', { value: shown(value), type: 'base64Binary' }, path));
};

/** The check of every primitive type (R4, datatypes.html#primitive). */
export const PRIMITIVES: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['base64Binary', text('base64Binary', inspectBase64)],
  ['boolean', inspectBoolean],
  ['canonical', pattern('canonical', URI)],
  ['code', text('code', inspectCode)],
  ['date', dated('date', (form) => form === 'year' || form === 'month' || form === 'day')],
  ['dateTime', dated('dateTime', (form) => form !== 'malformed')],
  ['decimal', inspectDecimal],
  ['id', pattern('id', /^[A-Za-z0-9.-]{1,64}$/)],
  ['instant', dated('instant', (form) => form === 'time')],
  ['integer', whole('integer', -2_147_483_648)],
  ['markdown', text('markdown', inspectText)],
  ['oid', pattern('oid', /^urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+$/, 256)],
  ['positiveInt', whole('positiveInt', 1)],
  ['string', text('string', inspectText)],
  [
    'time',
    text('time', (value, at) => {
      const form = timeForm(value);
      if (form === 'impossible') at.report((path) => issue('CRYO-129', { value: shown(value) }, path));
      else if (form === 'malformed')
        at.report((path) => issue('CRYO-128', { value: shown(value), type: 'time' }, path));
    }),
  ],
  ['unsignedInt', whole('unsignedInt', 0)],
  ['uri', pattern('uri', URI)],
  ['url', pattern('url', URI)],
  ['uuid', pattern('uuid', /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)],
  ['xhtml', text('xhtml', inspectNarrative)],
]);
