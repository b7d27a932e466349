import { simulatedClock } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { sessionTokens } from './session-token.ts';

test('a token says who somebody is until its time is over', () => {
  const clock = simulatedClock('2026-03-02T10:00:00Z');
  const tokens = sessionTokens(clock);
  const token = tokens.issue('anna', 60_000);
  expect(tokens.read(token)).toBe('anna');
  clock.advance(60_000);
  expect(tokens.read(token)).toBeUndefined();
});

test('a token that was changed, or that another key signed, says nothing', () => {
  const clock = simulatedClock('2026-03-02T10:00:00Z');
  const tokens = sessionTokens(clock);
  const [payload, signature] = tokens.issue('anna', 60_000).split('.') as [string, string];
  const lead = Buffer.from(JSON.stringify(['lead', clock.now() + 60_000])).toString('base64url');
  const strangers = sessionTokens(clock).issue('lead', 60_000);
  for (const forged of [
    `${lead}.${signature}`,
    payload,
    `${payload}.`,
    `${payload}.${'é'.repeat(43)}`,
    '',
    '.',
    strangers,
  ]) {
    expect(tokens.read(forged)).toBeUndefined();
  }
});
