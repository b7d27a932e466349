import type { JsonResource, Outcome } from '@cryopath/fhir';

/** Where something stands in what is imported, as a person looks it up. Lines and entries are counted from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly entry?: number;
}

/** One resource as it stands in a file, before anything about it was decided. */
export interface FoundResource {
  readonly kind: 'resource';
  readonly place: Place;
  /** Bundle.entry.fullUrl; '' where there is none. */
  readonly fullUrl: string;
  readonly resource: JsonResource;
  /** Length of its text, about: how much of it fits into a batch. */
  readonly size: number;
}

/** What the entries of a Bundle are called. Found before any of the entries, because they refer to one another in any order. */
export interface FoundLinks {
  readonly kind: 'links';
  readonly file: string;
  readonly links: readonly FoundLink[];
}

export interface FoundLink {
  readonly fullUrl: string;
  /** Its type and id, and nothing else of it. */
  readonly resource: JsonResource;
}

/** Something that is not, or holds not, what can be imported. */
export interface FoundFault {
  readonly kind: 'fault';
  readonly place: Place;
  readonly outcome: Outcome;
}

/** What reading files comes upon, in their order. */
export type Found = FoundResource | FoundLinks | FoundFault;
