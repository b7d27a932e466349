/** What is kept on this device: answers that were begun, acts that wait for a connection, and the last record that was read. */
export type Shelf = 'drafts' | 'outbox' | 'kept';

/** A small store of plain values by key. What becomes of it when somebody signs out: forget-person.ts. */
export interface DeviceStore {
  read<Value>(shelf: Shelf, key: string): Promise<Value | undefined>;
  all<Value>(shelf: Shelf): Promise<readonly (readonly [key: string, value: Value])[]>;
  write(shelf: Shelf, key: string, value: unknown): Promise<void>;
  remove(shelf: Shelf, key: string): Promise<void>;
}

const SHELVES: readonly Shelf[] = ['drafts', 'outbox', 'kept'];

/** IndexedDB, which survives a reload, a crash and a day without a connection. */
export function deviceStore(name = 'cryopath'): DeviceStore {
  let opened: Promise<IDBDatabase> | undefined;
  const open = () => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        for (const shelf of SHELVES) request.result.createObjectStore(shelf);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  /** Resolves when the transaction is complete, and not before: only then is it kept. */
  async function inTransaction<Value>(
    shelf: Shelf,
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<Value>,
  ): Promise<Value | undefined> {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(shelf, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(shelf));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }
  return {
    read: <Value>(shelf: Shelf, key: string) =>
      inTransaction<Value>(shelf, 'readonly', (store) => store.get(key) as IDBRequest<Value>),
    async all<Value>(shelf: Shelf) {
      const keys = (await inTransaction(shelf, 'readonly', (store) => store.getAllKeys())) ?? [];
      const found = await Promise.all(
        keys.map(async (key) => [String(key), await this.read<Value>(shelf, String(key))] as const),
      );
      return found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    },
    write: async (shelf, key, value) => {
      await inTransaction(shelf, 'readwrite', (store) => store.put(value, key));
    },
    remove: async (shelf, key) => {
      await inTransaction(shelf, 'readwrite', (store) => store.delete(key) as IDBRequest<undefined>);
    },
  };
}
