import type { Language } from '@cryopath/fhir';
import { calendarDayAt, type DatedWindow, type Instant, isoOf, isoOfDay, type TimelineWindow } from '@cryopath/pathway';
import type { PathwayAt } from '../pathway-at.ts';

/** What a calendar shows of an entry: that there is one, and nothing of why. Whoever looks over a shoulder at a phone learns nothing of anybody's health. */
const TITLES: Readonly<
  Record<
    Language,
    { readonly restriction: string; readonly reaction: string; readonly step: string; readonly where: string }
  >
> = {
  en: {
    restriction: 'Cryopath: reminder',
    reaction: 'Cryopath: note',
    step: 'Cryopath: appointment with yourself',
    where: 'Details are in Cryopath.',
  },
  pl: {
    restriction: 'Cryopath: przypomnienie',
    reaction: 'Cryopath: notatka',
    step: 'Cryopath: rzecz do zrobienia',
    where: 'Szczegóły są w Cryopath.',
  },
};

/**
 * A pathway's timeline as a calendar (RFC 5545). Moments are written in UTC, so that no calendar program has to know the zone's rules: an entry stands at its
 * true instant through both changes of the clocks (I7, H11). Titles hold no health data.
 */
export function calendarOf({ protocol, view, now, id }: PathwayAt, language: Language): string {
  const words = TITLES[language];
  const entries = view.timeline.flatMap((window) =>
    isDated(window)
      ? [event(`${id}-${window.window.id}`, window.from, window.until, words[window.window.kind], words.where, now)]
      : [],
  );
  const steps = view.steps.flatMap(({ step, due, state }) =>
    due !== undefined &&
    (state.state === 'ready' || state.state === 'waiting' || state.state === 'overdue') &&
    step.participants.includes('patient')
      ? [event(`${id}-${step.id}`, due, due, words.step, words.where, now)]
      : [],
  );
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Cryopath//Cryopath//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-TIMEZONE:${protocol.timeZone}`,
    ...entries.flat(),
    ...steps.flat(),
    'END:VCALENDAR',
  ];
  return lines
    .flatMap(folded)
    .map((line) => `${line}\r\n`)
    .join('');
}

const isDated = (window: TimelineWindow): window is DatedWindow => window.state !== 'ahead';

const event = (
  uid: string,
  from: Instant,
  until: Instant,
  title: string,
  where: string,
  now: Instant,
): readonly string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}@cryopath`,
  `DTSTAMP:${utc(now)}`,
  `DTSTART:${utc(from)}`,
  `DTEND:${utc(until)}`,
  `SUMMARY:${title}`,
  `DESCRIPTION:${where}`,
  'CLASS:PRIVATE',
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
];

/** `20260302T090000Z` (RFC 5545, 3.3.5, form 2). */
const utc = (instant: Instant): string => `${isoOf(instant).slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

const LONGEST = 74;

/** A line longer than 75 octets goes on in the next one, after a space (3.1). */
function folded(line: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const letter of line) {
    if (Buffer.byteLength(current + letter) > LONGEST) {
      lines.push(current);
      current = ' ';
    }
    current += letter;
  }
  return [...lines, current];
}

/** The file's name: the day on which it was made, and nothing else. */
export const calendarName = (now: Instant, zone: string): string =>
  `cryopath-${isoOfDay(calendarDayAt(now, zone))}.ics`;
