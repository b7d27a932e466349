import type { Outcome } from './outcome/outcome.ts';

/** A failure that the caller must handle is a value: either what was asked for, or the outcome that says why not. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly outcome: Outcome };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refused = (outcome: Outcome): { readonly ok: false; readonly outcome: Outcome } => ({
  ok: false,
  outcome,
});
