import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, outcome, type Result, refused } from '@cryopath/fhir';

/** Seals what must be read again, such as the secret of an authenticator app: who has the database alone cannot read it. */
export interface Sealing {
  /** @param owner bound into the seal: sealed for one account, it opens for no other */
  seal(secret: string, owner: string): Buffer;
  /** @throws Error when it was sealed by another key or for another owner, or was changed. */
  open(sealed: Buffer, owner: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** AES-256-GCM: nonce, ciphertext, tag. */
export const sealing = (key: Buffer): Sealing => ({
  seal(secret, owner) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
    return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  open(sealed, owner) {
    const tag = sealed.subarray(-TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(owner))
      .setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString();
  },
});

/**
 * The key of sign-in, `DATA_DIR/keys/sign-in.key`, made at the first start. Several processes on one database must be given the same one. Part of a
 * backup of its own: without it every authenticator app has to be set up anew.
 *
 * Refused: CRYO-522 it cannot be made or read, others than the owner may read it, or it is not 32 bytes.
 */
export function signInKey(dataDir: string): Result<Buffer> {
  const folder = join(dataDir, 'keys');
  const file = join(folder, 'sign-in.key');
  const no = (reason: string) => refused(outcome('CRYO-522', { folder, reason }));
  try {
    if (!existsSync(file)) makeKey(folder, file);
    const isOpen = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;
    if (isOpen) return no('others may read sign-in.key; its mode must be 600');
    const key = readFileSync(file);
    return key.length === KEY_BYTES ? ok(key) : no('sign-in.key is damaged');
  } catch (error) {
    return no((error as Error).message);
  }
}

/** Written whole under another name, and then named: two processes that start together end with one key. */
function makeKey(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(KEY_BYTES), { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
