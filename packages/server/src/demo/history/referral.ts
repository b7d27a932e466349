import type { JsonResource } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import { serviceRequester } from '../../sign-in/service-requester.ts';
import { demoCaregiver, humanName } from '../house.ts';
import { CARED_FOR, DEMO_CLINIC, requesterFor } from '../people.ts';
import { inBoth } from '../two-languages.ts';
import type { Act } from './act.ts';
import { done, type Hand, linkTo, stepTask, subjectOf } from './form-entries.ts';
import { DAYS_BEFORE, later, procedureDay, type Story } from './story.ts';

/** The patient comes to the clinic: a chart, a referral, and a pathway that keeps the protocol's version (I4). */
export function referral(story: Story): readonly Act[] {
  const { patient, protocol, doctor } = story;
  const { complaint } = patient;
  const at = story.at(procedureDay(patient) + DAYS_BEFORE.referral, '09:00');
  const subject = subjectOf(story);
  const cryoablation = { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }], text: 'Cryoablation' };
  const chart: Act = {
    chart: patient.id,
    at,
    by: serviceRequester,
    write: () =>
      [chartOf(story), ...(patient.id === CARED_FOR ? [demoCaregiver()] : [])].map((resource) => ({ resource })),
  };
  const referred: Act = {
    chart: patient.id,
    at: later(at, 20),
    by: requesterFor(doctor),
    write() {
      const now = isoOf(later(at, 20));
      const hand: Hand = { story, at: later(at, 20), who: doctor.who, pathway: linkTo(story, 'pathway') };
      return [
        {
          as: 'pain',
          resource: {
            resourceType: 'Condition',
            clinicalStatus: {
              coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
            },
            code: inBoth('text', complaint.title),
            subject,
            recordedDate: now,
          },
        },
        {
          as: 'pathway',
          resource: {
            resourceType: 'CarePlan',
            instantiatesCanonical: [`${protocol.url}|${protocol.version}`],
            status: 'active',
            intent: 'plan',
            ...inBoth('title', { en: 'Cryoablation', pl: 'Krioablacja' }),
            subject,
            period: { start: now },
            created: now,
            author: { reference: doctor.who },
            addresses: [{ reference: linkTo(story, 'pain') }],
          },
        },
        {
          as: 'referral',
          resource: {
            resourceType: 'ServiceRequest',
            status: 'active',
            intent: 'order',
            code: cryoablation,
            subject,
            authoredOn: now,
            requester: { reference: doctor.who },
            reasonReference: [{ reference: linkTo(story, 'pain') }],
            basedOn: [{ reference: hand.pathway }],
          },
        },
        stepTask(hand, 'referred', linkTo(story, 'referral')),
        ...done(hand, 'indication', {
          indication: complaint.indication,
          target: complaint.target,
          side: patient.side,
          complaint: complaint.title,
        }),
      ];
    },
  };
  return [chart, referred];
}

/** Who they are. */
export const chartOf = ({ patient, number }: Story): JsonResource => ({
  resourceType: 'Patient',
  id: patient.id,
  active: true,
  identifier: [{ system: 'urn:cryopath:demo:patient-number', value: `DEMO-${String(number).padStart(4, '0')}` }],
  name: [humanName(patient.name)],
  gender: patient.gender,
  birthDate: patient.birthDate,
  communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: patient.language }] }, preferred: true }],
  managingOrganization: { reference: `Organization/${DEMO_CLINIC}` },
});
