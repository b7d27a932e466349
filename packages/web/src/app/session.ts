import { createContext, useContext } from 'react';
import type { DeviceStore } from '../device/device-store.ts';
import type { Outbox } from '../device/outbox.ts';
import type { FhirServer, Person } from '../server/fhir-server.ts';
import type { ServerClock } from '../server/server-clock.ts';

/** What every screen works with: the server, the clock, this device, and who is signed in. */
export interface Session {
  readonly server: FhirServer;
  readonly clock: ServerClock;
  readonly store: DeviceStore;
  readonly outbox: Outbox;
  readonly person: Person;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('A screen stands outside of a session');
  return session;
}
