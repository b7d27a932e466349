import type { DeviceStore } from '../device/device-store.ts';
import type { FhirServer } from '../server/fhir-server.ts';
import { OWED_END } from './kept-keys.ts';

/**
 * Ends the session of somebody who signed out while the clinic could not be reached: no script can take its cookie away, and it would let the next person in under their name.
 * A session that began afterwards is that of whoever has signed in since, and stays.
 *
 * @param signedOut when, epoch milliseconds of the clinic's clock
 * @returns whether it is over; until then nobody is signed in here
 */
export async function isEnded(server: FhirServer, store: DeviceStore, signedOut: number): Promise<boolean> {
  const open = await server.door<readonly { since: string; isThis: boolean }[]>('GET', '/sessions');
  if (!open.ok && open.status !== 401) return false;
  const here = open.ok ? open.value.find(({ isThis }) => isThis) : undefined;
  if (here !== undefined && Date.parse(here.since) < signedOut) {
    const ended = await server.signOut();
    if (!ended.ok && ended.status !== 401) return false;
  }
  await store.remove('kept', OWED_END);
  return true;
}
