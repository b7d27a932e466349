import { type Outcome, outcome } from '../outcome/outcome.ts';
import { indexed } from './fold.ts';
import type { SearchKind } from './parameters.ts';

/** The refusal of a value: which parameter, which value. */
export const unreadable = (parameter: string, kind: SearchKind, value: string): Outcome =>
  outcome('CRYO-302', { parameter, kind, value: indexed(value) });
