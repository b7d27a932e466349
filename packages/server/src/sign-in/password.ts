import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { COMMONEST_PASSWORDS } from './commonest-passwords.ts';

/** RFC 9106, 4: the second recommended choice of parameters (64 MiB, 3 passes), with one lane for each of the few cores of a clinic's machine. */
const MEMORY_KIB = 65_536;
const PASSES = 3;
const LANES = 1;

const argon2id = promisify(argon2);

/** What is wrong with a password that somebody wants to have; undefined when nothing is. Length is what counts (NIST SP 800-63B, 5.1.1): no rules of composition. */
export function passwordFault(password: string, userName: string): 'short' | 'long' | 'name' | 'common' | undefined {
  const length = [...password].length;
  if (length < SHORTEST) return 'short';
  if (password.length > LONGEST) return 'long';
  const folded = password.normalize('NFKC').toLowerCase();
  if (folded.includes(userName) || userName.includes(folded)) return 'name';
  const repeats = new Set(folded).size <= 2;
  return repeats || COMMONEST_PASSWORDS.has(folded) ? 'common' : undefined;
}

export const SHORTEST = 12;
/** So that hashing a password is not a way to keep the machine busy. */
export const LONGEST = 200;

/** The password's argon2id hash in the PHC string format: it says how it was made, so that stronger parameters can come later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await tagOf(password, salt, { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * Whether this is the password. Without a stored one the same work is done for nothing, so that the time of an answer does not tell whether an
 * account exists.
 */
export async function matchesPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(stored ?? NOBODYS) ?? [];
  const expected = Buffer.from(tag, 'base64');
  const given = await tagOf(password.slice(0, LONGEST), Buffer.from(salt, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(given, expected) && stored !== undefined;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;
const TAG_BYTES = 32;
const NOBODYS = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** Passwords are compared as their readers see them: in NFKC, whichever way a keyboard composes its letters. */
const tagOf = (password: string, nonce: Buffer, cost: Cost): Promise<Buffer> =>
  argon2id('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: TAG_BYTES, ...cost });

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
