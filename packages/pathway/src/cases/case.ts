import { addDays, calendarDayAt, parseCalendarDay, startOfDay } from '../clock/calendar-day.ts';
import type { Instant } from '../clock/instant.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import type { ProtocolFiles } from '../protocol/compile.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { type Faults, YamlPlace } from '../protocol/yaml-place.ts';
import { type Expected, readExpected } from './case-expected.ts';
import { type CaseChanges, KnownRecords, PATIENT, readCheckIn, readInstant, readRecord } from './case-record.ts';

/** A record at a moment, and where the pathway must be: a test that a doctor can read. */
export interface Case {
  readonly file: string;
  /** Where it is written, from 1. */
  readonly line: number;
  readonly given: string;
  readonly record: PatientRecord;
  readonly now: Instant;
  /** The check-in whose advice is expected. */
  readonly checkIn?: RecordResource;
  readonly then: Expected;
}

/** Records that cases share: `cases/known-records.yaml`. */
const KNOWN = 'cases/known-records.yaml';
/** When on a day of a matrix the check-in is sent, unless it says so itself. */
const USUAL_HOUR = 18;
const HOUR = 3_600_000;

/**
 * Reads all files of `cases/`. A file holds one case, or a `matrix` of them that share a record: each row is a case of its own, and with `days`
 * one for each day. Names of steps, windows and rules must be the protocol's, or a case would expect nothing.
 */
export function readCases(files: ProtocolFiles, protocol: Protocol, faults: Faults): readonly Case[] {
  const known = KnownRecords.read(KNOWN, files[KNOWN], faults);
  return Object.entries(files)
    .filter(([name]) => name.startsWith('cases/') && name !== KNOWN)
    .flatMap(([name, text]) => readFile(name, YamlPlace.read(name, text, faults), { protocol, known }));
}

interface Reading {
  readonly protocol: Protocol;
  readonly known: KnownRecords;
}

function readFile(file: string, place: YamlPlace, { protocol, known }: Reading): readonly Case[] {
  place.only('given', 'record', 'now', 'day-0', 'when', 'then', 'matrix');
  const given = place.at('given').text();
  const record = (changes: CaseChanges) => ({
    patient: PATIENT,
    resources: readRecord(place.at('record'), changes, { protocol, known }),
  });
  const matrix = place.optional('matrix');
  if (!matrix) {
    const now = readInstant(place.at('now'));
    const when = place.optional('when');
    const then = readExpected(place.at('then'), protocol);
    const checkIn = when && readCheckIn(when, now, { protocol, known });
    const base = { file, line: place.line, given, now, then, ...(checkIn ? { checkIn } : {}) };
    return [{ ...base, record: record({}) }];
  }
  return matrix.items().flatMap((row) => {
    row.only('is', 'without', 'change', 'with', 'now', 'days', 'when', 'then');
    const is = row.at('is').text();
    const then = readExpected(row.at('then'), protocol);
    const changed = record(readChanges(row));
    const when = row.optional('when');
    const each = (now: Instant, name: string): Case => {
      const checkIn = when && readCheckIn(when, now, { protocol, known });
      return { file, line: row.line, given: name, record: changed, now, then, ...(checkIn ? { checkIn } : {}) };
    };
    const days = row.optional('days');
    if (!days) return [each(readInstant(row.optional('now') ?? place.at('now')), `${given}: ${is}`)];
    return readDays(days).map((day) =>
      each(hourOfDay(place.at('day-0'), day, protocol.timeZone), `${given}, on day ${day}: ${is}`),
    );
  });
}

function readChanges(row: YamlPlace): CaseChanges {
  const change = row.optional('change');
  const added = row.optional('with');
  return {
    without: (row.optional('without')?.items() ?? []).map((each) => each.text()),
    change: Object.fromEntries((change?.entries() ?? []).map(([form, answers]) => [form, answers])),
    ...(added ? { with: added } : {}),
  };
}

/** `0-14, 30`: days after the procedure, 0 being its own. */
function readDays(place: YamlPlace): readonly number[] {
  return place
    .text()
    .split(',')
    .flatMap((part) => {
      const [low, high] = part.split('-').map(Number);
      if (
        low === undefined ||
        !Number.isInteger(low) ||
        (high !== undefined && !(Number.isInteger(high) && high > low))
      ) {
        place.fault(`"${part.trim()}" is no day, and no days from one to another`);
        return [];
      }
      return Array.from({ length: (high ?? low) - low + 1 }, (_, index) => low + index);
    });
}

/** Six in the evening of a day, on the clinic's wall. */
function hourOfDay(place: YamlPlace, day: number, timeZone: string): Instant {
  const first = parseCalendarDay(place.text());
  if (first === undefined) place.fault('Expected a day, as 2026-03-02');
  const begins = startOfDay(addDays(first ?? calendarDayAt(0 as Instant, timeZone), day), timeZone);
  return (begins + USUAL_HOUR * HOUR) as Instant;
}
