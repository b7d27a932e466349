import type { Instant } from '@cryopath/pathway';
import { demoOrganization } from '../house.ts';
import { DEMO_STAFF, requesterFor } from '../people.ts';
import type { Act, Entry } from './act.ts';
import { chartOf } from './referral.ts';
import type { Story } from './story.ts';

/**
 * The last act of the history: the lead closes a chart to everybody but those who have to know (v3 Confidentiality R), and the clinic opens. Both at once,
 * so that a start that was cut short finds every chart as open as it was.
 */
export const closing = (stories: readonly Story[], planned: Instant): Act => ({
  chart: '',
  at: planned,
  by: requesterFor(DEMO_STAFF.lead),
  write: () => [
    ...stories.flatMap((story): Entry[] =>
      story.patient.course.turn?.isRestricted
        ? [{ resource: { ...chartOf(story), meta: { security: [RESTRICTED] } }, replaces: 1 }]
        : [],
    ),
    { resource: demoOrganization(planned, true), replaces: 1 },
  ],
});

const RESTRICTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
