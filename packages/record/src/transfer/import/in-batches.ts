/** How a stream is taken in batches. */
export interface Batching<Item> {
  /** Bytes that an item takes, about. */
  readonly sizeOf: (item: Item) => number;
  /** Whether others may need what is in this batch: then it is stored before they begin. */
  readonly isAlone: (batch: readonly Item[]) => boolean;
  readonly store: (batch: readonly Item[]) => Promise<void>;
}

/** Changes of one transaction, and bytes of them: enough that a commit costs nothing beside them, few enough that nobody waits for it. */
const MOST_ITEMS = 200;
const MOST_BYTES = 2 * 1_048_576;
/** Transactions at once: one is prepared here while another is written there, and a third waits. */
const AT_ONCE = 3;

/**
 * Stores a stream in batches, a few at a time; reads no faster than they are stored. When storing one fails, no other is begun, those under way are
 * waited for, and the first failure is thrown.
 */
export async function inBatches<Item>(items: AsyncIterable<Item>, batching: Batching<Item>): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const begin = async (batch: readonly Item[]) => {
    const isAlone = batching.isAlone(batch);
    if (isAlone) await Promise.all(running);
    while (running.size >= AT_ONCE) await Promise.race(running);
    if (failures.length > 0) return;
    const storing = batching
      .store(batch)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => running.delete(storing));
    running.add(storing);
    if (isAlone) await storing;
  };
  try {
    for await (const batch of batchesOf(items, batching.sizeOf)) {
      await begin(batch);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}

async function* batchesOf<Item>(items: AsyncIterable<Item>, sizeOf: (item: Item) => number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  let bytes = 0;
  for await (const item of items) {
    batch.push(item);
    bytes += sizeOf(item);
    if (batch.length < MOST_ITEMS && bytes < MOST_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
