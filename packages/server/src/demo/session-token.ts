import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock, Instant } from '@cryopath/pathway';

/** Signed tokens that say who somebody is, and until when. Only the demo uses them: there anybody may be anybody. */
export interface SessionTokens {
  issue(person: string, milliseconds: number): string;
  /** @returns undefined for a token that is not ours, was changed, or has ended. */
  read(token: string): string | undefined;
}

/** @param key 32 secret bytes; tokens of another key are worth nothing. */
export function sessionTokens(clock: Clock, key: Uint8Array = randomBytes(32)): SessionTokens {
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest('base64url');
  return {
    issue(person, milliseconds) {
      const payload = Buffer.from(JSON.stringify([person, clock.now() + milliseconds])).toString('base64url');
      return `${payload}.${sign(payload)}`;
    },
    read(token) {
      const [payload = '', signature = ''] = token.split('.');
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(payload))];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const [person, until] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as [string, Instant];
      return clock.now() < until ? person : undefined;
    },
  };
}
