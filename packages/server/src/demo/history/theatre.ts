import type { JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { requesterFor } from '../people.ts';
import type { Act } from './act.ts';
import { done, type Hand, stepTask, subjectOf } from './form-entries.ts';
import { levelOf } from './qualification.ts';
import { later, type Story } from './story.ts';

/** From the first needle to the dressing. */
const PROCEDURE_MINUTES = 32;
const ANAESTHESIA_AND_PROBE_MINUTES = 8;

export const procedureEnd = (begins: Instant): Instant => later(begins, PROCEDURE_MINUTES);

/** Steps 1 and 2 of the page, before anybody takes a needle. */
export function positioned(story: Story, begins: Instant): readonly Act[] {
  const { patient, doctor, nurse } = story;
  const at = later(begins, -25);
  const locatedAt = later(begins, -15);
  const monitoring = ['pulse-oximetry', 'blood-pressure'];
  return [
    {
      chart: patient.id,
      at,
      by: requesterFor(nurse),
      write: (made) =>
        done({ story, at, who: nurse.who, pathway: made('pathway') }, 'positioning', {
          position: patient.complaint.position,
          padded: true,
          disinfected: true,
          monitoring,
          'venous-access': true,
        }),
    },
    {
      chart: patient.id,
      at: locatedAt,
      by: requesterFor(doctor),
      write: (made) =>
        done({ story, at: locatedAt, who: doctor.who, pathway: made('pathway') }, 'locating', {
          guidance: 'fluoroscopy',
          'painful-area': true,
          marked: true,
          'level-counted': true,
          view: { en: 'Oblique and lateral', pl: 'Skośna i boczna' },
        }),
    },
  ];
}

/** The pause before the needle, and the needle. */
export function begun(story: Story, begins: Instant): readonly Act[] {
  const { patient, doctor, nurse, second } = story;
  const pausedAt = later(begins, -5);
  const site = (person: 'first' | 'second') => ({
    [`${person}.target`]: patient.complaint.target,
    ...(patient.complaint.level === undefined ? {} : { [`${person}.level`]: patient.complaint.level }),
    [`${person}.side`]: patient.side,
  });
  return [
    {
      chart: patient.id,
      at: pausedAt,
      by: requesterFor(nurse),
      write: (made) =>
        done({ story, at: pausedAt, who: nurse.who, pathway: made('pathway') }, 'time-out', {
          identity: true,
          'consent-seen': true,
          'allergies-checked': true,
          'images-shown': true,
          'marks-checked': true,
          ...site('first'),
          'patient-side': patient.side,
        }),
    },
    {
      chart: patient.id,
      at: pausedAt,
      by: requesterFor(second),
      write: (made) =>
        done({ story, at: pausedAt, who: second.who, pathway: made('pathway') }, 'time-out-second', site('second')),
    },
    {
      chart: patient.id,
      at: begins,
      by: requesterFor(doctor),
      write: (made) => [{ as: 'cryoablation', resource: cryoablation(story, made('pathway'), begins) }],
    },
  ];
}

/** Steps 3 and 4: the local anaesthetic, and the probe. */
export function probed(story: Story, begins: Instant): Act {
  const { patient, doctor } = story;
  const at = later(begins, ANAESTHESIA_AND_PROBE_MINUTES);
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write(made) {
      const hand: Hand = { story, at, who: doctor.who, pathway: made('pathway') };
      return [
        ...done(hand, 'anaesthesia', {
          agent: 'lidocaine-2',
          volume: 3,
          'given-at': isoOf(later(begins, 2)),
          'aspiration-clear': true,
        }),
        ...done(hand, 'probe', {
          device: 'Demo probe',
          'probe-lot': 'DEMO-LOT-7',
          'tip-confirmed': true,
          'sensory.tested': true,
          'sensory.threshold': 0.4,
          'sensory.usual-pain': true,
          'motor.tested': true,
          'motor.highest': 2,
          'motor.unit': 'volt',
          'motor.response': 'none',
        }),
      ];
    },
  };
}

/** Steps 5 and 6: two cycles within the page's band, the dressing, and the end of the procedure. */
export function frozen(story: Story, begins: Instant): Act {
  const { patient, doctor } = story;
  const at = procedureEnd(begins);
  const cycle = (number: 1 | 2, minutes: number, coldest: number) => ({
    [`cycle-${number}.started-at`]: isoOf(later(begins, minutes)),
    [`cycle-${number}.freeze`]: 2,
    [`cycle-${number}.temperature`]: coldest,
    [`cycle-${number}.temperature-warmest`]: -61,
    [`cycle-${number}.thaw`]: 45,
    [`cycle-${number}.sensation`]: 'numbness-as-planned',
  });
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write(made) {
      const hand: Hand = { story, at, who: doctor.who, pathway: made('pathway') };
      const id = made('cryoablation').replace('Procedure/', '');
      return [
        ...done(hand, 'freezing', {
          gas: 'nitrous-oxide',
          pressure: 720,
          cycles: 2,
          ...cycle(1, 12, -70),
          ...cycle(2, 17, -72),
          thawed: true,
          skin: 'normal',
          'stopped-early': false,
        }),
        ...done(hand, 'completion', {
          'probe-removed-at': isoOf(later(begins, 28)),
          dressing: true,
          bleeding: 'none',
          complication: ['none'],
          'fluoroscopy-time': 1.2,
        }),
        {
          resource: { ...cryoablation(story, made('pathway'), begins, at), id },
          replaces: 1,
        },
        stepTask(hand, 'procedure', made('cryoablation')),
      ];
    },
  };
}

function cryoablation(story: Story, pathway: string, begins: Instant, ended?: Instant): JsonResource {
  const { patient, doctor } = story;
  const { level } = levelOf(story);
  return {
    resourceType: 'Procedure',
    status: ended === undefined ? 'in-progress' : 'completed',
    code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }], text: 'Cryoablation' },
    subject: subjectOf(story),
    basedOn: [{ reference: pathway }],
    performedPeriod: { start: isoOf(begins), ...(ended === undefined ? {} : { end: isoOf(ended) }) },
    performer: [{ actor: { reference: doctor.who } }],
    bodySite: [
      {
        coding: [
          { system: 'urn:cryopath:target', code: patient.complaint.target },
          { system: 'urn:cryopath:side', code: patient.side },
          ...(level === undefined ? [] : [{ system: 'urn:cryopath:level', code: level }]),
        ],
      },
    ],
  };
}
