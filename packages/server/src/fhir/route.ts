import type { IncomingHttpHeaders } from 'node:http';
import type { Language } from '@cryopath/fhir';
import type { Requester } from '@cryopath/record';
import type { Answer } from './answer.ts';
import type { FhirService } from './fhir-service.ts';
import type { Operation } from './operation/operation.ts';

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
  | `$${string}`;

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
  /** Whether a reader of a Binary asks for its content as it is. */
  readonly wantsContent: boolean;
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
  /** Of a Binary, the content is given as it is to who asks for it (`binary-content.ts`). */
  readonly givesContent?: true;
  /** Bundles may be larger than a resource. */
  readonly takesBundle?: true;
  /** What is answered is a calendar, whatever the reader accepts: the address says so. */
  readonly isCalendar?: true;
  /** What is served here is computed, and no stored type. */
  readonly isComputed?: true;
  /** The operation that stands at this address, when its definition is ours to tell. */
  readonly operation?: Operation;
  answer(request: FhirRequest, service: FhirService): Promise<Answer>;
}
