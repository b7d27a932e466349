import type { JsonResource } from '@cryopath/fhir';
import type { AuthoredRecord, Instant, Pathway, Protocol, RecordResource } from '@cryopath/pathway';
import { pathwayFor } from '@cryopath/pathway';
import type { PatientView } from '@cryopath/record';
import type { Protocols } from '../protocol/protocols.ts';

/** The version that a CarePlan pins (`urn:cryopath:protocol:cryoablation|1.0.0`): '' when it names the protocol without one, undefined for another plan. */
export function pinnedIn(plan: JsonResource | undefined, url: string): string | undefined {
  const canonicals = plan?.instantiatesCanonical;
  if (!Array.isArray(canonicals)) return undefined;
  const found = canonicals.map(String).find((each) => each.split('|')[0] === url);
  return found === undefined ? undefined : (found.split('|')[1] ?? '');
}

/**
 * The protocol that decides on a write: the version that its pathway keeps (I4), whatever is published since. A record without a pathway follows the current
 * one. A version that nobody knows gives the current one, whose gate then refuses it (CRYO-611).
 */
export async function protocolFor(
  protocols: Protocols,
  record: AuthoredRecord,
  resource: RecordResource,
  now: Instant,
  view: Pick<PatientView, 'common'>,
): Promise<{ readonly protocol: Protocol; readonly pathway: Pathway | undefined }> {
  const pathway = pathwayFor(protocols.current, record, resource, now);
  const pinned = pathway?.version === undefined ? undefined : await protocols.find(pathway.version, view);
  return { protocol: pinned ?? protocols.current, pathway };
}
