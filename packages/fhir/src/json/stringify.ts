import type { Json } from './json.ts';

/**
 * The value as compact JSON; decimals are written exactly as they were read, so that
 * `stringifyJson(parseJson(text).value) === text` for text without white space and needless escapes.
 */
export const stringifyJson = (value: Json): string => JSON.stringify(value);
