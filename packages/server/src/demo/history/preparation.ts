import type { JsonResource } from '@cryopath/fhir';
import { addDays, calendarDayAt, type Instant, isoOf, isoOfDay } from '@cryopath/pathway';
import { requesterFor } from '../people.ts';
import { inBoth } from '../two-languages.ts';
import type { Act, Entry, Made } from './act.ts';
import { done, filled, type Hand, linkTo, stepTask, subjectOf } from './form-entries.ts';
import { DAYS_BEFORE, later, procedureDay, type Story } from './story.ts';

/** The talk before the patient decides, and what they decided. */
export function consent(story: Story): Act {
  const { patient, doctor } = story;
  const at = story.at(procedureDay(patient) + DAYS_BEFORE.consent, '09:30');
  const isOpen = patient.course.turn?.consent === 'thinks-it-over';
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write(made) {
      const hand: Hand = { story, at, who: doctor.who, pathway: made('pathway') };
      const talk = filled(hand, 'consent', {
        'told-procedure': true,
        'told-effect': true,
        'told-risks': true,
        'told-alternatives': true,
        'told-aftercare': true,
        language: patient.language,
        ...(patient.language === 'pl' ? {} : { interpreter: { en: 'Not needed', pl: 'Nie był potrzebny' } }),
        questions: { en: 'How long will it help?', pl: 'Jak długo będzie działać?' },
        decision: isOpen ? 'thinks-it-over' : 'agrees',
      });
      return isOpen ? talk : [...talk, agreement(story, hand), stepTask(hand, 'consent', linkTo(story, 'agreement'))];
    },
  };
}

const agreement = (story: Story, { at }: Hand): Entry => ({
  as: 'agreement',
  resource: {
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
    category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
    patient: subjectOf(story),
    dateTime: isoOf(at),
    performer: [subjectOf(story)],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
    sourceReference: { reference: linkTo(story, 'consent') },
  },
});

/** Nothing stands in the way, or something does: contraindications, blood thinners, and how the patient is before the treatment. */
export function clearance(story: Story): readonly Act[] {
  const { patient, doctor, nurse, pain } = story;
  const { contraindication } = patient.course.turn ?? {};
  const at = later(story.at(procedureDay(patient) + DAYS_BEFORE.consent, '09:30'), 15);
  const cleared: Act = {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write(made) {
      const hand: Hand = { story, at, who: doctor.who, pathway: made('pathway') };
      return [
        ...done(hand, 'contraindications', {
          ...Object.fromEntries(CONTRAINDICATIONS.map((linkId) => [linkId, 'no'])),
          ...(contraindication ? { [contraindication.linkId]: contraindication.answer } : {}),
          word: contraindication ? 'not-acceptable' : 'none-found',
        }),
        ...anticoagulants(story, hand),
      ];
    },
  };
  const baselineAt = later(at, 20);
  const baseline: Act = {
    chart: patient.id,
    at: baselineAt,
    by: requesterFor(nurse),
    write: (made) =>
      done({ story, at: baselineAt, who: nurse.who, pathway: made('pathway') }, 'outcome-baseline', {
        visit: 'baseline',
        ...outcomeScores(pain),
        opioids: false,
      }),
  };
  return [cleared, baseline];
}

// biome-ignore format: absolute, then relative ones (evidence.md 1)
const CONTRAINDICATIONS = [
  'refusal', 'infection', 'cryoglobulinaemia', 'cold-haemoglobinuria', 'cold-urticaria', 'coagulopathy', 'critical-nerve', 'red-flag-disease', 'pregnancy-fluoroscopy',
  'raynaud', 'cold-agglutinins', 'sickle-cell', 'pregnancy', 'anaesthetic-allergy', 'poor-skin', 'hardware', 'contralateral-lung', 'non-anatomical-pain', 'negative-block',
] as const;

