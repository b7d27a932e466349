import { expect, test } from 'vitest';
import { levelsAround, levelsIn } from './spine-levels.ts';

test('the picture has the marked levels with two above and two below', () => {
  expect(levelsAround([{ level: 'L3', side: 'right' }])).toEqual(['L1', 'L2', 'L3', 'L4', 'L5']);
  expect(levelsAround([{ level: 'C1', side: 'left' }])).toEqual(['C1', 'C2', 'C3']);
  expect(levelsAround([{ level: 'S1', side: 'both' }])).toEqual(['L4', 'L5', 'S1']);
});

test('levels are read out of words, and nothing else is taken for one', () => {
  expect(levelsIn('Gałęzie przyśrodkowe L3 i L4 po prawej')).toEqual(['L3', 'L4']);
  expect(levelsIn('T12, C8, L6, S1')).toEqual(['T12', 'S1']);
  expect(levelsIn('genicular')).toEqual([]);
});
