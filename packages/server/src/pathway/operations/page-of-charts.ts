import { fold, type JsonObject, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { MOST_COUNTED, type Total } from '@cryopath/record';
import type { OperationInput, OperationParameter } from '../../fhir/operation/operation.ts';

const MOST = 200;
const USUAL = 50;
const LONGEST = 100;

/** What every list of the clinic's charts may be asked. */
export const PAGE: readonly OperationParameter[] = [
  {
    name: 'search',
    min: 0,
    max: '1',
    type: 'string',
    documentation:
      'Only patients of whom every word is part of a name (without marks and case), part of a number, or the birth date, its month or its year. By POST, so that it is in no address.',
  },
  {
    name: 'count',
    min: 0,
    max: '1',
    type: 'integer',
    documentation: `Rows of a page, at most ${MOST}; ${USUAL} when it is not said.`,
  },
  { name: 'cursor', min: 0, max: '1', type: 'string', documentation: 'next of the page before.' },
  { name: 'total', min: 0, max: '1', type: 'boolean', documentation: 'Whether to tell how many there are in all.' },
];

/** What it says after its rows. */
export const PAGE_END: readonly OperationParameter[] = [
  { name: 'next', min: 0, max: '1', type: 'string', documentation: 'Cursor of the next page; absent on the last.' },
  {
    name: 'total',
    min: 0,
    max: '1',
    type: 'integer',
    documentation: `How many there are in all; ${MOST_COUNTED} is counted to.`,
  },
  { name: 'uncounted', min: 0, max: '1', type: 'boolean', documentation: 'True: there are more than total.' },
];

interface PageQuery {
  readonly count: number;
  readonly cursor?: string;
  readonly words?: string;
  readonly isCounted: boolean;
}

/** Refuses with CRYO-185 a count out of range, and words that are none or too many. */
export function pageQuery(operation: string, input: OperationInput): Result<PageQuery> {
  const count = input.integer('count') ?? USUAL;
  if (!(count >= 1 && count <= MOST)) return wrong(operation, 'count', `1…${MOST}`);
  const [cursor, words] = [input.text('cursor'), input.text('search')];
  if (words !== undefined && (words.length > LONGEST || fold(words) === ''))
    return wrong(operation, 'search', `string (1…${LONGEST})`);
  return ok({
    count,
    isCounted: input.boolean('total') === true,
    ...(cursor === undefined ? {} : { cursor }),
    ...(words === undefined ? {} : { words }),
  });
}

const wrong = (operation: string, parameter: string, expected: string) =>
  refused(outcome('CRYO-185', { operation, parameter, expected }));

export const pageEndParts = (page: { readonly next?: string; readonly total?: Total }): readonly JsonObject[] => [
  ...(page.next === undefined ? [] : [{ name: 'next', valueString: page.next }]),
  ...(page.total === undefined ? [] : [{ name: 'total', valueInteger: page.total.count }]),
  ...(page.total?.isMore ? [{ name: 'uncounted', valueBoolean: true }] : []),
];
