import type { Issue, Outcome } from '@cryopath/fhir';
import type { Instant } from '../clock/instant.ts';
import { wallClockAt } from '../clock/wall-clock.ts';
import { evidenceNamesIn } from '../evaluate/condition.ts';
import { circumstances } from '../evaluate/evaluate.ts';
import type { OpenedByHand } from '../evaluate/step-state.ts';
import { type Circumstances, gateOf, waitOf } from '../evaluate/step-states.ts';
import type { AuthoredRecord, RecordResource } from '../evidence/patient-record.ts';
import { type Pathway, pathwayFor } from '../pathway/pathway.ts';
import type { Protocol, Step, Text } from '../protocol/protocol.ts';
import { statusReasonOf } from '../task/step-task.ts';
import { GATED_STEP } from './gated-step.ts';
import { beginningOf } from './procedure-beginning.ts';
import type { StepChange } from './step-change.ts';

/** What a gate says to a write: what let it pass rests on this evidence; what keeps it closed is told in both languages. */
export type GateAnswer =
  | {
      readonly open: true;
      /** Canonical address and version of the protocol whose gate it was. */
      readonly protocol: string;
      /** The CarePlan's id; absent for the implicit pathway of a record without any. */
      readonly pathway?: string;
      readonly opened: 'evidence' | 'override';
      /** Resources of the record that it rests on, overrides among them. */
      readonly evidence: readonly RecordResource[];
    }
  | { readonly open: false; readonly outcome: Outcome };

/**
 * The guard of the record's write path (I1, H02, H03, H19): a step starts only when every condition of its gate holds on the record as it will be after
 * the write, or two people have opened by hand those that do not, and when its time has come; it is left out only when the protocol lets it be.
 *
 * @param after the patient's record after the write; types outside {@link evidenceTypes} may be left out of it.
 * @param resource what is written: see {@link stepChange}.
 */
export function stepGate(
  protocol: Protocol,
  after: AuthoredRecord,
  resource: RecordResource,
  change: StepChange,
  now: Instant,
): GateAnswer {
  const step = protocol.steps.find(({ id }) => id === change.step);
  if (step?.id === GATED_STEP && step.gate.length === 0) {
    throw new Error(`The protocol ${protocol.id} has no gate before the procedure`);
  }
  if (!step) return refused({ code: 'CRYO-616', params: { step: change.step } });
  const pathway = pathwayFor(protocol, after, resource, now);
  if (!pathway) return refused({ code: 'CRYO-610', params: titles(step) });
  if (pathway.id !== undefined && pathway.version !== protocol.version) {
    const versions = { pinned: pathway.version ?? '—', version: protocol.version };
    return refused({ code: 'CRYO-611', params: { ...versions, ...titles(step) } });
  }
  if (change.does === 'skip') return skipGate(step, resource, protocol, pathway);
  const beginning = resource.resourceType === 'Procedure' ? beginningOf(resource) : undefined;
  return startGate(step, resource, circumstances(protocol, withoutItself(after, resource), pathway, now, beginning));
}

/** A form's own response must not prove that its step may start. */
const withoutItself = (record: AuthoredRecord, resource: RecordResource): AuthoredRecord => ({
  ...record,
  resources: record.resources.filter(
    (each) =>
      each !== resource &&
      (each.resourceType !== resource.resourceType || each.id !== resource.id || each.id === undefined),
  ),
});

function startGate(step: Step, { resourceType }: RecordResource, given: Circumstances): GateAnswer {
  const { protocol, pathway } = given;
  const { closed, opened } = gateOf(step, given);
  const issues = closed.map(
    ({ title, reason, undecided }): Issue => ({
      code: undecided ? 'CRYO-602' : 'CRYO-601',
      expression: `${resourceType}.status`,
      params: { ...named('gate', title), ...titles(step), ...named('reason', reason) },
    }),
  );
  const wait = waitOf(step, given);
  const after = wait && protocol.steps.find(({ id }) => id === wait.after);
  if (wait?.until !== undefined) {
    issues.push({ code: 'CRYO-612', params: { when: wallClockAt(wait.until, protocol.timeZone), ...titles(step) } });
  } else if (after) {
    issues.push({ code: 'CRYO-613', params: { ...titles(step), ...named('after', after.title) } });
  }
  if (issues.length > 0) return { open: false, outcome: { issues } };
  const names = step.gate.flatMap(({ expression }) => evidenceNamesIn(expression, protocol));
  const rests = [...new Set(names)].flatMap((name) => restsOn(name, given));
  return {
    ...passed(protocol, pathway),
    opened: opened.length > 0 ? 'override' : 'evidence',
    evidence: [...new Set([...rests, ...overridesIn(opened, given), ...waitedFor(step, given)])],
  };
}

/** Of a block every one that stands is looked at, because the newest of its site decides; of other evidence what counts. */
const restsOn = (name: string, { evidence, protocol }: Circumstances): readonly RecordResource[] => {
  const source = protocol.evidence.find((each) => each.name === name);
  const isBlock = source && 'form' in source && source.computed === 'block-relief';
  return ((isBlock ? evidence.all : evidence.found).get(name) ?? []).map(({ resource }) => resource);
};

const overridesIn = (opened: readonly OpenedByHand[], { record }: Circumstances): readonly RecordResource[] =>
  record.resources.filter(
    ({ resourceType, id }) => resourceType === 'DetectedIssue' && opened.some((each) => each.id === id),
  );

const waitedFor = ({ offset }: Step, { ends }: Circumstances): readonly RecordResource[] =>
  offset ? (ends(offset.after)?.by ?? []).map(({ resource }) => resource) : [];

function skipGate(step: Step, task: RecordResource, protocol: Protocol, pathway: Pathway): GateAnswer {
  if (step.required === 'must') return refused({ code: 'CRYO-614', params: titles(step) });
  const needsReason = step.required === 'must-unless-documented';
  if (needsReason && statusReasonOf(task) === undefined) return refused({ code: 'CRYO-615', params: titles(step) });
  return { ...passed(protocol, pathway), opened: 'evidence', evidence: [] };
}

const passed = ({ url, version }: Protocol, pathway: Pathway | undefined) => ({
  open: true as const,
  protocol: `${url}|${version}`,
  ...(pathway?.id === undefined ? {} : { pathway: pathway.id }),
});

const refused = (issue: Issue): GateAnswer => ({ open: false, outcome: { issues: [issue] } });
const named = (name: string, text: Text) => ({ [name]: text.en, [`${name}.pl`]: text.pl });
const titles = ({ title }: Step) => named('step', title);
