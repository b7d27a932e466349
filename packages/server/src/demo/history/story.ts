import { addDays, calendarDayAt, type Instant, type Protocol, startOfDay } from '@cryopath/pathway';
import type { Stage } from '../patients/course.ts';
import type { DemoPatient } from '../patients/demo-patients.ts';
import { DEMO_STAFF, type DemoPerson } from '../people.ts';

/** One patient's history while it is planned: who they are, who looks after them, and when is when. */
export interface Story {
  readonly patient: DemoPatient;
  /** From 1 on. */
  readonly number: number;
  readonly protocol: Protocol;
  /** What "now" is. */
  readonly planned: Instant;
  readonly doctor: DemoPerson;
  readonly nurse: DemoPerson;
  /** The other person of the time-out. */
  readonly second: DemoPerson;
  /** Pain before the treatment, 0 to 10. */
  readonly pain: number;
  /** Today is 0, yesterday -1. Nothing of today is later than now, so that it has happened. @param clock `09:30` */
  at(day: number, clock: string): Instant;
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** @param number of the patient, from 1 on: it spreads appointments over the hour, and chooses among the staff, the same way each time */
export function storyOf(patient: DemoPatient, number: number, protocol: Protocol, planned: Instant): Story {
  const { timeZone } = protocol;
  const today = calendarDayAt(planned, timeZone);
  const isOdd = number % 2 === 1;
  return {
    patient,
    number,
    protocol,
    planned,
    doctor: number % 3 === 2 ? DEMO_STAFF.secondDoctor : DEMO_STAFF.doctor,
    nurse: isOdd ? DEMO_STAFF.secondNurse : DEMO_STAFF.nurse,
    second: isOdd ? DEMO_STAFF.nurse : DEMO_STAFF.secondNurse,
    pain: 6 + (number % 3),
    at(day, clock) {
      const [hours = 0, minutes = 0] = clock.split(':').map(Number);
      const begins = startOfDay(addDays(today, day), timeZone);
      const within = (hours * 60 + minutes + ((number * 7) % 45)) * MINUTE;
      const moment = begins + within;
      // Before breakfast today's morning is not over: what it brings lies in the part that is.
      return (
        day !== 0 || moment <= planned ? moment : begins + Math.floor(((planned - begins) * within) / DAY)
      ) as Instant;
    },
  };
}

/** Days before the procedure on which each stage is reached. */
export const DAYS_BEFORE = {
  referral: -42,
  visit: -35,
  scan: -29,
  review: -27,
  block: -21,
  secondBlock: -14,
  decision: -13,
  consent: -11,
  booking: -10,
} as const;

/** The day of the procedure, counted from today; of who has not been treated, the day on which it would be if all went well. */
export function procedureDay({ course, complaint }: DemoPatient): number {
  switch (course.kind) {
    case 'before':
      return -course.ago - lastDay(course.stage, complaint.isDual === true && course.turn?.block === undefined);
    case 'booked':
      return course.inDays;
    case 'today':
      return 0;
    case 'home':
      return -course.days;
    default:
      return course satisfies never;
  }
}

function lastDay(stage: Exclude<Stage, 'booked' | 'treated'>, isTwice: boolean): number {
  switch (stage) {
    case 'referred':
      return DAYS_BEFORE.referral;
    case 'interviewed':
    case 'examined':
      return DAYS_BEFORE.visit;
    case 'scanned':
      return DAYS_BEFORE.scan;
    case 'imaged':
      return DAYS_BEFORE.review;
    case 'blocked':
      return isTwice ? DAYS_BEFORE.secondBlock : DAYS_BEFORE.block;
    case 'decided':
      return DAYS_BEFORE.decision;
    case 'consented':
    case 'cleared':
      return DAYS_BEFORE.consent;
    default:
      return stage satisfies never;
  }
}

export const later = (moment: Instant, minutes: number): Instant => (moment + minutes * MINUTE) as Instant;
