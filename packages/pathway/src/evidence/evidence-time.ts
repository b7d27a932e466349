import { parseCalendarDay, startOfDay } from '../clock/calendar-day.ts';
import { type Instant, parseInstant } from '../clock/instant.ts';
import type { RecordResource } from './patient-record.ts';

/** Where a resource says when it came to be, by type; the first that is there counts. */
const TIME_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  Consent: ['dateTime'],
  Observation: ['effectiveDateTime', 'effectiveInstant'],
  Procedure: ['performedPeriod.end', 'performedDateTime'],
  QuestionnaireResponse: ['authored'],
  ServiceRequest: ['authoredOn'],
  Task: ['executionPeriod.end', 'lastModified', 'authoredOn'],
};

/** Types that evidence can be made of. */
export const EVIDENCE_TYPES: readonly string[] = Object.keys(TIME_ELEMENTS);

/**
 * When evidence came to be. A day without a time counts from its first moment, in the clinic's zone.
 *
 * @returns `undefined` when the resource does not say it to the day: evidence without a time proves nothing.
 */
export function evidenceTime(resource: RecordResource, timeZone: string): Instant | undefined {
  for (const path of TIME_ELEMENTS[resource.resourceType] ?? []) {
    const [element = '', part] = path.split('.');
    const value =
      part === undefined ? resource[element] : (resource[element] as Record<string, unknown> | undefined)?.[part];
    if (typeof value !== 'string') continue;
    const day = parseCalendarDay(value);
    return day === undefined ? parseInstant(value) : startOfDay(day, timeZone);
  }
  return undefined;
}
