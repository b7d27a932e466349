import { type FhirServer, fhirServer } from '../server/fhir-server.ts';
import type { ServerClock } from '../server/server-clock.ts';

type Headers = Readonly<Record<string, string>>;

/** The same server without the session of whoever is at this device: what is asked of it is asked under these headers alone. */
const under = (clock: ServerClock, own: Headers): FhirServer =>
  fhirServer(clock, (input, init) =>
    fetch(input, { ...init, credentials: 'omit', headers: { ...(init?.headers as Headers), ...own } }),
  );

/** For signing in beside whoever is at this device: they stay signed in, and the answer bears the token of the other (docs/sign-in.md). */
export const besideDoor = (clock: ServerClock): FhirServer => under(clock, { 'x-cryopath-beside': '1' });

/** The server for whoever signed in beside; the token is kept in the page alone, and ends with their act. */
export const besideServer = (clock: ServerClock, token: string): FhirServer =>
  under(clock, { authorization: `Bearer ${token}`, 'x-cryopath': '1' });
