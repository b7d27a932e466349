import { calendarDayAt } from '../clock/calendar-day.ts';
import type { Instant } from '../clock/instant.ts';
import type { PatientRecord } from '../evidence/patient-record.ts';
import { heardEvidence, type StandingEvidence } from '../evidence/standing.ts';
import { type AnswerObject, answerObject } from '../form/answer-object.ts';
import type { Pathway } from '../pathway/pathway.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Questionnaire } from '../protocol/questionnaire.ts';

/** A check-in with its place in the course: `%earlier` and `%lastCheckIn` are these. */
export interface CheckIn {
  readonly at: Instant;
  readonly answer: AnswerObject;
}

export interface PlacedCheckIn {
  /** Calendar days after the procedure's own day, in the clinic's zone. */
  readonly day?: number;
  /** Elapsed hours after its end. */
  readonly hours?: number;
  readonly answer: AnswerObject;
}

const HOUR = 3_600_000;

/** The form of the check-in; `undefined` in a protocol that takes none. */
export const checkInForm = ({ triage, forms }: Protocol): Questionnaire | undefined =>
  triage && forms.find(({ id }) => id === triage.form);

/** The check-ins of a pathway since the procedure, in anybody's words, oldest first. Answers to another version of the form are not read. */
export function checkInsSince(
  protocol: Protocol,
  record: PatientRecord,
  pathway: Pathway,
  procedureEnd: Instant | undefined,
  now: Instant,
): readonly CheckIn[] {
  const form = checkInForm(protocol);
  if (!form || procedureEnd === undefined) return [];
  const responses = {
    ...record,
    resources: record.resources.filter(
      ({ resourceType, questionnaire }) =>
        resourceType === 'QuestionnaireResponse' && String(questionnaire).split('|')[0] === form.url,
    ),
  };
  return heardEvidence(responses, pathway, now, protocol.timeZone)
    .filter(({ at }) => at >= procedureEnd)
    .toSorted((a, b) => a.at - b.at)
    .map((response) => checkInOf(form, response));
}

const checkInOf = (form: Questionnaire, { resource, at }: StandingEvidence): CheckIn => ({
  at,
  answer: resource.questionnaire === `${form.url}|${form.version}` ? answerObject(form, resource) : {},
});

export function courseSince(
  procedureEnd: Instant | undefined,
  { at, answer }: CheckIn,
  timeZone: string,
): PlacedCheckIn {
  if (procedureEnd === undefined) return { answer };
  return {
    day: calendarDayAt(at, timeZone) - calendarDayAt(procedureEnd, timeZone),
    hours: (at - procedureEnd) / HOUR,
    answer,
  };
}
