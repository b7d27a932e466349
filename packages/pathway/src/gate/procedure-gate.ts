import type { Issue, Outcome } from '@cryopath/fhir';
import type { Instant } from '../clock/instant.ts';
import { closedConditions } from '../evaluate/condition.ts';
import { gatherEvidence } from '../evidence/gather.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import type { Protocol } from '../protocol/protocol.ts';

import { GATED_STEP } from './gated-step.ts';

/** Our code system of what a pathway speaks about. */
export const CODE_SYSTEM = 'urn:cryopath:code';

/** Statuses of a Procedure that has not begun, did not happen, or never was: every other one says that a needle went in (I1). */
const NOT_BEGUN: ReadonlySet<unknown> = new Set(['preparation', 'not-done', 'entered-in-error']);

/** Whether a resource says that a cryoablation has begun, and so needs its gate open. An unknown status counts as begun. */
export function isCryoablationBegun(resource: RecordResource): boolean {
  if (resource.resourceType !== 'Procedure' || NOT_BEGUN.has(resource.status)) return false;
  const coding = (resource.code as { readonly coding?: unknown } | undefined)?.coding;
  if (!Array.isArray(coding)) return false;
  return (coding as readonly (Readonly<Record<string, unknown>> | null)[]).some(
    (each) => each?.system === CODE_SYSTEM && each.code === 'cryoablation',
  );
}

/**
 * The guard of the record's write path (I1, H03): a cryoablation begins only when every condition of its gate holds on the record as it will
 * be after the write.
 *
 * @param after the patient's record after the write; types outside {@link evidenceTypes} may be left out of it.
 * @returns `undefined` when the write may pass; otherwise one CRYO-601 for each closed condition (CRYO-602 for one that could not be decided), its
 *   reason in both languages.
 */
export function procedureGate(
  protocol: Protocol,
  after: PatientRecord,
  resource: RecordResource,
  now: Instant,
): Outcome | undefined {
  if (!isCryoablationBegun(resource)) return undefined;
  const step = protocol.steps.find(({ id }) => id === GATED_STEP);
  if (!step || step.gate.length === 0) throw new Error(`The protocol ${protocol.id} has no gate before the procedure`);
  const closed = closedConditions(step.gate, gatherEvidence(protocol, after, now).variables);
  if (closed.length === 0) return undefined;
  return {
    issues: closed.map(
      ({ title, reason, undecided }): Issue => ({
        code: undecided ? 'CRYO-602' : 'CRYO-601',
        expression: 'Procedure.status',
        params: {
          gate: title.en,
          'gate.pl': title.pl,
          step: step.title.en,
          'step.pl': step.title.pl,
          reason: reason.en,
          'reason.pl': reason.pl,
        },
      }),
    ),
  };
}

/** The resource types that a protocol's evidence is made of: what a guard needs of a patient's record. */
export const evidenceTypes = (protocol: Protocol): readonly string[] => [
  ...new Set(protocol.evidence.map((source) => ('form' in source ? 'QuestionnaireResponse' : source.type))),
];
