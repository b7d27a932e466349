import type pg from 'pg';
import { databaseFailure } from './database-failure.ts';
import { type Creation, recordCreateTogether, recordWrite } from './record-write.ts';
import type { WriteWord } from './refused-word.ts';

/** Where all creates pass that no guard and no condition concerns. */
export interface CreateQueue {
  /** The word of `record_write`, when the create is committed or refused. */
  create(creation: Creation): Promise<WriteWord>;
}

interface Waiting {
  readonly creation: Creation;
  readonly settle: (word: WriteWord) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Statements under way at once. While one waits for the disk, the other is prepared; a third would only make both smaller.
 */
const UNDER_WAY = 2;

/** Creates in one statement at most: more gain little, and hold the first one up. */
const MOST_TOGETHER = 32;

/**
 * Writes creates as they come; those that come while others are being written are gathered and written together, in one statement and one commit. One writer
 * alone waits for nobody, many share the cost, and there is no timer.
 *
 * Each stands for itself all the same: who is refused is refused alone, and what fails is done again one by one, so that only the culprit is told.
 */
export function createQueue(pool: pg.Pool): CreateQueue {
  let queue: Waiting[] = [];
  let underWay = 0;

  const start = (): void => {
    while (underWay < UNDER_WAY && queue.length > 0) {
      const batch = nextBatch();
      underWay += 1;
      void write(batch).finally(() => {
        underWay -= 1;
        start();
      });
    }
  };

  /** From the front, no key twice: the second is for the next batch, and finds there what the first has written. */
  const nextBatch = (): readonly Waiting[] => {
    const keys = new Set<string>();
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const waiting of queue) {
      const { requester, idempotency } = waiting.creation;
      const key = idempotency && `${requester.who} ${idempotency.key}`;
      if (batch.length === MOST_TOGETHER || (key !== undefined && keys.has(key))) rest.push(waiting);
      else batch.push(waiting);
      if (key !== undefined) keys.add(key);
    }
    queue = rest;
    return batch;
  };

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const [first] = batch;
    if (first && batch.length === 1) return alone(first);
    try {
      const words = await recordCreateTogether(
        pool,
        batch.map(({ creation }) => creation),
      );
      const areAllWritten = words.every((word) => word === 'written');
      const again = batch.filter((waiting, index) => {
        const word = words[index];
        // Not written only because somebody else's was refused, or because it would have had to wait.
        if (word === undefined || word === 'busy' || (word === 'written' && !areAllWritten)) return true;
        waiting.settle(word);
        return false;
      });
      await Promise.all(again.map(alone));
    } catch (error) {
      // Whether they are stored is not known: doing it again could store them twice.
      if (databaseFailure(error)?.kind === 'lost') for (const { fail } of batch) fail(error);
      else await Promise.all(batch.map(alone));
    }
  };

  const alone = async ({ creation, settle, fail }: Waiting): Promise<void> => {
    const { requester, reach, prepared, idempotency } = creation;
    try {
      const word = await recordWrite(pool, requester, reach, prepared, idempotency, false);
      // It waits outside of the queue, so that nobody else waits with it.
      if (word === 'busy') void recordWrite(pool, requester, reach, prepared, idempotency).then(settle, fail);
      else settle(word);
    } catch (error) {
      fail(error);
    }
  };

  return {
    create: (creation) =>
      new Promise((settle, fail) => {
        queue.push({ creation, settle, fail });
        start();
      }),
  };
}
