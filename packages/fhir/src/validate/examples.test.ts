import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { stringifyJson } from '../json/stringify.ts';
import { isStoredType } from '../resource-types.ts';
import { REFUSED_EXAMPLES } from './refused-examples.ts';
import { validate } from './validate.ts';

const FOLDER = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && isStoredType(name.split('-')[0] ?? ''));

/** What a text means as JSON, without its white space and needless escapes, and with every number as it is written. */
const normalised = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/"(?:[^"\\]|\\.)*"|\s+/g, (piece) => (piece.startsWith('"') ? JSON.stringify(JSON.parse(piece)) : ''));

describe('the published examples of stored types', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThan(350);
    expect(Object.keys(REFUSED_EXAMPLES).filter((file) => !files.includes(file))).toStrictEqual([]);
  });

  it.each(files)('%s comes back without loss, and is valid or refused for a reason that is known', (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const parsed = parseJson(text);
    expect(parsed.ok && stringifyJson(parsed.value)).toBe(normalised(text));
    const places = (parsed.ok ? validate(parsed.value) : []).map(({ expression }) =>
      expression?.replace(/\[\d+\]/g, ''),
    );
    expect([...new Set(places)]).toStrictEqual(REFUSED_EXAMPLES[file]?.at ?? []);
  });
});
