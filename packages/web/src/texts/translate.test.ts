import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textsOf } from './translate.ts';

const SHARED = {
  en: {
    hello: 'Hello {{name}}',
    relief: '{{value, number}} %',
    files: { left_one: '{{count}} file left', left_other: '{{count}} files left', all: '{{count}} of them' },
    unit: { 'mg/d': 'mg a day' },
  },
  pl: {
    hello: 'Dzień dobry, {{name}}',
    relief: '{{value, number}}%',
    files: {
      left_one: 'Został {{count}} plik',
      left_few: 'Zostały {{count}} pliki',
      left_many: 'Zostało {{count}} plików',
      left_other: 'Zostało {{count}} pliku',
      all: '{{count}} z nich',
    },
    unit: { 'mg/d': 'mg na dobę' },
  },
};

test('a text is found by its key, with what it names', () => {
  const texts = textsOf(SHARED);
  expect(texts.in('en')('hello', { name: 'Anna' })).toBe('Hello Anna');
  expect(texts.in('pl')('hello', { name: 'Anna' })).toBe('Dzień dobry, Anna');
  expect(texts.in('pl')('unit.mg/d')).toBe('mg na dobę');
});

test('Polish counts one, few, many and parts in four ways, English in two', () => {
  const texts = textsOf(SHARED);
  const left = (language: 'en' | 'pl') => (count: number) => texts.in(language)('files.left', { count });
  expect([1, 2, 5, 12, 22, 1.5].map(left('pl'))).toEqual([
    'Został 1 plik',
    'Zostały 2 pliki',
    'Zostało 5 plików',
    'Zostało 12 plików',
    'Zostały 22 pliki',
    'Zostało 1.5 pliku',
  ]);
  expect([0, 1, 2].map(left('en'))).toEqual(['0 files left', '1 file left', '2 files left']);
  expect(texts.in('pl')('files.all', { count: 3 })).toBe('3 z nich');
});

test('a number is written in the reader’s digits where the text says so', () => {
  const texts = textsOf(SHARED);
  expect(texts.in('en')('relief', { value: 62.5 })).toBe('62.5 %');
  expect(texts.in('pl')('relief', { value: 62.5 })).toBe('62,5%');
});

test('a code that no text knows is said as it is given, never in another language', () => {
  const texts = textsOf({ en: { kind: { Flag: 'Flag' } }, pl: { kind: {} } });
  expect(texts.in('pl')('kind.Flag', { defaultValue: 'Flaga' })).toBe('Flaga');
  expect(texts.in('pl')('kind.Flag')).toBe('kind.Flag');
  expect(texts.in('en')('kind')).toBe('kind');
  expect(texts.in('en')('kind.constructor.name', { defaultValue: 'x' })).toBe('x');
});

test('words that come later are known at once, in functions that were taken before', () => {
  const texts = textsOf(SHARED);
  const t = texts.in('en');
  texts.add({ en: { diary: { title: 'Diary' } }, pl: { diary: { title: 'Dzienniczek' } } });
  expect(t('diary.title')).toBe('Diary');
  expect(texts.in('en')).toBe(t);
});

test('what is put into a text is never read as a text itself', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(textsOf(SHARED).in('en')('hello', { name })).toBe(`Hello ${name}`);
    }),
  );
  expect(textsOf(SHARED).in('en')('hello', { name: '{{name}} $& $t(relief)' })).toBe('Hello {{name}} $& $t(relief)');
});
