import type { AnswerValue } from '../../form/logic/answer-state.ts';
import type { ResponseItem } from '../../form/logic/form-response.ts';
import type { Submission } from '../../form/submission.ts';
import type { SavedEntry } from '../../server/fhir-server.ts';

/** What the patient decided, as FHIR's Consent beside the answers: agreed or refused. Who thinks it over has given none. */
export function consentOf({ response, urn }: Submission, patient: string): SavedEntry | undefined {
  const decision = answersIn(response.item ?? [], 'decision')[0]?.valueCoding as { code?: string } | undefined;
  if (decision?.code !== 'agrees' && decision?.code !== 'refuses') return undefined;
  return {
    fullUrl: `urn:uuid:${crypto.randomUUID()}`,
    resource: {
      resourceType: 'Consent',
      status: 'active',
      scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
      category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
      patient: { reference: `Patient/${patient}` },
      dateTime: response.authored,
      performer: [{ reference: `Patient/${patient}` }],
      policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
      sourceReference: { reference: urn },
      ...(decision.code === 'refuses' ? { provision: { type: 'deny' } } : {}),
    } as SavedEntry['resource'],
  };
}

function answersIn(items: readonly ResponseItem[], linkId: string): readonly AnswerValue[] {
  return items.flatMap((item) => [
    ...(item.linkId === linkId ? (item.answer ?? []) : []),
    ...answersIn(item.item ?? [], linkId),
  ]);
}
