import { ok, type Result, refused } from '../result.ts';
import type { Decimal } from './decimal.ts';
import { isSurrogatePair, readEscaped } from './escape.ts';
import { type Fault, faultOutcome } from './fault.ts';
import type { Json } from './json.ts';
import { hashStep, knownName } from './known-names.ts';
import { losslessNumber, numberEnd } from './number.ts';

export interface ParseOptions {
  /** How many arrays and objects may lie inside one another; 64 when not said, never more than 1,000. */
  readonly maxDepth?: number;
}

const FAULT = Symbol('fault');
type Read<T> = T | typeof FAULT;

/**
 * The state of the reader. It lives in the module, and not in an object, because this is the hottest code of a write:
 * reading is synchronous and calls nobody back, so there is never more than one reader at work.
 */
let text = '';
let end = 0;
let position = 0;
let depth = 0;
let maxDepth = 64;
/** Where the reader is: the name or index at every depth. Only the first `depth` entries count. */
const place: (string | number)[] = [];
let fault: Fault = 'end';
let faultAt = 0;

/**
 * Reads JSON strictly (RFC 8259) and without loss: numbers keep their text (see {@link Decimal}).
 *
 * Refuses, naming line, column and JSON pointer: names that occur twice in an object, `__proto__`, `constructor` and
 * `prototype` as names, halves of surrogate pairs, nesting beyond `maxDepth`, raw control characters, anything after
 * the value. A byte order mark at the start is tolerated. Never throws; time is linear in the text.
 *
 * Objects are plain objects: names that are whole numbers ("7") come first when written again, as everywhere in
 * JavaScript. FHIR has no such names.
 *
 * @example parseJson('{"value":1.00}') // { ok: true, value: { value: Decimal('1.00') } }
 */
export const parseJson = (source: string, options: ParseOptions = {}): Result<Json> => {
  text = source;
  end = source.length;
  position = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  depth = 0;
  maxDepth = Math.min(options.maxDepth ?? 64, 1_000);
  const value = readDocument();
  const answer: Result<Json> =
    value === FAULT ? refused(faultOutcome(fault, text, faultAt, place.slice(0, depth), maxDepth)) : ok(value);
  // Nothing may hold the text, or a name cut from it, until the next call.
  text = '';
  place.length = 0;
  return answer;
};

const readDocument = (): Read<Json> => {
  const value = readValue();
  if (value === FAULT) return FAULT;
  return skipSpace() === -1 ? value : stop('trailing-text', position);
};

/** Notes the first fault; the callers hand FAULT up. At the end of the text it is always the end that is at fault. */
const stop = (found: Fault, at: number): typeof FAULT => {
  fault = at >= end ? 'end' : found;
  faultAt = at;
  return FAULT;
};

/** The code of the next character that is not white space, -1 at the end of the text; the position stays on it. */
const skipSpace = (): number => {
  while (position < end) {
    const code = text.charCodeAt(position);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
    position++;
  }
  return -1;
};

const readValue = (): Read<Json> => {
  const code = skipSpace();
  switch (code) {
    case 0x22:
      return readString();
    case 0x7b:
      return readObject();
    case 0x5b:
      return readArray();
    case 0x74:
      return readWord('true', true);
    case 0x66:
      return readWord('false', false);
    case 0x6e:
      return readWord('null', null);
    default:
      if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return readNumber();
      return stop('character', position);
  }
};

const readWord = <T extends boolean | null>(word: string, value: T): Read<T> => {
  if (text.startsWith(word, position)) {
    position += word.length;
    return value;
  }
  let wrong = 1;
  while (text.charCodeAt(position + wrong) === word.charCodeAt(wrong)) wrong++;
  return stop('character', position + wrong);
};

const readArray = (): Read<Json> => {
  if (depth >= maxDepth) return stop('depth', position);
  position++;
  const items: Json[] = [];
  if (skipSpace() === 0x5d) {
    position++;
    return items;
  }
  const level = depth++;
  for (;;) {
    place[level] = items.length;
    const item = readValue();
    if (item === FAULT) return FAULT;
    items.push(item);
    const code = skipSpace();
    if (code === 0x2c) {
      position++;
    } else if (code === 0x5d) {
      position++;
      depth = level;
      return items;
    } else {
      return stop('character', position);
    }
  }
};

const readObject = (): Read<Json> => {
  if (depth >= maxDepth) return stop('depth', position);
  position++;
  const members: Record<string, Json> = {};
  let code = skipSpace();
  if (code === 0x7d) {
    position++;
    return members;
  }
  const level = depth;
  for (;;) {
    if (code !== 0x22) return stop('character', position);
    const nameAt = position;
    const name = readName();
    if (name === FAULT) return FAULT;
    place[level] = name;
    depth = level + 1;
    // An inherited member (toString) is not a duplicate, so a hit is looked at twice.
    if (members[name] !== undefined && Object.hasOwn(members, name)) return stop('duplicate-name', nameAt);
    if (name === '__proto__' || name === 'constructor' || name === 'prototype') return stop('forbidden-name', nameAt);
    if (skipSpace() !== 0x3a) return stop('character', position);
    position++;
    const value = readValue();
    if (value === FAULT) return FAULT;
    members[name] = value;
    code = skipSpace();
    if (code === 0x2c) {
      position++;
      code = skipSpace();
      depth = level;
    } else if (code === 0x7d) {
      position++;
      depth = level;
      return members;
    } else {
      return stop('character', position);
    }
  }
};

/** A name; read like a string, but hashed on the way, so that a known one is found without making it. */
const readName = (): Read<string> => {
  const start = position + 1;
  let hash = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      position = at + 1;
      return knownName(text, start, at, hash);
    }
    if (code === 0x5c || code < 0x20 || code >= 0xd800) return readString();
    hash = hashStep(hash, code);
  }
  return stop('end', end);
};

const readString = (): Read<string> => {
  const start = position + 1;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      position = at + 1;
      return text.slice(start, at);
    }
    if (code === 0x5c) {
      const read = readEscaped(text, start, at);
      if (!read.ok) return stop(read.fault, read.at);
      position = read.end;
      return read.value;
    }
    if (code < 0x20) return stop('control-character', at);
    if (code >= 0xd800 && code <= 0xdfff) {
      if (!isSurrogatePair(code, text.charCodeAt(at + 1))) return stop('surrogate', at);
      at++;
    }
  }
  return stop('end', end);
};

const readNumber = (): Read<number | Decimal> => {
  const start = position;
  const stopped = numberEnd(text, start);
  if (stopped < 0) return stop('number', -1 - stopped);
  position = stopped;
  return losslessNumber(text.slice(start, stopped));
};
