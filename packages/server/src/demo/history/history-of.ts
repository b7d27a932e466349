import type { Instant, Protocol } from '@cryopath/pathway';
import { serviceRequester } from '../../sign-in/service-requester.ts';
import { demoOrganization, demoStaff } from '../house.ts';
import { DEMO_PATIENTS, type DemoPatient } from '../patients/demo-patients.ts';
import { DEMO_CLINIC } from '../people.ts';
import type { Act } from './act.ts';
import { atHome } from './at-home.ts';
import { blocks, decision } from './block.ts';
import { followUp } from './follow-up.ts';
import { openedByHand } from './opened-by-hand.ts';
import { booking, clearance, consent } from './preparation.ts';
import { firstVisit, hasReached, imagingReview, scan } from './qualification.ts';
import { arrived, discharged } from './recovery.ts';
import { referral } from './referral.ts';
import { later, procedureDay, type Story, storyOf } from './story.ts';
import { begun, frozen, positioned, probed, procedureEnd } from './theatre.ts';

export const demoStories = (
  protocol: Protocol,
  planned: Instant,
  patients: readonly DemoPatient[] = DEMO_PATIENTS,
): readonly Story[] => patients.map((patient, index) => storyOf(patient, index + 1, protocol, planned));

/** The histories of all patients as one: what happened in the clinic, in the order in which it did. */
export function demoHistory(stories: readonly Story[], planned: Instant): readonly Act[] {
  const acts = stories.flatMap(historyOf).filter(({ at }) => at <= planned);
  const first = Math.min(...acts.map(({ at }) => at)) as Instant;
  // What happened at the same moment stays in its order: sorting is stable.
  return [founding(planned, later(first, -60)), ...acts.toSorted((a, b) => a.at - b.at)];
}

/** The house before its first patient. */
const founding = (planned: Instant, at: Instant): Act => ({
  chart: '',
  at,
  by: { ...serviceRequester, clinic: DEMO_CLINIC },
  write: () => [demoOrganization(planned, false), ...demoStaff()].map((resource) => ({ resource })),
});

function historyOf(story: Story): readonly Act[] {
  const { course } = story.patient;
  const reached = course.kind === 'before' ? course.stage : 'treated';
  const has = (stage: Parameters<typeof hasReached>[1]) => hasReached(reached, stage);
  return [
    ...referral(story),
    ...(has('interviewed') ? [firstVisit(story, reached)] : []),
    ...(has('scanned') ? [scan(story)] : []),
    ...(has('imaged') ? [imagingReview(story)] : []),
    ...(has('blocked') ? blocks(story) : []),
    ...openedByHand(story),
    ...(has('decided') ? [decision(story)] : []),
    ...(has('consented') ? [consent(story)] : []),
    ...(has('cleared') ? clearance(story) : []),
    ...(has('treated')
      ? [booking(story, beginning(story)), ...theDay(story), ...atHome(story), ...followUp(story)]
      : []),
  ];
}

/** When the procedure began, or is to begin. */
function beginning(story: Story): Instant {
  const { patient, planned } = story;
  const { course } = patient;
  if (course.kind !== 'today') return story.at(procedureDay(patient), '10:00');
  switch (course.now) {
    case 'waiting':
      return later(planned, 90);
    case 'positioned':
      return later(planned, 10);
    case 'in-theatre':
      return later(planned, -12);
    case 'in-recovery':
      return later(planned, -40);
    case 'discharged':
      return later(planned, -102);
    default:
      return course.now satisfies never;
  }
}

/** The day of the procedure as far as it has come: what lies after now has not happened. */
function theDay(story: Story): readonly Act[] {
  const { course } = story.patient;
  const begins = beginning(story);
  const isBegun =
    course.kind === 'home' || (course.kind === 'today' && !['waiting', 'positioned'].includes(course.now));
  if (course.kind === 'booked' || (course.kind === 'today' && course.now === 'waiting')) return [];
  const ended = procedureEnd(begins);
  const isUnderObservation = course.kind === 'today' && course.now === 'in-recovery';
  const observed = isUnderObservation ? arrived(story, ended) : discharged(story, begins, ended);
  return [
    ...positioned(story, begins),
    ...(isBegun ? [...begun(story, begins), probed(story, begins), frozen(story, begins)] : []),
    ...(isBegun ? [observed] : []),
  ];
}
