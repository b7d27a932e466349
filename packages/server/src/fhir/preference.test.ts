import { expect, test } from 'vitest';
import { preferenceOf } from './preference.ts';

test.each([
  [undefined, 'representation', false],
  ['return=minimal', 'minimal', false],
  ['return=OperationOutcome, handling=strict', 'OperationOutcome', true],
  ['respond-async; return="representation"', 'representation', false],
  ['return=everything', 'representation', false],
  ['handling=lenient', 'representation', false],
] as const)('Prefer: %s', (header, returned, strict) => {
  expect(preferenceOf(header)).toEqual({ returned, strict });
});
