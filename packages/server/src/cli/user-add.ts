import { readFile } from 'node:fs/promises';
import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import { parseScope } from '@cryopath/record/database';
import type { JSONWebKeySet } from 'jose';
import type { Configuration } from '../configuration.ts';
import { silentLog } from '../log.ts';
import { openClinic } from '../open-clinic.ts';
import { STAFF_ROLES } from '../sign-in/account-table.ts';
import { isStaffRole, takeOn } from '../sign-in/accounts.ts';
import { insertClient } from '../sign-in/client-table.ts';
import { signInKey } from '../sign-in/sealed-secret.ts';
import { serviceRequester } from '../sign-in/service-requester.ts';
import { createSignIn, type SignIn } from '../sign-in/sign-in.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT, type ExitCode, type Options, type Surroundings } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { tellRefusal } from './tell-refusal.ts';

export const userAdd: Command = {
  name: 'user add',
  summary: 'Takes on a member of staff, or registers a system that signs in for itself.',
  usage: '<user name> --name <name> --clinic <id> (--role <role> | --client <file>)',
  details: [
    'Staff: prints a link, once, with which the person chooses passkey or password within two days. Hand it over yourself.',
    'Such an account may sign in at once, whatever its role: the console counts as the second person that an account made in the clinic needs.',
    'Use it for the first administrator and the first lead; they take on everybody else, one making the account, the other confirming it.',
    'Systems (SMART Backend Services): <file> is a JSON Web Key Set with the public keys; nothing is fetched from anywhere.',
    'It may run while the service does.',
  ],
  options: {
    name: { type: 'string', describe: 'Given names and family name; of a system, what people call it.' },
    role: { type: 'string', describe: `One of ${STAFF_ROLES.join(', ')}.` },
    clinic: { type: 'string', describe: 'Id of the Organization in which they work.' },
    'clinic-name': { type: 'string', describe: 'Makes the Organization under this name when there is none yet.' },
    client: { type: 'string', describe: 'File with the public keys of a system, as a JSON Web Key Set.' },
    scopes: { type: 'string', describe: 'What the system may do at most: "system/Observation.crs system/Patient.rs".' },
    data: { type: 'string', describe: 'Instead of DATA_DIR.' },
  },
  words: { least: 1, most: 1 },
  readsSettings: true,
  async run([word = ''], options, surroundings) {
    const wrong = (sentence: string): ExitCode => {
      surroundings.error(`${sentence}\nSee: cryopath user add --help\n`);
      return EXIT.usage;
    };
    const { name, role, clinic, client, scopes } = texts(options);
    if (name === undefined || clinic === undefined) return wrong('--name and --clinic are needed.');
    if (!/^[A-Za-z0-9.-]{1,64}$/.test(clinic)) return wrong('--clinic must be the id of an Organization.');
    if ((role === undefined) === (client === undefined)) return wrong('Either --role or --client is needed.');
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    if (role !== undefined) {
      if (!isStaffRole(role)) return wrong(`--role must be one of ${STAFF_ROLES.join(', ')}.`);
      return within(configuration, options, surroundings, async (signIn) => {
        const invited = await takeOn(signIn, serviceRequester, { userName: word, role, clinic, name });
        return invited.ok ? ok(`${invited.value.url}\nValid until ${invited.value.until}, for one use.\n`) : invited;
      });
    }
    if (!/^[A-Za-z0-9.-]{1,64}$/.test(word)) return wrong('The name of a system takes letters, digits, dot and dash.');
    // Its requests are those of Device/<name>: nobody's acts, keys and imports may pass for the product's own.
    if (isOwnName(word)) return wrong('Names that begin with cryopath are the product’s own.');
    const granted = (scopes ?? '').split(/\s+/).filter((scope) => scope !== '');
    const faulty = granted.find((scope) => parseScope(scope)?.context !== 'system');
    if (granted.length === 0 || faulty !== undefined) {
      return wrong(`--scopes must be SMART scopes such as system/Patient.rs${faulty ? `, not ${faulty}` : ''}.`);
    }
    const jwks = await publicKeys(client ?? '');
    if (typeof jwks === 'string') return wrong(jwks);
    return within(configuration, options, surroundings, async ({ pool, clock }) => {
      const isNew = await insertClient(pool, { id: word, name, clinic, jwks, scopes: granted }, clock.now());
      return isNew ? ok(`Client ${word} may sign in.\n`) : refused(outcome('CRYO-420'));
    });
  },
};

type Task = (signIn: SignIn) => Promise<Result<string>>;

async function within(
  configuration: Configuration,
  options: Options,
  surroundings: Surroundings,
  task: Task,
): Promise<ExitCode> {
  const publicUrl = configuration.publicUrl ?? `http://localhost:${configuration.port}`;
  const base = `${publicUrl}/fhir`;
  surroundings.error('Opening the record…\n');
  const opened = await openClinic(configuration, { clock: systemClock, log: silentLog, base });
  if (!opened.ok) return tellRefusal(opened.outcome, surroundings);
  const { record, database, close } = opened.value;
  try {
    const key = signInKey(configuration.dataDir);
    if (!key.ok) return tellRefusal(key.outcome, surroundings);
    const signIn = createSignIn(database, { clock: systemClock, record, publicUrl, key: key.value });
    const house = await clinicThere(signIn, options);
    const done = house.ok ? await task(signIn) : house;
    if (!done.ok) return tellRefusal(done.outcome, surroundings);
    surroundings.out(done.value);
    return EXIT.done;
  } finally {
    await close();
  }
}

/** The first person of a new clinic needs a clinic to be in. */
async function clinicThere({ record }: SignIn, options: Options): Promise<Result<unknown>> {
  const { clinic = '', 'clinic-name': name } = texts(options);
  const found = await record.read(serviceRequester, 'Organization', clinic);
  if (found.ok || name === undefined) return found;
  const organization = { resourceType: 'Organization', id: clinic, active: true, name };
  return record.update(serviceRequester, 'Organization', clinic, organization, { ifNoneMatchAny: true });
}

/** @returns the keys, or what is wrong with the file */
async function publicKeys(file: string): Promise<JSONWebKeySet | string> {
  let jwks: Partial<JSONWebKeySet>;
  try {
    jwks = JSON.parse(await readFile(file, 'utf8')) as Partial<JSONWebKeySet>;
  } catch {
    return `${file} cannot be read as JSON.`;
  }
  const { keys } = jwks;
  if (!Array.isArray(keys) || keys.length === 0) return `${file} must be {"keys": [...]}.`;
  if (keys.some((key) => key.kty !== 'RSA' && key.kty !== 'EC')) return `${file} must hold RSA or EC keys alone.`;
  if (keys.some((key) => PRIVATE.some((member) => member in key))) {
    return `${file} holds a private key. Only public ones leave the system they belong to: replace that key.`;
  }
  return { keys };
}

/** See `service-requester.ts`. */
const isOwnName = (name: string): boolean => name.toLowerCase().startsWith('cryopath');

/** Members of a private key (RFC 7518, 6.2.2 and 6.3.2). */
const PRIVATE: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const texts = (options: Options): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  );
