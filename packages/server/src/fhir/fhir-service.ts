import type { Clock } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import type { Protocols } from '../protocol/protocols.ts';

/** What routes and operations work with. */
export interface FhirService {
  readonly record: ClinicRecord;
  /** Absolute base of the interface, without a trailing slash: `https://clinic.example/fhir`. */
  readonly base: string;
  readonly clock: Clock;
  /** The versions of the clinic's protocol. */
  readonly protocols: Protocols;
}
