import type { Outcome } from '@cryopath/fhir';
import type { Instant } from '../clock/instant.ts';
import type { AuthoredRecord, RecordResource } from '../evidence/patient-record.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { isCryoablationBegun } from './cryoablation-begins.ts';
import { GATED_STEP } from './gated-step.ts';
import { stepGate } from './step-gate.ts';

/**
 * The gate before a cryoablation alone (I1, H03): see {@link stepGate}.
 *
 * @returns `undefined` when the write may pass; otherwise one CRYO-601 for each closed condition (CRYO-602 for one that could not be decided), its
 *   reason in both languages.
 */
export function procedureGate(
  protocol: Protocol,
  after: AuthoredRecord,
  resource: RecordResource,
  now: Instant,
): Outcome | undefined {
  if (!isCryoablationBegun(protocol, resource)) return undefined;
  const answer = stepGate(protocol, after, resource, { step: GATED_STEP, does: 'start' }, now);
  return answer.open ? undefined : answer.outcome;
}

/** The resource types that a protocol's gates are decided on: what a guard needs of a patient's record. */
export const evidenceTypes = (protocol: Protocol): readonly string[] => [
  ...new Set([
    'CarePlan',
    'DetectedIssue',
    'Task',
    ...protocol.evidence.map((source) => ('form' in source ? 'QuestionnaireResponse' : source.type)),
  ]),
];
