import { type JsonResource, ok, outcome, type Result, refused } from '@cryopath/fhir';
import {
  type AuthoredRecord,
  evaluate,
  type Instant,
  type PathwayView,
  type Protocol,
  type Step,
} from '@cryopath/pathway';
import type { PatientView, WrittenResource } from '@cryopath/record';
import type { Protocols } from '../protocol/protocols.ts';
import { authoredRecord } from './authored-record.ts';
import { pinnedIn } from './pinned-version.ts';

/** One pathway at a moment: its plan, its own version of the protocol, the record that decides, and where it is. */
export interface PathwayAt {
  readonly plan: JsonResource;
  readonly id: string;
  readonly patient: string;
  readonly protocol: Protocol;
  readonly record: AuthoredRecord;
  readonly view: PathwayView;
  readonly now: Instant;
}

/** What a CarePlan is read with: from a chart, or from inside a transaction. */
export interface PathwayRead {
  readonly plan: JsonResource;
  readonly patient: string;
  readonly written: readonly WrittenResource[];
  readonly now: Instant;
  readonly view?: Pick<PatientView, 'common'>;
}

/** Refused: CRYO-608 a CarePlan that is no pathway of ours; CRYO-621 one of a version that nobody knows. */
export async function pathwayAt(protocols: Protocols, read: PathwayRead): Promise<Result<PathwayAt>> {
  const { plan, patient, written, now, view } = read;
  const id = String(plan.id);
  const version = pinnedIn(plan, protocols.current.url);
  if (version === undefined || version === '') return refused(outcome('CRYO-608', { pathway: `CarePlan/${id}` }));
  const protocol = view ? await protocols.find(version, view) : protocols.known(version);
  if (!protocol) return refused(outcome('CRYO-621', { version }));
  const record = authoredRecord(patient, written, id);
  return ok({ plan, id, patient, protocol, record, view: evaluate(protocol, record, now), now });
}

/** The step of a pathway's protocol. Refused: CRYO-616 there is none of that name. */
export function stepOf({ protocol }: Pick<PathwayAt, 'protocol'>, id: string): Result<Step> {
  const step = protocol.steps.find((each) => each.id === id);
  return step ? ok(step) : refused(outcome('CRYO-616', { step: id.slice(0, 64) }));
}
