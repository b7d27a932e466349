import { parseInstant } from '@cryopath/pathway';
import type { WorklistQuery } from './worklist-query.ts';

/** Where a page of the worklist ended. */
export type WorklistCursor = readonly [level: number, at: string, n: number];

interface Place {
  readonly n: number;
  readonly level: number;
  readonly since: string;
  readonly ready: string | null;
  readonly due: string;
}

export function worklistCursor({ n, level, since, ready, due }: Place, order: WorklistQuery['order']): string {
  const at = { urgency: due, since, ready }[order];
  return Buffer.from(JSON.stringify([level, at, n])).toString('base64url');
}

/** Reads what a client sent back; `undefined` when it is none of ours. */
export function worklistCursorIn(text: string): WorklistCursor | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 3) return undefined;
    const [level, at, n] = parsed as unknown[];
    const isOne = (level === 0 || level === 1 || level === 2) && Number.isSafeInteger(n) && isMoment(at);
    return isOne ? [level, String(at), Number(n)] : undefined;
  } catch {
    return undefined;
  }
}

/** As PostgreSQL gave it: an instant, or that there is none. */
const isMoment = (at: unknown): boolean =>
  at === 'infinity' || (typeof at === 'string' && at >= '0001' && parseInstant(at) !== undefined);
