import { isOutcomeCode, OUTCOMES } from '@cryopath/fhir';
import type { ImportSummary, ImportTally } from '@cryopath/record';

const COLUMNS: readonly (readonly [keyof ImportTally, string])[] = [
  ['created', 'new'],
  ['updated', 'changed'],
  ['unchanged', 'as it was'],
  ['refused', 'refused'],
  ['waiting', 'undecided'],
];

/** What an import did, by type; and what it refused, by type and reason. */
export function importTable({ types, reasons }: ImportSummary): string {
  const counts = [...types]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, tally]) => [type || '(unreadable)', ...COLUMNS.map(([name]) => String(tally[name]))]);
  const refusals = [...reasons]
    .toSorted(([, a], [, b]) => b - a)
    .map(([key, count]) => {
      const code = key.split(' ').at(-1) ?? '';
      return [String(count), key, isOutcomeCode(code) ? OUTCOMES[code].en.replace(/\{\w+\}/g, '…') : ''];
    });
  const tables = [inColumns([['', ...COLUMNS.map(([, title]) => title)], ...counts])];
  if (refusals.length > 0) tables.push(inColumns([['refused', 'because', ''], ...refusals]));
  return `\n${tables.join('\n')}`;
}

function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
    .concat('\n');
}
