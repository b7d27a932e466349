import type { IncomingHttpHeaders } from 'node:http';
import type { Language } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import type { ClinicRecord, Requester } from '@cryopath/record';
import type { Answer } from './answer.ts';

/** The interactions of R4 that are served (code systems restful-interaction and, for operations, the operation's name). */
export type ServedInteraction =
  | 'capabilities'
  | 'read'
  | 'vread'
  | 'history-instance'
  | 'history-type'
  | 'search-type'
  | 'create'
  | 'update'
  | 'patch'
  | 'delete'
  | 'transaction'
  | '$everything'
  | '$validate'
  | '$break-glass';

/** A request as a route sees it. */
export interface FhirRequest {
  readonly requester: Requester;
  /** '' when the address has none. */
  readonly type: string;
  readonly id: string;
  readonly version: string;
  /** Raw query without the question mark, and without _format and _pretty. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly language: Language;
}

/** What routes work with. */
export interface FhirService {
  readonly record: ClinicRecord;
  /** Absolute base of the interface, without a trailing slash: `https://clinic.example/fhir`. */
  readonly base: string;
  readonly clock: Clock;
}

/** One address with one method. The CapabilityStatement is computed from these: what is not here is not claimed. */
export interface FhirRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /fhir, with `:type`, `:id` and `:version`. */
  readonly url: string;
  readonly interaction: ServedInteraction;
  /** Conditional forms of an interaction, as the CapabilityStatement names them. */
  readonly conditional?:
    | 'conditionalCreate'
    | 'conditionalUpdate'
    | 'conditionalPatch'
    | 'conditionalDelete'
    | 'conditionalRead';
  /** Bundles may be larger than a resource. */
  readonly takesBundle?: true;
  answer(request: FhirRequest, service: FhirService): Promise<Answer>;
}
