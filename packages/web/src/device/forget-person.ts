import type { DeviceStore } from './device-store.ts';

/** Answers that somebody began stand under who they are, `Practitioner/…|…`. */
const BEGUN_BY = /^[A-Z]\w+\/[^|]+\|/;

/**
 * Takes away what the next person at this device must not find: the record that was read, and the answers that this person began. What they finished and the clinic does
 * not have yet stays in the outbox, for them alone. What others began stays theirs; a freeze's readings and a block's clock belong to no person, and stay for
 * whoever goes on with that patient (H13).
 *
 * @param who signs out, `Practitioner/…`
 */
export async function forgetPerson(store: DeviceStore, who: string): Promise<void> {
  for (const [key] of await store.all('kept')) await store.remove('kept', key);
  for (const [key] of await store.all('drafts')) {
    const isOwn = key.startsWith(`${who}|`);
    // Of an earlier version of the app: under nobody's name, and read by nobody any more.
    const isNobodys = key.includes('|') && !BEGUN_BY.test(key);
    if (isOwn || isNobodys) await store.remove('drafts', key);
  }
}
