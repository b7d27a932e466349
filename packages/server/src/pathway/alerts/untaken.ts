import type { JsonResource } from '@cryopath/fhir';
import { type Instant, type Protocol, parseInstant } from '@cryopath/pathway';
import { levelIn } from './alert.ts';

/** By when somebody must have taken a red flag by name. */
export interface Untaken {
  /** From then on every screen of the clinic says so. */
  readonly warns: Instant;
  /** From then on it says that somebody must be called. */
  readonly calls: Instant;
}

/**
 * The deadlines of an alert (I5, H07); `undefined` when somebody has taken it, or when it is no red flag. One whose time cannot be read is late already.
 */
export function untakenOf(task: JsonResource, protocol: Pick<Protocol, 'triage'>): Untaken | undefined {
  const level = levelIn(task);
  if (task.status !== 'requested' || (level !== 'emergency' && level !== 'same-day')) return undefined;
  return deadlinesOf(String(task.authoredOn), protocol);
}

/** The same of a red flag that is known to wait since an instant. */
export function deadlinesOf(since: string, { triage }: Pick<Protocol, 'triage'>): Untaken {
  const raised = parseInstant(since) ?? 0;
  const { warns, calls } = triage?.untaken ?? { warns: 0, calls: 0 };
  return { warns: (raised + warns * MINUTE) as Instant, calls: (raised + calls * MINUTE) as Instant };
}

const MINUTE = 60_000;
