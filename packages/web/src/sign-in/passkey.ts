import type { Answer, FhirServer } from '../server/fhir-server.ts';

/** What came of a passkey: the server's answer, or that the person closed the device's dialogue, or that the device holds one already. */
export type PasskeyAnswer<Value = unknown> = Answer<Value> | 'left' | 'held';

/** Browsers that can read the server's options, on a page that passkeys may be bound to. */
export const canUsePasskeys = (): boolean =>
  isSecureContext && typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;

/** Signs in with a passkey of this device; no name is asked for, the device knows it. */
export async function signInByPasskey(server: FhirServer): Promise<PasskeyAnswer> {
  const options = await server.door<PublicKeyCredentialRequestOptionsJSON>('POST', '/passkey/options');
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.value);
  return asked(server, '/passkey', () => navigator.credentials.get({ publicKey }));
}

/** Makes a passkey for whoever is signed in. */
export const addPasskey = (server: FhirServer): Promise<PasskeyAnswer> => made(server, '/passkeys');

/** The first passkey of somebody who was invited. With a code in the answer nobody is signed in yet: it is for the lead. */
export const joinByPasskey = (
  server: FhirServer,
  token: string,
): Promise<PasskeyAnswer<{ readonly confirmationCode?: string }>> => made(server, `/invitation/${token}/passkey`);

async function made<Value>(server: FhirServer, path: string): Promise<PasskeyAnswer<Value>> {
  const options = await server.door<PublicKeyCredentialCreationOptionsJSON>('POST', `${path}/options`);
  if (!options.ok) return options;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.value);
  return asked<Value>(server, path, () => navigator.credentials.create({ publicKey }));
}

/** A challenge serves once: whoever leaves the dialogue is given a new one at the next press. */
async function asked<Value>(
  server: FhirServer,
  path: string,
  dialogue: () => Promise<Credential | null>,
): Promise<PasskeyAnswer<Value>> {
  try {
    const credential = await dialogue();
    return credential === null
      ? 'left'
      : await server.door<Value>('POST', path, (credential as PublicKeyCredential).toJSON());
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return error.name === 'InvalidStateError' ? 'held' : 'left';
  }
}
