import type { Outcome, Result } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import type pg from 'pg';
import type { AuditRow } from '../audit/row.ts';
import type { Consequence } from '../consequence.ts';
import type { Guard } from '../guard.ts';
import type { Connection } from '../postgres/connection.ts';
import type { Requester } from '../requester.ts';
import type { Projection } from '../worklist/projection.ts';
import type { CreateQueue } from './create-queue.ts';

/** What every write needs besides what it is about. Made once, by `openRecord`. */
export interface WritePath {
  readonly pool: pg.Pool;
  readonly creates: CreateQueue;
  readonly clock: Clock;
  readonly guards: readonly Guard[];
  /** What the product writes besides, in the transaction of a change. */
  readonly consequences: readonly Consequence[];
  /** What waits for whom; absent where nobody keeps a list. */
  readonly projection: Projection | undefined;
  /** IANA zone in which a date without an offset is a day; the clinic's. */
  readonly zone: string;
  /** Address of this server, without a trailing slash; '' when it is not known. */
  readonly base: string;
  /** Why nothing can be stored now (the disk is nearly full); undefined while it can. */
  readonly closed: () => Outcome | undefined;
  /** Resolves when these rows of the trail are on disk. */
  readonly logged: (rows: readonly AuditRow[]) => Promise<Result<void>>;
  readonly matchIds: MatchIds;
}

/**
 * Ids of the resources of a type that a search finds within the requester's reach, at most two: a condition asks for none, one or
 * several. Reads through the given connection, so that a transaction sees its own writes.
 */
export type MatchIds = (
  client: Connection,
  requester: Requester,
  type: string,
  query: string,
) => Promise<Result<readonly string[]>>;
