import { type Instant, isoOf } from '@cryopath/pathway';
import { requesterFor } from '../people.ts';
import type { Act, Entry } from './act.ts';
import { done, filled, type Hand } from './form-entries.ts';
import { keptAppointment } from './preparation.ts';
import { later, type Story } from './story.ts';

/** How long the demo's nurses observe: within the 20 to 30 minutes of the page (step 6). */
const OBSERVED_MINUTES = 28;
const ARRIVAL_MINUTES = 3;

/** The patient arrives from theatre: the form is begun, and not finished. */
export function arrived(story: Story, ended: Instant): Act {
  const { patient, nurse } = story;
  const at = later(ended, ARRIVAL_MINUTES);
  return {
    chart: patient.id,
    at,
    by: requesterFor(nurse),
    write: (made) => [unfinished(story, { story, at, who: nurse.who, pathway: made('pathway') }, ended)],
  };
}

function unfinished(story: Story, hand: Hand, ended: Instant): Entry {
  const [entry] = filled(hand, 'recovery', { 'arrived-at': isoOf(later(ended, 1)), ...found('arrival', story, 2) });
  if (!entry) throw new Error('A form that was filled in is one entry at least');
  return { as: 'recovery-begun', resource: { ...entry.resource, status: 'in-progress' } };
}

/** The rest of the observation, and the way home (H19). @param begins of the procedure, @param ended its end */
export function discharged(story: Story, begins: Instant, ended: Instant): Act {
  const { patient, nurse } = story;
  const at = later(ended, OBSERVED_MINUTES);
  return {
    chart: patient.id,
    at,
    by: requesterFor(nurse),
    write(made) {
      const hand: Hand = { story, at, who: nurse.who, pathway: made('pathway') };
      return [
        ...done(hand, 'observation', {
          'arrived-at': isoOf(later(ended, 1)),
          ...found('arrival', story, 2),
          ...found('midway', story, 2),
          ...found('leaving', story, 1),
        }),
        ...done(hand, 'discharge', {
          well: true,
          'vitals-stable': true,
          'pain-bearable': true,
          'no-new-deficit': true,
          walks: true,
          'dressing-dry': true,
          'breathing-normal': true,
          'passed-urine': 'yes',
          numb: 'numb',
          'no-driving-today': true,
          'red-flags-told': true,
          'leaflet-given': true,
          'escort-present': true,
        }),
        keptAppointment(story, begins, made),
      ];
    },
  };
}

const found = (when: 'arrival' | 'midway' | 'leaving', { pain }: Story, now: number) => ({
  [`${when}.systolic`]: 118 + pain,
  [`${when}.diastolic`]: 70 + now,
  [`${when}.pulse`]: 68 + now,
  [`${when}.saturation`]: 97,
  [`${when}.pain`]: now,
  [`${when}.strength`]: 'as-before',
  [`${when}.sensation`]: 'numb-treated',
  [`${when}.dressing`]: 'dry',
  [`${when}.breathing`]: 'as-before',
});
