import { accessOutcomes } from './registry/access.ts';
import { addressOutcomes } from './registry/address.ts';
import { bodyOutcomes } from './registry/body.ts';
import { gateOutcomes } from './registry/gate.ts';
import { pathwayOutcomes } from './registry/pathway.ts';
import { searchOutcomes } from './registry/search.ts';
import { serviceOutcomes } from './registry/service.ts';
import { transferOutcomes } from './registry/transfer.ts';
import { validityOutcomes } from './registry/validity.ts';

/**
 * Every outcome that this product can answer with. The set is closed: a code that is not here does not compile.
 *
 * To add one: write it in the file of its range, in both languages with the same placeholders, and give it a row in
 * docs/outcomes.md. The test beside this file holds code, document and languages together.
 */
export const OUTCOMES = {
  ...bodyOutcomes,
  ...validityOutcomes,
  ...addressOutcomes,
  ...searchOutcomes,
  ...accessOutcomes,
  ...serviceOutcomes,
  ...gateOutcomes,
  ...pathwayOutcomes,
  ...transferOutcomes,
} as const;

export type OutcomeCode = keyof typeof OUTCOMES;

/** Whether `code` is one of the registry's. */
export const isOutcomeCode = (code: string): code is OutcomeCode => Object.hasOwn(OUTCOMES, code);
