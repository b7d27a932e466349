import type { JsonResource } from '@cryopath/fhir';
import { calendarDayAt, isoOf, isoOfDay, type Text } from '@cryopath/pathway';
import type { Stage, Turn } from '../patients/course.ts';
import { STAGES } from '../patients/course.ts';
import { requesterFor } from '../people.ts';
import { inBoth } from '../two-languages.ts';
import type { Act, Made } from './act.ts';
import { done, type Hand, subjectOf } from './form-entries.ts';
import { DAYS_BEFORE, procedureDay, type Story } from './story.ts';

export const hasReached = (reached: Stage, stage: Stage): boolean => STAGES.indexOf(reached) >= STAGES.indexOf(stage);

/** Interview and examination, and the order for images. */
export function firstVisit(story: Story, reached: Stage): Act {
  const { patient, doctor, pain } = story;
  const { complaint, side } = patient;
  const at = visitTime(story);
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write(made) {
      const hand: Hand = { story, at, who: doctor.who, pathway: made('pathway') };
      const isCancer = complaint.indication === 'cancer';
      const interview = done(hand, 'interview', {
        nature: complaint.nature,
        location: complaint.location,
        'location-chart': [complaint.isOneSided ? `${complaint.region}-${side}` : complaint.region],
        duration: { en: `${complaint.months} months`, pl: `${complaint.months} mies.` },
        'duration-months': complaint.months,
        pain,
        'pain-worst': Math.min(10, pain + 2),
        'previous-treatment': complaint.treatment,
        'conservative-weeks': 20,
        'previous-denervation': false,
        opioids: isCancer,
        ...(isCancer ? { 'opioid-dose': 40 } : {}),
        sleep: 5,
        mood: 4,
        expectations: { en: 'To walk and sleep without pain', pl: 'Chodzić i spać bez bólu' },
        allergies: ['none'],
        implants: [complaint.title.en.includes('replacement') ? 'metal' : 'none'],
        neuropathy: ['none'],
      });
      if (!hasReached(reached, 'examined')) return interview;
      return [
        ...interview,
        ...done(hand, 'examination', {
          findings: complaint.findings,
          'suspected-nerve': complaint.nerve,
          target: complaint.target,
          ...levelOf(story),
          side,
          motor: 'normal',
          sensation: 'normal',
          reflexes: 'normal',
          radicular: false,
        }),
        { as: 'mri-order', resource: mriOrder(story, hand.pathway, 'active') },
      ];
    },
  };
}

const visitTime = (story: Story) => story.at(procedureDay(story.patient) + DAYS_BEFORE.visit, '10:00');

const mriOrder = (story: Story, pathway: string, status: 'active' | 'completed'): JsonResource => ({
  resourceType: 'ServiceRequest',
  status,
  intent: 'order',
  code: inBoth('text', { en: 'Magnetic resonance imaging', pl: 'Rezonans magnetyczny' }),
  subject: subjectOf(story),
  authoredOn: isoOf(visitTime(story)),
  requester: { reference: story.doctor.who },
  basedOn: [{ reference: pathway }],
});

/** The images are taken and reported. There are none: the demo says so. */
export function scan(story: Story): Act {
  const { patient, doctor } = story;
  const at = story.at(procedureDay(patient) + DAYS_BEFORE.scan, '12:00');
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write: (made) => [
      {
        resource: {
          ...mriOrder(story, made('pathway'), 'completed'),
          id: made('mri-order').replace('ServiceRequest/', ''),
        },
        replaces: 1,
      },
      {
        as: 'mri',
        resource: {
          resourceType: 'ImagingStudy',
          status: 'available',
          modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'MR' }],
          subject: subjectOf(story),
          started: isoOf(at),
          basedOn: [{ reference: made('mri-order') }],
          ...inBoth('description', {
            en: 'MRI (demo: there are no images)',
            pl: 'Rezonans magnetyczny (demo: bez obrazów)',
          }),
        },
      },
      {
        resource: {
          resourceType: 'DiagnosticReport',
          status: 'final',
          code: inBoth('text', { en: 'Report of the MRI', pl: 'Opis rezonansu magnetycznego' }),
          subject: subjectOf(story),
          effectiveDateTime: isoOf(at),
          issued: isoOf(at),
          performer: [{ reference: doctor.who }],
          basedOn: [{ reference: made('mri-order') }],
          ...inBoth('conclusion', otherCauseWords(patient.course.turn?.otherCause) ?? patient.complaint.imaging),
        },
      },
    ],
  };
}

/** The doctor looks at the images: they confirm the source and rule out other causes, or they do not. */
export function imagingReview(story: Story): Act {
  const { patient, doctor, protocol } = story;
  const day = procedureDay(patient);
  const at = story.at(day + DAYS_BEFORE.review, '11:00');
  const taken = calendarDayAt(story.at(day + DAYS_BEFORE.scan, '12:00'), protocol.timeZone);
  const { otherCause } = patient.course.turn ?? {};
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write: (made: Made) =>
      done({ story, at, who: doctor.who, pathway: made('pathway') }, 'imaging', {
        modality: 'mri',
        'taken-on': isoOfDay(taken),
        'confirms-source': otherCause !== 'hernia',
        'source-words': patient.complaint.imaging,
        'other-causes-excluded': otherCause === undefined,
        ...(otherCause === undefined
          ? {}
          : { 'other-causes': [otherCause], 'other-cause-words': otherCauseWords(otherCause) ?? '' }),
      }),
  };
}

function otherCauseWords(cause: Turn['otherCause']): Text | undefined {
  switch (cause) {
    case undefined:
      return undefined;
    case 'hernia':
      return {
        en: 'Hernia L5/S1 that touches the root; referred to a neurosurgeon first',
        pl: 'Przepuklina L5/S1 z konfliktem korzeniowym; najpierw konsultacja neurochirurgiczna',
      };
    case 'degeneration':
      return {
        en: 'Old degeneration of several discs beside the suspected joint',
        pl: 'Wieloletnie zmiany zwyrodnieniowe kilku krążków obok podejrzanego stawu',
      };
    case 'tumour':
      return { en: 'Known metastasis, itself the source of the pain', pl: 'Znany przerzut, będący źródłem bólu' };
    default:
      return cause satisfies never;
  }
}

/** The level, of a target that has levels. */
export const levelOf = ({ patient }: Story): { readonly level?: string } =>
  patient.complaint.level === undefined ? {} : { level: patient.complaint.level };
