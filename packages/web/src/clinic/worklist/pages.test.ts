import { describe, expect, test } from 'vitest';
import type { Answer } from '../../server/fhir-server.ts';
import { type Page, pages, type Shown } from './pages.ts';

/** A server whose answers come when the test says so. */
function slowServer(all: () => readonly string[]) {
  const asked: {
    readonly count: number;
    readonly cursor: string | undefined;
    answer(refused?: boolean): Promise<void>;
  }[] = [];
  const ask = (count: number, cursor: string | undefined): Promise<Answer<Page<string>>> =>
    new Promise((resolve) => {
      asked.push({
        count,
        cursor,
        async answer(refused = false) {
          const from = Number(cursor ?? 0);
          const rows = all().slice(from, from + count);
          const next = from + count < all().length ? { next: String(from + count) } : {};
          const total = cursor === undefined ? { total: { count: all().length, isMore: false } } : {};
          resolve(refused ? { ok: false, status: 'unreachable' } : { ok: true, value: { rows, ...next, ...total } });
          await Promise.resolve();
          await new Promise(setImmediate);
        },
      });
    });
  return { ask, asked };
}

const rowsTo = (count: number, first = 0) => Array.from({ length: count }, (_, index) => `row ${first + index}`);
const same = (row: string) => row;

describe('a list in pages', () => {
  test('shows the first fifty, how many there are, and the next fifty when they are asked for', async () => {
    const { ask, asked } = slowServer(() => rowsTo(120));
    const told: Shown<string>[] = [];
    const list = pages(ask, same, (shown) => told.push(shown));
    list.refresh();
    await asked[0]?.answer();
    expect(told.at(-1)).toMatchObject({ rows: rowsTo(50), total: { count: 120 }, hasMore: true });
    list.more();
    list.more();
    expect(asked.length).toBe(2);
    await asked[1]?.answer();
    expect(told.at(-1)).toMatchObject({ rows: rowsTo(100), total: { count: 120 }, hasMore: true });
    list.more();
    await asked[2]?.answer();
    expect(told.at(-1)).toMatchObject({ rows: rowsTo(120), hasMore: false });
  });

  test('is read again as far as it was shown, once for all that changes meanwhile, and never shrinks on the way', async () => {
    let all = rowsTo(120);
    const { ask, asked } = slowServer(() => all);
    const told: Shown<string>[] = [];
    const list = pages(ask, same, (shown) => told.push(shown));
    list.refresh();
    await asked[0]?.answer();
    list.more();
    await asked[1]?.answer();
    all = rowsTo(119, 1);
    for (let changes = 0; changes < 5; changes++) list.refresh();
    expect(asked.length).toBe(3);
    await asked[2]?.answer();
    expect(told.slice(2).map(({ rows }) => rows.length)).toEqual([100]);
    expect(told.at(-1)?.rows[0]).toBe('row 1');
    // What changed while that was read is read once more.
    await asked[3]?.answer();
    expect(asked.length).toBe(4);
  });

  test('holds a row once that moved to the next page', async () => {
    let all = rowsTo(120);
    const { ask, asked } = slowServer(() => all);
    let shown: Shown<string> | undefined;
    const list = pages(ask, same, (told) => {
      shown = told;
    });
    list.refresh();
    await asked[0]?.answer();
    all = ['new', ...all];
    list.more();
    await asked[1]?.answer();
    expect(new Set(shown?.rows).size).toBe(shown?.rows.length);
  });

  test('of alerts is read to its end, whatever pages the server has, and told when it is whole (I5)', async () => {
    const { ask, asked } = slowServer(() => rowsTo(450));
    const told: Shown<string>[] = [];
    pages(ask, same, (shown) => told.push(shown), { isWhole: true }).refresh();
    for (let page = 0; page < 3; page++) await asked[page]?.answer();
    expect(told.map(({ rows, hasMore }) => [rows.length, hasMore])).toEqual([[450, false]]);
    expect(asked.map(({ count }) => count)).toEqual([200, 200, 200]);
  });

  test('says what went wrong beside what it had, and reads again when it is asked to', async () => {
    const { ask, asked } = slowServer(() => rowsTo(450));
    let shown: Shown<string> | undefined;
    const list = pages(
      ask,
      same,
      (told) => {
        shown = told;
      },
      { isWhole: true },
    );
    list.refresh();
    await asked[0]?.answer();
    await asked[1]?.answer(true);
    // Half of the alerts are not the alerts.
    expect(shown).toMatchObject({ rows: [], refusal: { status: 'unreachable' } });
    list.refresh();
    for (const page of [2, 3, 4]) await asked[page]?.answer();
    expect(shown?.rows.length).toBe(450);
    expect(shown?.refusal).toBeUndefined();
    list.refresh();
    await asked[5]?.answer(true);
    expect(shown).toMatchObject({ rows: rowsTo(450), refusal: { status: 'unreachable' } });
  });

  test('that nobody asks for any more tells nothing, however late its answer comes', async () => {
    const { ask, asked } = slowServer(() => rowsTo(120));
    const told: Shown<string>[] = [];
    const list = pages(ask, same, (shown) => told.push(shown));
    list.refresh();
    list.stop();
    await asked[0]?.answer();
    expect([told, asked.length]).toEqual([[], 1]);
  });
});
