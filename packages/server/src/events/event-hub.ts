import type { ChangedResource, ClinicRecord, Requester } from '@cryopath/record';

/** One open stream: who reads it, how far it is, and how to write to it. */
export interface Listener {
  /** Asked again before anything is sent: a session that has ended sees nothing more. */
  requester(): Promise<Requester | undefined>;
  /** Where to go on: the last position that was sent. */
  position: number;
  /** @returns false when the reader does not keep up: it is let go, and comes back with its last position. */
  send(changed: readonly ChangedResource[], next: number): boolean;
  /** Something that concerns everybody and tells of nobody. */
  tell(event: string, data: object): void;
  heartbeat(): void;
  close(): void;
}

export interface EventHub {
  /** @returns false when there are too many streams, in all or of this requester. */
  add(listener: Listener, who: string): boolean;
  remove(listener: Listener): void;
  /** Tells every reader of something that is no change of the record. */
  tell(event: string, data: object): void;
  /** Looks for changes and passes them on. Called by a timer; never twice at once. */
  tick(): Promise<void>;
  close(): void;
  readonly size: number;
}

const STREAMS_AT_MOST = 500;
const STREAMS_OF_ONE = 6;
/** A comment is sent after so many quiet ticks, so that proxies keep the connection, and that ended sessions are noticed. */
const TICKS_TO_HEARTBEAT = 15;

/**
 * Passes changes of the record on to whoever may see them. The record is asked for each reader with the reader's own reach (I6), but only when something
 * changed at all: an idle clinic costs one query a second, whatever the number of readers. Changes of other processes are seen as well.
 *
 * @param everything a requester who sees all changes, to find out whether there are any
 * @param start position from which changes are new
 */
export function createEventHub(record: ClinicRecord, everything: Requester, start: number): EventHub {
  const listeners = new Map<Listener, string>();
  let position = start;
  let quiet = 0;
  let busy = false;

  const drop = (listener: Listener) => {
    listeners.delete(listener);
    listener.close();
  };

  const deliver = async (listener: Listener) => {
    const requester = await listener.requester();
    if (requester === undefined) return drop(listener);
    const { next, changed } = await record.changes(requester, listener.position);
    if (!listeners.has(listener)) return;
    if (changed.length > 0 && !listener.send(changed, next)) return drop(listener);
    listener.position = next;
  };

  const beat = async (listener: Listener) => {
    if ((await listener.requester()) === undefined) drop(listener);
    else listener.heartbeat();
  };

  return {
    get size() {
      return listeners.size;
    },
    add(listener, who) {
      const ofThisOne = [...listeners.values()].filter((each) => each === who).length;
      if (listeners.size >= STREAMS_AT_MOST || ofThisOne >= STREAMS_OF_ONE) return false;
      listeners.set(listener, who);
      return true;
    },
    remove: (listener) => {
      listeners.delete(listener);
    },
    tell(event, data) {
      for (const listener of listeners.keys()) listener.tell(event, data);
    },
    async tick() {
      if (busy || listeners.size === 0) return;
      busy = true;
      try {
        const { next, changed } = await record.changes(everything, position);
        const before = position;
        position = next;
        quiet++;
        for (const listener of listeners.keys()) {
          // Who comes back after a while is behind the rest, and may have missed something.
          if (changed.length > 0 || listener.position < before) await deliver(listener);
          else listener.position = Math.max(listener.position, next);
        }
        if (quiet >= TICKS_TO_HEARTBEAT) {
          quiet = 0;
          for (const listener of listeners.keys()) await beat(listener);
        }
      } finally {
        busy = false;
      }
    },
    close() {
      for (const listener of listeners.keys()) drop(listener);
    },
  };
}
