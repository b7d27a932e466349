import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf, OVERRIDE_CODE, OVERRIDE_EXTENSION, ROLE_EXTENSION, type Text } from '@cryopath/pathway';
import { DEMO_STAFF, type DemoPerson, requesterFor } from '../people.ts';
import { inBoth } from '../two-languages.ts';
import type { Act } from './act.ts';
import { subjectOf } from './form-entries.ts';
import { DAYS_BEFORE, later, procedureDay, type Story } from './story.ts';

/** Gates opened by hand (I2): the doctor says why, the lead confirms; where it has only begun, it opens nothing yet. */
export function openedByHand(story: Story): readonly Act[] {
  const { patient } = story;
  const day = procedureDay(patient);
  const override = patient.course.turn?.override;
  switch (override) {
    case undefined:
      return [];
    case 'begun': {
      const at = story.at(day + DAYS_BEFORE.block + 1, '15:00');
      return [signedByDoctor(story, at, ['qualification-decision'], OLD_CHANGES)];
    }
    case 'by-two': {
      const at = story.at(day + DAYS_BEFORE.decision, '09:00');
      const steps = ['qualification-decision', 'procedure'];
      return [signedByDoctor(story, at, steps, KNOWN_SOURCE), signedByLead(story, at, steps, KNOWN_SOURCE)];
    }
    default:
      return override satisfies never;
  }
}

const OLD_CHANGES: Text = {
  en: 'The changes are old and do not explain this pain; the block at this level helped',
  pl: 'Zmiany są wieloletnie i nie tłumaczą tego bólu; blokada na tym poziomie przyniosła ulgę',
};
const KNOWN_SOURCE: Text = {
  en: 'The known metastasis is the source of the pain itself; palliative treatment, agreed by the tumour board',
  pl: 'Znany przerzut jest źródłem bólu; leczenie paliatywne uzgodnione przez konsylium',
};

const signedByDoctor = (story: Story, at: Instant, steps: readonly string[], reason: Text): Act => ({
  chart: story.patient.id,
  at,
  by: requesterFor(story.doctor),
  write: (made) =>
    steps.map((step) => ({
      as: `override-${step}`,
      resource: overrideOf(story, step, reason, at, made('pathway'), [signature(story.doctor, at)]),
    })),
});

const signedByLead = (story: Story, begun: Instant, steps: readonly string[], reason: Text): Act => {
  const at = later(begun, 40);
  return {
    chart: story.patient.id,
    at,
    by: requesterFor(DEMO_STAFF.lead),
    write: (made) =>
      steps.map((step) => ({
        replaces: 1,
        resource: {
          ...overrideOf(story, step, reason, begun, made('pathway'), [
            signature(story.doctor, begun),
            signature(DEMO_STAFF.lead, at),
          ]),
          id: made(`override-${step}`).replace('DetectedIssue/', ''),
          status: 'final',
        },
      })),
  };
};

function overrideOf(
  story: Story,
  step: string,
  reason: Text,
  at: Instant,
  pathway: string,
  mitigation: readonly JsonObject[],
): JsonResource {
  return {
    resourceType: 'DetectedIssue',
    status: 'preliminary',
    code: { coding: [{ system: 'urn:cryopath:code', code: OVERRIDE_CODE }], text: 'Gate opened by hand' },
    severity: 'high',
    patient: subjectOf(story),
    identifiedDateTime: isoOf(at),
    author: { reference: story.doctor.who },
    implicated: [{ reference: pathway }],
    ...inBoth('detail', reason),
    mitigation,
    extension: [
      {
        url: OVERRIDE_EXTENSION,
        extension: [
          { url: 'step', valueCode: step },
          { url: 'condition', valueCode: 'imaged' },
        ],
      },
    ],
  };
}

const signature = ({ who, role }: DemoPerson, at: Instant): JsonObject => ({
  extension: [{ url: ROLE_EXTENSION, valueCode: role }],
  action: { text: 'Opened by hand' },
  date: isoOf(at),
  author: { reference: who },
});
