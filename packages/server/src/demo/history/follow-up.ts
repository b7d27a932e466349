import type { Home } from '../patients/course.ts';
import { requesterFor } from '../people.ts';
import type { Act } from './act.ts';
import { done } from './form-entries.ts';
import { outcomeScores } from './preparation.ts';
import type { Story } from './story.ts';

interface Visit {
  readonly step: string;
  readonly visit: string;
  /** After the procedure, within the window of policy.yaml. */
  readonly day: number;
}

const VISITS: readonly Visit[] = [
  { step: 'outcome-week-1', visit: 'week-1', day: 7 },
  { step: 'outcome-month-1', visit: 'month-1', day: 29 },
  { step: 'outcome-month-3', visit: 'month-3', day: 90 },
  { step: 'outcome-month-6', visit: 'month-6', day: 181 },
  { step: 'outcome-month-12', visit: 'month-12', day: 364 },
];

/** The doctor's word on physical work, the first visit, and how the patient is after weeks and months, asked by telephone. */
export function followUp(story: Story): readonly Act[] {
  const { course } = story.patient;
  if (course.kind !== 'home') return [];
  const { days, went } = course;
  return [
    ...(days > 4 && went !== 'infection' ? [workPermission(story, 4 - days)] : []),
    ...(days > 16 ? [review(story, 16 - days)] : []),
    ...VISITS.filter(({ day }) => day < days).map((visit) => outcome(story, visit, visit.day - days, went)),
  ];
}

function workPermission(story: Story, day: number): Act {
  const { patient, doctor } = story;
  const at = story.at(day, '14:00');
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write: (made) =>
      done({ story, at, who: doctor.who, pathway: made('pathway') }, 'physical-work', {
        allowed: true,
        limits: { en: 'No loads above 10 kg in the first week', pl: 'Bez ciężarów powyżej 10 kg w pierwszym tygodniu' },
      }),
  };
}

function review(story: Story, day: number): Act {
  const { patient, doctor } = story;
  const at = story.at(day, '11:00');
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write: (made) =>
      done({ story, at, who: doctor.who, pathway: made('pathway') }, 'first-review', {
        pain: 2,
        'numbness-left': 'none',
        strength: 'as-before',
        site: 'healed',
        neuritis: 'none',
        words: { en: 'Sleeps through, walks further', pl: 'Przesypia noc, chodzi dalej' },
      }),
  };
}

function outcome(story: Story, { step, visit, day: after }: Visit, day: number, went: Home): Act {
  const { patient, nurse } = story;
  const at = story.at(day, '12:00');
  const isBack = went === 'returning' && after > 150;
  return {
    chart: patient.id,
    at,
    by: requesterFor(nurse),
    write: (made) =>
      done({ story, at, who: nurse.who, pathway: made('pathway') }, step, {
        visit,
        ...outcomeScores(isBack ? 6 : visit === 'week-1' ? 3 : 2),
        pgic: isBack ? 'no-change' : 'much-improved',
        opioids: patient.complaint.indication === 'cancer',
        ...(patient.complaint.indication === 'cancer' ? { 'opioid-dose': 20 } : {}),
      }),
  };
}
