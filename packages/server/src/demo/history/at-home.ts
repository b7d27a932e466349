import type { Instant } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import type { Home } from '../patients/course.ts';
import { CARED_FOR, DEMO_CAREGIVER, patientRequester, requesterFor } from '../people.ts';
import type { Act } from './act.ts';
import { filled, type WordedAnswers } from './form-entries.ts';
import { later, type Story } from './story.ts';

/** What a check-in of one day says. What is not said is as it should be. */
interface Day {
  readonly pain: number;
  readonly compared: 'better' | 'same' | 'worse';
  readonly numbness?: readonly string[];
  readonly fever?: readonly string[];
  readonly site?: readonly string[];
}

/** Days on which patients check in, and what they find when all goes well. */
const SMOOTH: Readonly<Record<number, Day>> = {
  1: { pain: 5, compared: 'same', numbness: ['mild-numbness'], site: ['tender'] },
  2: { pain: 5, compared: 'same', site: ['tender'] },
  3: { pain: 4, compared: 'better', site: ['tender'] },
  5: { pain: 3, compared: 'better' },
  7: { pain: 3, compared: 'better' },
  10: { pain: 2, compared: 'better' },
  14: { pain: 2, compared: 'better' },
};

/** Where a course leaves that. */
function dayOf(went: Home, day: number): Day | undefined {
  const smooth = SMOOTH[day];
  switch (went) {
    case 'silent':
      return undefined;
    case 'flare':
      return day === 2 ? { pain: 8, compared: 'worse', site: ['tender'] } : smooth;
    case 'bruised':
      return smooth && { ...smooth, numbness: ['mild-numbness'], site: day === 3 ? ['tender', 'bruise'] : ['tender'] };
    case 'infection':
      return day === 6 ? { pain: 4, compared: 'same', fever: ['fever'], site: ['redness', 'discharge'] } : smooth;
    case 'rising':
      return day === 10 ? { pain: 6, compared: 'worse' } : smooth;
    case 'smooth':
    case 'returning':
      return smooth;
    default:
      return went satisfies never;
  }
}

/** The days at home: a check-in in the morning of each, and later a score in the diary now and then. */
export function atHome(story: Story): readonly Act[] {
  const { course } = story.patient;
  if (course.kind !== 'home') return [];
  const { days, went } = course;
  const checkIns = [1, 2, 3, 5, 6, 7, 10, 14].flatMap((day) => {
    const said = dayOf(went, day);
    return said && day <= days ? [checkIn(story, day, said, days)] : [];
  });
  const scores = DIARY_DAYS.filter((day) => day < days).map((day) => diary(story, day, painOn(day, went), days));
  return [...checkIns, ...scores, ...taken(story)];
}

function checkIn(story: Story, day: number, said: Day, days: number): Act {
  const by = whoSays(story, day);
  const at = story.at(day - days, '08:00');
  const answers: WordedAnswers = {
    pain: said.pain,
    compared: said.compared,
    numbness: said.numbness ?? ['none'],
    fever: said.fever ?? ['none'],
    site: said.site ?? ['none'],
    'bladder-bowel': ['none'],
    other: ['none'],
  };
  return {
    chart: story.patient.id,
    at,
    by,
    write: (made) =>
      filled({ story, at, who: by.who, pathway: made('pathway') }, 'check-in', answers, `check-in-${day}`),
  };
}

/** The caregiver answers for the patient whom they look after. */
const whoSays = ({ patient }: Story, day: number): Requester =>
  patient.id === CARED_FOR && day === 1 ? requesterFor(DEMO_CAREGIVER) : patientRequester(patient.id);

const DIARY_DAYS = [18, 25, 45, 65, 85, 120, 150, 175, 200, 250, 300, 350];

/** The effect lasts for months; where the pain comes back, it does so from the fifth month on. */
const painOn = (day: number, went: Home): number =>
  went !== 'returning' || day < 140 ? 2 : Math.min(7, 3 + Math.floor((day - 140) / 20));

function diary(story: Story, day: number, pain: number, days: number): Act {
  const by = patientRequester(story.patient.id);
  const at = story.at(day - days, '19:00');
  return {
    chart: story.patient.id,
    at,
    by,
    write: (made) =>
      filled(
        { story, at, who: by.who, pathway: made('pathway') },
        'diary',
        { pain, worst: Math.min(10, pain + 2), sleep: Math.max(0, pain - 1) },
        `diary-${day}`,
      ),
  };
}

/** A nurse has taken the alert of the rising pain upon herself; that of the infection waits. */
function taken(story: Story): readonly Act[] {
  const { patient, nurse } = story;
  if (patient.course.kind !== 'home' || patient.course.went !== 'rising') return [];
  const at = Math.min(later(story.at(0, '08:00'), 25), story.planned) as Instant;
  const takesAlerts = 'Called the patient, doctor informed / Telefon do pacjenta, lekarz powiadomiony';
  return [{ chart: patient.id, at, by: requesterFor(nurse), takesAlerts, write: () => [] }];
}
