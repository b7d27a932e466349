import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { validate } from '../validate/validate.ts';
import { fromOperationOutcome, issue, type Outcome, outcome, statusOf, textOf, toOperationOutcome } from './outcome.ts';
import { isOutcomeCode, OUTCOMES, type OutcomeCode } from './registry.ts';

const ROOT = new URL('../../../../', import.meta.url);
const codes = Object.keys(OUTCOMES) as OutcomeCode[];
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

/** Codes that nothing answers with yet, and what they wait for. A code leaves this list with its first use. */
const WAITING: readonly { readonly codes: readonly string[]; readonly waitFor: string }[] = [
  {
    codes: ['CRYO-208', 'CRYO-210'],
    waitFor: 'routes that insist on a key (our screens send it always, FHIR clients may not)',
  },
  { codes: ['CRYO-213'], waitFor: 'the decision which references forbid a deletion' },
  { codes: ['CRYO-309', 'CRYO-314'], waitFor: 'page cursors that expire, and references searched for without a type' },
  { codes: ['CRYO-413'], waitFor: 'a refusal that tells an integrator which scope is missing' },
  { codes: ['CRYO-411', 'CRYO-415'], waitFor: 'break-glass that ends, and purposes of use' },
  { codes: ['CRYO-507', 'CRYO-510'], waitFor: 'graceful shutdown, and a second process on the data folder' },
  { codes: ['CRYO-707', 'CRYO-708'], waitFor: 'audit verify' },
];

describe('the registry of outcomes', () => {
  it('says the same in both languages', () => {
    expect(codes.filter((code) => OUTCOMES[code].en === (OUTCOMES[code].pl as string))).toStrictEqual([]);
    const placeholdersOf = (language: 'en' | 'pl') =>
      Object.fromEntries(codes.map((code) => [code, [...new Set(placeholders(OUTCOMES[code][language]))]]));
    expect(placeholdersOf('pl')).toStrictEqual(placeholdersOf('en'));
  });

  it('numbers a code by its range', () => {
    const ranges = globSync('packages/fhir/src/outcome/registry/*.ts', { cwd: ROOT }).map((file) =>
      [...new Set(readFileSync(new URL(file, ROOT), 'utf8').match(/CRYO-\d(?=\d\d': )/g))].map((range) => `${range}xx`),
    );
    expect(ranges.map((range) => range.length)).toStrictEqual(ranges.map(() => 1));
    expect(codes.filter((code) => !/^CRYO-[1-7]\d\d$/.test(code))).toStrictEqual([]);
  });

  it('is documented: every code, its status and its text, and none that does not exist', () => {
    const document = readFileSync(new URL('docs/outcomes.md', ROOT), 'utf8');
    const rows = [...document.matchAll(/^\| (CRYO-\d{3}) \| (\d{3}) \| (.+?) \| (.+?) \|$/gm)];
    const cell = (text: string) => text.replaceAll('|', '\\|');
    expect(rows.map(([, code, status, text]) => `${code} ${status} ${text}`)).toStrictEqual(
      codes.toSorted().map((code) => `${code} ${OUTCOMES[code].status} ${cell(OUTCOMES[code].en)}`),
    );
    expect(rows.filter(([, , , , advice]) => (advice?.length ?? 0) < 10).map(([, code]) => code)).toStrictEqual([]);
  });

  it('holds exactly the codes that are used', () => {
    const sources = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: ROOT }).filter(
      (file) => !file.includes('outcome/registry') && !file.endsWith('outcome/outcome.test.ts'),
    );
    const used = new Set(
      sources.flatMap(
        (file) => readFileSync(new URL(file, ROOT), 'utf8').match(/(?<=['"`])CRYO-\d{3}(?=['"`])/g) ?? [],
      ),
    );
    expect([...used].filter((code) => !isOutcomeCode(code))).toStrictEqual([]);
    const waiting = WAITING.flatMap((each) => each.codes);
    const idle = codes.filter((code) => !used.has(code) && !waiting.includes(code));
    expect(idle, 'neither used nor waiting: remove them, or list them in WAITING').toStrictEqual([]);
    const done = waiting.filter((code) => used.has(code) || !isOutcomeCode(code));
    expect(done, 'used by now, or gone: take them out of WAITING').toStrictEqual([]);
  });
});

describe('an outcome', () => {
  it('answers with the status of its gravest issue, the first among equals', () => {
    const full = issue('CRYO-501');
    const missing = issue('CRYO-120', undefined, 'Flag.status');
    const stopped = issue('CRYO-149', { count: 50 });
    const gone = issue('CRYO-202', { reference: 'Flag/1' });
    expect(statusOf({ issues: [missing, full] })).toBe(507);
    expect(statusOf({ issues: [stopped, missing, gone] })).toBe(400);
    expect(statusOf({ issues: [gone, missing] })).toBe(410);
    expect(statusOf({ issues: [stopped] })).toBe(200);
    expect(statusOf({ issues: [] })).toBe(200);
  });

  it('speaks the language of the reader', () => {
    const missing = issue('CRYO-132', { code: 'x', valueSet: 'flag-status' }, 'Flag.status');
    expect(textOf(missing, 'en')).toBe('Flag.status: "x" is not a code of the required value set flag-status.');
    expect(textOf(missing, 'pl')).toBe('Flag.status: „x” nie należy do wymaganego zbioru wartości flag-status.');
  });

  it('does not fill a placeholder out of a value that looks like one', () => {
    expect(textOf(issue('CRYO-132', { code: '{valueSet}', valueSet: 'v' }, 'a'), 'en')).toContain('"{valueSet}"');
  });

  it('becomes a valid OperationOutcome in either language, and itself again', () => {
    const told: Outcome = {
      issues: [issue('CRYO-122', { type: 'date' }, 'Patient.birthDate'), ...outcome('CRYO-501').issues],
    };
    for (const language of ['en', 'pl'] as const) {
      const written = parseJson(JSON.stringify(toOperationOutcome(told, language)));
      expect(written.ok && validate(written.value)).toStrictEqual([]);
      expect(written.ok && fromOperationOutcome(written.value)).toStrictEqual(told);
    }
    expect(toOperationOutcome(told, 'pl').issue[0]).toStrictEqual({
      severity: 'error',
      code: 'structure',
      details: {
        coding: [{ system: 'urn:cryopath:outcome', code: 'CRYO-122' }],
        text: 'Pole Patient.birthDate musi być typu date.',
      },
      diagnostics: '{"type":"date"}',
      expression: ['Patient.birthDate'],
    });
  });

  it('is not made out of what another server says, or of anything else', () => {
    const foreign = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'invalid', diagnostics: 'x' }],
    };
    const unknown = { issue: [{ details: { coding: [{ system: 'urn:cryopath:outcome', code: 'CRYO-999' }] } }] };
    const inherited = { issue: [{ details: { coding: [{ system: 'urn:cryopath:outcome', code: 'toString' }] } }] };
    for (const value of [foreign, unknown, inherited, null, 'text', 7, [], { issue: 7 }, { issue: [null, [], 'x'] }]) {
      expect(fromOperationOutcome(value)).toBeUndefined();
    }
  });
});
