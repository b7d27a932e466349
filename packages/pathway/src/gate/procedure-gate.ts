import type { Issue, Outcome } from '@cryopath/fhir';
import type { Instant } from '../clock/instant.ts';
import { closedConditions } from '../evaluate/condition.ts';
import { gatherEvidence } from '../evidence/gather.ts';
import type { AuthoredRecord, RecordResource } from '../evidence/patient-record.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { mayBeCryoablation } from './cryoablation-names.ts';
import { GATED_STEP } from './gated-step.ts';

/** Statuses of a Procedure that has not begun, did not happen, or never was: every other one says that a needle went in (I1). */
const NOT_BEGUN: ReadonlySet<unknown> = new Set(['preparation', 'not-done', 'entered-in-error']);

/** Elements that say when a procedure was performed. */
const PERFORMED = [
  'performedDateTime',
  'performedPeriod',
  'performedString',
  'performedAge',
  'performedRange',
] as const;

/**
 * Whether a resource says that a cryoablation has begun. An unknown status counts as begun, and so does one that says it has not while the
 * resource says when it was performed: only what was entered in error may contradict itself.
 */
export function isCryoablationBegun(protocol: Protocol, resource: RecordResource): boolean {
  if (resource.resourceType !== 'Procedure' || resource.status === 'entered-in-error') return false;
  const isBegun = !NOT_BEGUN.has(resource.status) || PERFORMED.some((element) => resource[element] !== undefined);
  return isBegun && mayBeCryoablation(protocol.cryoablation, resource);
}

/**
 * Whether a change begins a cryoablation, and so needs the gate open. One that had begun for the same patient may be ended, stopped or
 * corrected whatever became of its evidence since: what happened must be told.
 */
export const beginsCryoablation = (
  protocol: Protocol,
  before: RecordResource | undefined,
  after: RecordResource | undefined,
): boolean =>
  after !== undefined &&
  isCryoablationBegun(protocol, after) &&
  !(before && isCryoablationBegun(protocol, before) && subjectOf(before) === subjectOf(after));

const subjectOf = ({ subject }: RecordResource): unknown =>
  (subject as { readonly reference?: unknown } | undefined)?.reference;

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
  after: AuthoredRecord,
  resource: RecordResource,
  now: Instant,
): Outcome | undefined {
  if (!isCryoablationBegun(protocol, resource)) return undefined;
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
