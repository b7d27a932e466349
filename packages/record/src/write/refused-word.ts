import { type Outcome, outcome, references } from '@cryopath/fhir';
import type { Change } from '../guard.ts';
import type { PreparedChange } from './prepared-change.ts';

/** Every answer of the SQL function `record_write`, see SPEC.md. */
export type WriteWord =
  | 'written'
  | 'replayed'
  | 'mismatch'
  | 'no-patient'
  | 'forbidden'
  | 'conflict'
  | 'exists'
  | 'gone'
  | 'missing'
  | 'moved'
  | 'in-use'
  /** Somebody holds the key or the chart, and the writer did not want to wait. */
  | 'busy';

/** What a writer is told when `record_write` wrote nothing. */
export function refusedWord(word: Exclude<WriteWord, 'written' | 'replayed'>, prepared: PreparedChange): Outcome {
  const { change, expected } = prepared;
  const reference = `${change.type}/${change.id}`;
  switch (word) {
    case 'mismatch':
      return outcome('CRYO-207');
    // A chart out of reach and a chart that does not exist look the same from outside.
    case 'no-patient':
    case 'forbidden':
      return change.patient === '' || change.type === 'Patient'
        ? outcome('CRYO-403')
        : outcome('CRYO-212', { reference: `Patient/${change.patient}` }, placeNaming(change));
    case 'conflict':
      return outcome('CRYO-221', { reference, expected });
    case 'exists':
      return prepared.mustBeNew ? outcome('CRYO-219', { reference }) : outcome('CRYO-205', { reference });
    case 'gone':
      return outcome('CRYO-205', { reference });
    case 'missing':
      return outcome('CRYO-201', { reference });
    case 'moved':
      return outcome('CRYO-177', { reference });
    case 'in-use':
      return outcome('CRYO-222', { reference });
    case 'busy':
      return outcome('CRYO-211');
    default:
      return word satisfies never;
  }
}

/** Where a resource names its patient; what is about another resource does not name them itself. */
function placeNaming({ type, patient, after }: Change): string {
  const named = after && references(after).find(({ reference }) => reference === `Patient/${patient}`);
  return named?.path ?? type;
}
