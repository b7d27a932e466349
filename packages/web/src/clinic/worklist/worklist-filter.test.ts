import { expect, test } from 'vitest';
import { filterIn, searchWith } from './worklist-filter.ts';

test('the address keeps the filter, beside whatever else it says', () => {
  const filter = { stage: 'aftercare', role: 'nurse', state: 'overdue' } as const;
  expect(searchWith('?lang=pl', filter)).toBe('?lang=pl&stage=aftercare&role=nurse&state=overdue');
  expect(filterIn('?lang=pl&stage=aftercare&role=nurse&state=overdue')).toEqual(filter);
  expect(searchWith('?lang=pl&stage=aftercare&state=soon', {})).toBe('?lang=pl');
  expect(searchWith('?state=soon', {})).toBe('');
});

test('what an address cannot mean is no filter', () => {
  expect(filterIn('?stage=Anna%20Nowak&role=auditor&state=late')).toEqual({});
  expect(filterIn('')).toEqual({});
});
