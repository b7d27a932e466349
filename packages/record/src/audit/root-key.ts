import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** The key that signs the trail's daily roots. */
export interface RootKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the public key: it names the key in a root. */
  readonly id: string;
  readonly privateKey: KeyObject;
}

/**
 * The Ed25519 key of a data folder, made when there is none: `keys/audit-root.pem`, which only its owner may read, and its public half beside
 * it under the key's id, where `audit verify` looks for it, and from where an auditor takes a copy.
 *
 * @param file a key kept elsewhere (PKCS #8, PEM), which the administrator made; it must be there.
 * @throws Error when the key cannot be read, or is of another kind: the trail must not go on with signatures that nobody expects.
 */
export function rootKey(folder: string, file?: string): RootKey {
  const keys = path.join(folder, 'keys');
  fs.mkdirSync(keys, { recursive: true, mode: 0o700 });
  const own = path.join(keys, 'audit-root.pem');
  if (!file && !fs.existsSync(own)) makeKey(own);
  const privateKey = createPrivateKey(fs.readFileSync(file ?? own));
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`Not an Ed25519 key: ${file ?? own}`);
  const publicKey = createPublicKey(privateKey);
  const id = keyId(publicKey);
  const known = path.join(keys, `audit-root-${id}.pub.pem`);
  if (!fs.existsSync(known))
    fs.writeFileSync(known, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  return { id, privateKey };
}

/** Of two processes that make it at once, one wins and both read its key. It is whole before it has its name. */
function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${file}.${process.pid}`;
  const handle = fs.openSync(draft, 'w', 0o600);
  fs.writeSync(handle, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  fs.fsyncSync(handle);
  fs.closeSync(handle);
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(draft);
  }
}

const keyId = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

/** The public keys that a data folder knows, by id: of the present key and of those before it. */
export function publicKeys(folder: string): ReadonlyMap<string, KeyObject> {
  const keys = path.join(folder, 'keys');
  const files = fs.existsSync(keys) ? fs.readdirSync(keys).filter((name) => name.endsWith('.pub.pem')) : [];
  return new Map(
    files.map((name) => {
      const key = createPublicKey(fs.readFileSync(path.join(keys, name)));
      return [keyId(key), key];
    }),
  );
}
