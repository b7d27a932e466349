import type { Instant } from '@cryopath/pathway';
import type { Reach } from '../access/reach.ts';
import type { Requester } from '../requester.ts';

/** What the meaning of a search depends on beside its text. */
export interface SearchContext {
  readonly requester: Requester;
  readonly reach: Reach;
  readonly now: Instant;
  /** IANA zone in which a date without an offset is a day; the clinic's. */
  readonly zone: string;
  /** Our own base address, without a trailing slash. */
  readonly base: string;
  readonly strict: boolean;
}
