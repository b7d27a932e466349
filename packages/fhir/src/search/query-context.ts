import type { EpochMilliseconds } from './civil-time.ts';

/** What the meaning of a value depends on beside its text. */
export interface QueryContext {
  /** The instant of the search, for `ap`. */
  readonly now: EpochMilliseconds;
  /** IANA zone of dates without an offset. Default Europe/Warsaw. */
  readonly zone?: string;
  /** The type given by a modifier such as `subject:Patient=1`. */
  readonly type?: string;
}
