import { describe, expect, test } from 'vitest';
import { compileProtocol } from '../src/protocol/compile.ts';
import { describeFault } from '../src/protocol/fault.ts';
import { defaultProtocol, protocolFiles } from './protocol-files.ts';
import { readingGrade } from './reading-grade.ts';
import { textIds } from './sentence-map.ts';

const english = [...textIds()];
const those = (ids: RegExp) => english.filter(([id]) => ids.test(id)).map(([, text]) => text);

describe('what patients read in English', () => {
  test('is at grade 4 at most where it is about red flags, and no longer sentence of it above 6', () => {
    const texts = those(/^(?:advice\.(?:emergency|same-day)|form\.check-in)\./);
    expect(texts.length).toBeGreaterThan(60);
    expect(readingGrade(texts)).toBeLessThanOrEqual(4);
    const long = texts.filter((text) => text.split(' ').length >= 6);
    expect(long.filter((text) => readingGrade([text]) > 6)).toEqual([]);
  });

  test('is at grade 6 at most elsewhere', () => {
    const texts = those(
      /^(?:advice|triage|restriction|reaction)\.|^step\..*about$|^gate\..*\.patient$|^form\.(?:diary|block-diary)\./,
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(readingGrade(texts)).toBeLessThanOrEqual(6);
  });

  test('is measured: a sentence of the clinic’s page is harder', () => {
    expect(
      readingGrade([
        'Before a patient is qualified for the procedure, a thorough medical evaluation must be performed.',
      ]),
    ).toBeGreaterThan(9);
  });
});

describe('a word that goes with a number of the policy', () => {
  const settledIn = (days: number, language: 'en' | 'pl') => {
    const policy = protocolFiles['policy.yaml']?.replace('id: settled, value: 14', `id: settled, value: ${days}`) ?? '';
    const compiled = compileProtocol({ ...protocolFiles, 'policy.yaml': policy });
    if (!compiled.ok) throw new Error(compiled.faults.map(describeFault).join('\n'));
    const rule = compiled.protocol.triage?.routine.find(({ name }) => name === 'lasting-numbness');
    return rule?.title[language].replaceAll('\u00a0', ' ');
  };

  test.each([
    [5, 'Drętwienie dłużej niż 5 dni', 'Numbness for more than 5 days'],
    [14, 'Drętwienie dłużej niż 14 dni', 'Numbness for more than 14 days'],
    [22, 'Drętwienie dłużej niż 22 dni', 'Numbness for more than 22 days'],
  ])('takes its form from %i', (days, pl, en) => {
    expect([settledIn(days, 'pl'), settledIn(days, 'en')]).toEqual([pl, en]);
  });

  test.each([
    ['pl', '{settled|dzień|dni}', 'needs one, few, many'],
    ['en', '{settled|day}', 'needs one, other'],
  ])('in %s must have all its forms', (language, damaged, message) => {
    const file = `texts/${language}.yaml`;
    const whole = language === 'pl' ? '{settled|dzień|dni|dni}' : '{settled|day|days}';
    const text = protocolFiles[file]?.replace(whole, damaged) ?? '';
    const compiled = compileProtocol({ ...protocolFiles, [file]: text });
    const faults = compiled.ok ? [] : compiled.faults.map(describeFault);
    expect(faults.filter((fault) => fault.startsWith(file) && fault.includes(message))).not.toEqual([]);
  });
});

describe('Polish texts', () => {
  const polish = JSON.stringify(defaultProtocol());
  const texts = [
    ...polish.matchAll(
      /"pl":"((?:[^"\\]|\\.)*)"|\{"url":"lang","valueCode":"pl"\},\{"url":"content","valueString":"((?:[^"\\]|\\.)*)"/g,
    ),
  ].map(([, plain, extension]) => JSON.parse(`"${plain ?? extension}"`) as string);

  test('are set as Polish is: „quotes”, dashes between numbers, no one-letter word at the end of a line', () => {
    expect(texts.length).toBeGreaterThan(800);
    expect(texts.filter((text) => /["“]|\d-\d|(?:^|\s)[aiouwz] /i.test(text.replace(/EQ-5D-5L/g, '')))).toEqual([]);
  });

  test('speak to the patient politely', () => {
    const familiar =
      /\b(?:zadzwoń|sprawdź|wypełnij|zaznacz|pamiętaj|powiedz|możesz|musisz|masz|jesteś|czujesz|Twoj\p{L}+|Ciebie|Tobie)\b/iu;
    // The tagline is the clinic's own.
    expect(
      texts.filter((text) => familiar.test(text) && !text.startsWith('Naturalne rozwiązanie dla Twojego')),
    ).toEqual([]);
  });
});
