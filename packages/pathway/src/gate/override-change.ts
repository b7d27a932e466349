import { type Outcome, outcome } from '@cryopath/fhir';
import type { RecordResource } from '../evidence/patient-record.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { isSame } from '../site/site.ts';
import { type GateOverride, readOverride } from './override.ts';

/** Who writes, as the record knows them by their sign-in. */
export interface Signer {
  /** Literal reference. */
  readonly who: string;
  readonly role: string;
}

/** Whether a change is about an override, and so {@link overrideChange} must decide on it. */
export const concernsOverride = (before: RecordResource | undefined, after: RecordResource | undefined): boolean =>
  [before, after].some((resource) => resource !== undefined && readOverride(resource) !== undefined);

/**
 * The guard of opening a gate by hand (I2): the first person begins it as `preliminary` with a reason, the second makes it `final`, each under their own
 * sign-in and role, and neither signs for the other. Afterwards it is not changed; it can only be entered in error.
 *
 * @returns `undefined` when the change may pass; otherwise CRYO-603, 604, 616, 617 or 618.
 */
export function overrideChange(
  protocol: Protocol,
  before: RecordResource | undefined,
  after: RecordResource | undefined,
  by: Signer,
): Outcome | undefined {
  const [was, is] = [before && readOverride(before), after && readOverride(after)];
  if (after && after.status === 'entered-in-error') return undefined;
  if (before && before.status === 'entered-in-error') return outcome('CRYO-618');
  if (was) return is && after ? confirmed(protocol, was, is, after, by) : outcome('CRYO-618');
  return is && after ? begun(protocol, is, after, by) : undefined;
}

/** The first signature. What was another DetectedIssue before does not become an override by two signatures at once either. */
function begun(protocol: Protocol, is: GateOverride, after: RecordResource, by: Signer): Outcome | undefined {
  if (is.reason === undefined) return outcome('CRYO-604');
  if (is.status !== 'preliminary' || !isSignedBy(is, after, 1, by)) return outcome('CRYO-603');
  if (is.pathway === undefined || is.at === undefined || is.conditions.length === 0) return outcome('CRYO-618');
  return forbidden(protocol, is, by);
}

function confirmed(
  protocol: Protocol,
  was: GateOverride,
  is: GateOverride,
  after: RecordResource,
  by: Signer,
): Outcome | undefined {
  if (was.status !== 'preliminary' || !isSameClaim(was, is)) return outcome('CRYO-618');
  const [first] = was.signatures;
  const isFirstKept = first?.author === is.signatures[0]?.author && first?.role === is.signatures[0]?.role;
  if (is.status !== 'final' || !isFirstKept || first?.author === by.who) return outcome('CRYO-603');
  if (!isSignedBy(is, after, 2, by)) return outcome('CRYO-603');
  return forbidden(protocol, is, by);
}

/** Whether there are so many signatures, all of them readable, and the last is the writer's own, in the role they were signed in with. */
function isSignedBy(
  { signatures }: GateOverride,
  after: RecordResource,
  count: number,
  { who, role }: Signer,
): boolean {
  const written = Array.isArray(after.mitigation) ? after.mitigation.length : 0;
  const last = signatures.at(-1);
  return written === count && signatures.length === count && last?.author === who && last.role === role;
}

const isSameClaim = (a: GateOverride, b: GateOverride): boolean =>
  a.step === b.step &&
  a.pathway === b.pathway &&
  a.reason === b.reason &&
  a.at === b.at &&
  isSame(a.conditions, b.conditions);

/** The first condition that the protocol does not know, or does not let this role open. */
function forbidden({ steps }: Protocol, is: GateOverride, { role }: Signer): Outcome | undefined {
  const step = steps.find(({ id }) => id === is.step);
  if (!step) return outcome('CRYO-616', { step: is.step });
  for (const name of is.conditions) {
    const condition = step.gate.find((each) => each.name === name);
    if (condition?.override.some((allowed) => allowed === role)) continue;
    const title = condition?.title ?? { en: name, pl: name };
    const params = {
      gate: title.en,
      'gate.pl': title.pl,
      step: step.title.en,
      'step.pl': step.title.pl,
    };
    return { issues: [{ code: 'CRYO-617', params }] };
  }
  return undefined;
}