/** PEG: three answers, and their mean as the form calculates it. */
export const outcomeScores = (pain: number) => {
  const enjoyment = Math.max(0, pain - 1);
  return {
    pain,
    'peg.pain': pain,
    'peg.enjoyment': enjoyment,
    'peg.activity': pain,
    'peg.score': Math.round(((pain + enjoyment + pain) / 3) * 10) / 10,
  };
};

function anticoagulants(story: Story, hand: Hand): readonly Entry[] {
  const { patient, protocol } = story;
  const day = (days: number) =>
    isoOfDay(addDays(calendarDayAt(story.planned, protocol.timeZone), procedureDay(patient) + days));
  const moment = (days: number, hour: string) => `${day(days)}T${hour}:00Z`;
  const why = { en: 'Atrial fibrillation', pl: 'Migotanie przedsionków' };
  const prescriber = { en: 'The family doctor (demo)', pl: 'Lekarz rodzinny (demo)' };
  const anticoagulant = patient.course.turn?.anticoagulant;
  switch (anticoagulant) {
    case undefined:
      return done(hand, 'anticoagulant-plan', { takes: ['none'] });
    case 'apixaban-open':
      return [
        taken(story, hand, 'apixaban'),
        ...done(hand, 'anticoagulant-plan', {
          takes: ['apixaban'],
          'why-taken': why,
          renal: 'normal',
          prescriber,
          confirmed: false,
        }),
      ];
    case 'warfarin-agreed':
      return [
        taken(story, hand, 'warfarin'),
        ...done(hand, 'anticoagulant-plan', {
          takes: ['warfarin'],
          'why-taken': why,
          renal: 'normal',
          prescriber,
          confirmed: true,
          'confirmed-on': isoOfDay(calendarDayAt(hand.at, protocol.timeZone)),
          'last-dose': moment(-6, '18:00'),
          restart: moment(1, '18:00'),
          bridging: { en: 'Not needed, says the prescriber', pl: 'Zdaniem lekarza prowadzącego niepotrzebne' },
          inr: 2.3,
        }),
      ];
    default:
      return anticoagulant satisfies never;
  }
}

const taken = (story: Story, { at }: Hand, medicine: string): Entry => ({
  resource: {
    resourceType: 'MedicationStatement',
    status: 'active',
    medicationCodeableConcept: { text: medicine },
    subject: subjectOf(story),
    dateAsserted: isoOf(at),
  },
});

/** The day and the place, and what the patient needs to know before it. @param starts of the procedure */
export function booking(story: Story, starts: Instant): Act {
  const { patient, nurse } = story;
  const at = later(story.at(procedureDay(patient) + DAYS_BEFORE.booking, '12:00'), 5);
  return {
    chart: patient.id,
    at,
    by: requesterFor(nurse),
    write: (made) => [
      { as: 'booked', resource: appointmentOf(story, starts, at, 'booked') },
      ...done({ story, at, who: nurse.who, pathway: made('pathway') }, 'appointment', {
        'starts-at': isoOf(starts),
        place: { en: 'Procedure room 1, ground floor', pl: 'Sala zabiegowa 1, parter' },
        escort: true,
        leaflet: true,
        watch: true,
      }),
    ],
  };
}

/** The appointment was kept. */
export const keptAppointment = (story: Story, starts: Instant, made: Made): Entry => {
  const at = later(story.at(procedureDay(story.patient) + DAYS_BEFORE.booking, '12:00'), 5);
  const id = made('booked').replace('Appointment/', '');
  return { resource: { ...appointmentOf(story, starts, at, 'fulfilled'), id }, replaces: 1 };
};

const appointmentOf = (
  story: Story,
  starts: Instant,
  created: Instant,
  status: 'booked' | 'fulfilled',
): JsonResource => ({
  resourceType: 'Appointment',
  status,
  ...inBoth('description', { en: 'Cryoablation', pl: 'Krioablacja' }),
  start: isoOf(starts),
  end: isoOf(later(starts, 60)),
  created: isoOf(created),
  participant: [
    { actor: subjectOf(story), status: 'accepted' },
    { actor: { reference: story.doctor.who }, status: 'accepted' },
  ],
});
