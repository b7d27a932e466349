import { expect, test } from 'vitest';
import {
  entityTag,
  expectedVersion,
  httpDate,
  idempotencyKey,
  isNotModified,
  onlyWhenAbsent,
} from './version-headers.ts';

const CHANGED = '2026-03-02T09:00:00.250Z';

test('a version is asked for by its tag, weak or strong', () => {
  expect([expectedVersion(undefined), expectedVersion('W/"3"'), expectedVersion('"12"')]).toEqual([undefined, 3, 12]);
});

test.each(['*', 'W/"0"', 'W/"-1"', 'W/"1", W/"2"', '3', '"abc"', 'W/"99999999999"', '"1', '', '\u00001'])(
  'If-Match: %s is refused, since guessing could overwrite what somebody else wrote (H14)',
  (header) => {
    expect(expectedVersion(header)).toMatchObject({ issues: [{ code: 'CRYO-209', params: { header: 'If-Match' } }] });
  },
);

test('If-None-Match on a change means "only when nothing is there", and nothing else', () => {
  expect([onlyWhenAbsent(undefined), onlyWhenAbsent('*')]).toEqual([false, true]);
  expect(onlyWhenAbsent('W/"1"')).toMatchObject({ issues: [{ code: 'CRYO-209' }] });
});

test('a reader who has the version gets it again only when it is another one', () => {
  expect(isNotModified({ 'if-none-match': entityTag(2) }, 2, CHANGED)).toBe(true);
  expect(isNotModified({ 'if-none-match': '"1", W/"2"' }, 2, CHANGED)).toBe(true);
  expect(isNotModified({ 'if-none-match': '*' }, 2, CHANGED)).toBe(true);
  expect(isNotModified({ 'if-none-match': 'W/"1"' }, 2, CHANGED)).toBe(false);
  expect(isNotModified({}, 2, CHANGED)).toBe(false);
});

test('dates decide only when there is no tag, to the second', () => {
  expect(isNotModified({ 'if-modified-since': httpDate(CHANGED) }, 2, CHANGED)).toBe(true);
  expect(isNotModified({ 'if-modified-since': 'Mon, 02 Mar 2026 08:59:59 GMT' }, 2, CHANGED)).toBe(false);
  expect(isNotModified({ 'if-modified-since': 'yesterday' }, 2, CHANGED)).toBe(false);
  expect(isNotModified({ 'if-none-match': 'W/"1"', 'if-modified-since': httpDate(CHANGED) }, 2, CHANGED)).toBe(false);
});

test('an idempotency key is visible ASCII of at most 255 characters', () => {
  expect(idempotencyKey('8b0c-1')).toBe('8b0c-1');
  for (const bad of ['', 'two words', 'ł', 'x'.repeat(256)]) {
    expect(idempotencyKey(bad)).toMatchObject({ issues: [{ code: 'CRYO-209' }] });
  }
});
