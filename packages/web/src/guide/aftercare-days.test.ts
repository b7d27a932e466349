import type { Window } from '@cryopath/pathway';
import { describe, expect, test } from 'vitest';
import { readProtocol } from '../../build/protocol-files.ts';
import { CHART_DAYS, shareOf } from './aftercare-days.ts';

const windows = readProtocol().windows;
const rowOf = (id: string): string => {
  const window = windows.find((each): each is Window => each.id === id);
  if (!window) throw new Error(id);
  return CHART_DAYS.map((days) => ({ surely: '#', perhaps: '/', never: '.' })[shareOf(window, days)]).join('');
};

describe('the chart of the first two weeks (days 0 to 5, then 6 to 14)', () => {
  test.each([
    ['rest', '#......'],
    ['no-exertion', '#/.....'],
    ['no-driving', '#......'],
    ['no-lifting', '##/....'],
    ['no-physical-work', '##//...'],
    ['flare', './////.'],
    ['settling', '///////'],
  ])('shows %s as %s', (id, row) => {
    expect(rowOf(id)).toBe(row);
  });
});
