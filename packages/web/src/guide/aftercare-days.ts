import type { Window } from '@cryopath/pathway';

/** `never` outside the window, `surely` inside it whoever the patient is, `perhaps` between its shortest and its longest. */
export type Share = 'surely' | 'perhaps' | 'never';

/** Days of the chart, counted from the procedure: single days first, then the rest of two weeks as one. */
export const CHART_DAYS: readonly { readonly first: number; readonly last: number }[] = [
  ...[0, 1, 2, 3, 4, 5].map((day) => ({ first: day, last: day })),
  { first: 6, last: 14 },
];

/**
 * How a restriction or reaction covers one column of the chart. This is a leaflet's coarse view, in days from the day of the
 * procedure; a patient's own timeline is computed from the hour of the procedure.
 */
export function shareOf(
  { kind, offset }: Window,
  { first, last }: { readonly first: number; readonly last: number },
): Share {
  const days = (value: number) => (offset.unit === 'd' ? value : value / (offset.unit === 'h' ? 24 : 24 * 60));
  const [low, high] = [days(offset.low), days(offset.high)];
  if (kind === 'reaction') {
    const from = low === high ? 0 : low; // "on days 1 to 5" starts on day 1; "within 2 weeks" starts at once
    return first >= from && first <= high ? 'perhaps' : 'never';
  }
  if (last < Math.max(low, 1)) return 'surely';
  return first < high ? 'perhaps' : 'never';
}
