import type { DeviceStore } from '../src/device/device-store.ts';

/** A device whose memory outlives the outboxes that work with it, as IndexedDB does a reload. */
export function memoryStore(): DeviceStore {
  const shelves = new Map<string, Map<string, unknown>>();
  const shelf = (name: string) => {
    const found = shelves.get(name) ?? new Map<string, unknown>();
    shelves.set(name, found);
    return found;
  };
  return {
    read: async <Value>(name: string, key: string) => shelf(name).get(key) as Value | undefined,
    all: async <Value>(name: string) => [...shelf(name)] as [string, Value][],
    write: async (name, key, value) => {
      shelf(name).set(key, structuredClone(value));
    },
    remove: async (name, key) => {
      shelf(name).delete(key);
    },
  };
}
