import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '@cryopath/record/database';
import { emptyDatabase, type TestDatabase } from '@cryopath/record/testing';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cryopath-user-'));
  database = await emptyDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The test's database as a URL: sockets are written as a query (PostgreSQL manual, 32.1.1.2). */
const url = () => {
  const { connectionString, host = '', user = '', database: name = '' } = database.config;
  return connectionString ?? `postgres://${user}@localhost/${name}?host=${encodeURIComponent(host)}`;
};

async function called(...words: string[]) {
  let out = '';
  let error = '';
  const code = await run(COMMANDS, ['user', 'add', ...words], {
    environment: { DATABASE_URL: url(), DATA_DIR: folder, PUBLIC_URL: 'https://clinic.test' },
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    isWatched: false,
  });
  return { code, out, error };
}
async function rows(sql: string): Promise<readonly Record<string, unknown>[]> {
  const pool = createPool(database.config, { connections: 1 });
  const result = await pool.query<Record<string, unknown>>(sql);
  await pool.end();
  return result.rows;
}

test('the first administrator of a new clinic is told a link, once, that no table holds', async () => {
  const clinic = ['--clinic', 'c1', '--clinic-name', 'Klinika'];
  const { code, out } = await called('Adam.Lis', '--name', 'Adam Lis', '--role', 'administrator', ...clinic);
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(
      /^https:\/\/clinic\.test\/sign-in\/invitation\/[\w-]{43}\nValid until 20\d\d-.*, for one use\.\n$/,
    ),
  ]);
  expect(await rows('select user_name, role, clinic, state from account')).toEqual([
    { user_name: 'adam.lis', role: 'administrator', clinic: 'c1', state: 'invited' },
  ]);
  const token = /invitation\/(\S+)/.exec(out)?.[1] as string;
  expect(await rows(`select 1 from link l where l::text like '%${token}%'`)).toEqual([]);
  const again = await called('adam.lis', '--name', 'Adam Lis', '--role', 'nurse', '--clinic', 'c1');
  expect([again.code, again.out]).toEqual([3, '']);
  expect(again.error).toContain('CRYO-420');
});

test('a clinic that is not there is not made up', async () => {
  const { code } = await called('ewa', '--name', 'Ewa Lis', '--role', 'nurse', '--clinic', 'c9');
  expect(code).toBe(3);
  expect(await rows(`select 1 from account where user_name = 'ewa'`)).toEqual([]);
});

test('a system is registered by its public keys alone', async () => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const jwks = file('jwks.json', { keys: [await exportJWK(keys.publicKey)] });
  const leaked = file('leaked.json', { keys: [await exportJWK(keys.privateKey)] });
  const secret = file('secret.json', { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] });
  const add = (client: string, scopes: string) =>
    called('his', '--name', 'Hospital', '--clinic', 'c1', '--client', client, '--scopes', scopes);
  for (const [client, scopes] of [
    [leaked, 'system/Patient.rs'],
    [secret, 'system/Patient.rs'],
    [join(folder, 'none.json'), 'system/Patient.rs'],
    [jwks, 'user/Patient.rs'],
    [jwks, ''],
  ] as const) {
    expect((await add(client, scopes)).code).toBe(2);
  }
  expect((await add(jwks, 'system/Patient.rs system/Observation.crs')).code).toBe(0);
  expect(await rows('select id, scopes from client')).toEqual([
    { id: 'his', scopes: ['system/Patient.rs', 'system/Observation.crs'] },
  ]);
  expect((await add(jwks, 'system/*.cruds')).code).toBe(3);
});

test.each(['cryopath', 'cryopath-import', 'Cryopath.lab'])(
  'a system may not be called %s: that is who the product is',
  async (name) => {
    const words = ['--name', 'Hospital', '--clinic', 'c1', '--client', 'none.json', '--scopes', 'system/Patient.rs'];
    const { code, error } = await called(name, ...words);
    expect([code, error]).toEqual([2, expect.stringContaining('the product’s own')]);
  },
);

test('whoever runs the installation stands for the accounts that they make, of any role', async () => {
  await called('ola.lead', '--name', 'Ola Lis', '--role', 'lead', '--clinic', 'c1');
  expect(await rows(`select confirmed_by from account where user_name = 'ola.lead'`)).toEqual([
    { confirmed_by: 'Device/cryopath' },
  ]);
});

test.each([
  [['ewa']],
  [['ewa', '--name', 'Ewa', '--clinic', 'c1']],
  [['ewa', '--name', 'Ewa', '--clinic', 'c1', '--role', 'patient']],
  [['ewa', '--name', 'Ewa', '--clinic', 'c/1', '--role', 'nurse']],
  [['ewa', '--name', 'Ewa', '--clinic', 'c1', '--role', 'nurse', '--client', 'x']],
])('%j is a wrong call', async (words) => {
  expect((await called(...words)).code).toBe(2);
});
