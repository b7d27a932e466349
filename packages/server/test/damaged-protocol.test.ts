import type { JsonResource } from '@cryopath/fhir';
import type { ProtocolFiles } from '@cryopath/pathway';
import { createPool } from '@cryopath/record/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clinicProtocol } from '../src/protocol/clinic-protocol.ts';
import { protocolFolder, withoutCases } from '../src/protocol/protocol-folder.ts';
import { protocolsFrom } from '../src/protocol/protocols.ts';
import { publishProtocol } from '../src/protocol/publish.ts';
import { serviceRequester } from '../src/sign-in/service-requester.ts';
import { refusalCode } from './clinic.ts';
import { type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

const BASE = 'http://clinic.test/fhir';

let clinic: PathwayClinic;
let files: ProtocolFiles;
beforeAll(async () => {
  clinic = await pathwayClinic();
  files = withoutCases(await protocolFolder());
}, 120_000);
afterAll(() => clinic.close());

const publish = async (version: string) => {
  clinic.clock.advance(60_000);
  const plan = (files['plan.yaml'] ?? '').replace(/^version: .*$/m, `version: ${version}`);
  const published = await publishProtocol(clinic.record, serviceRequester, {
    files: { ...files, 'plan.yaml': plan },
    signature: { who: 'Practitioner/lead', at: clinic.clock.now() },
    base: BASE,
  });
  expect(published.ok).toBe(true);
};

/** A file in a published Library becomes longer by one byte, past everything that the record asks: as a damaged disk or a database's owner does it. */
async function damage(version: string) {
  const pool = createPool(clinic.address, { connections: 1 });
  const client = await pool.connect();
  try {
    await client.query('set session_replication_role = replica');
    const key = ['Library', `cryoablation-${version}`];
    const { rows } = await client.query<{ content: string }>(
      'select content from version where type = $1 and id = $2',
      key,
    );
    const library = JSON.parse(rows[0]?.content ?? '') as { content: { title: string; data: string }[] };
    const content = library.content.map((file) =>
      file.title === 'policy.yaml'
        ? { ...file, data: Buffer.from(`${Buffer.from(file.data, 'base64').toString('utf8')} `).toString('base64') }
        : file,
    );
    const damaged = JSON.stringify({ ...library, content });
    await client.query('update version set content = $3 where type = $1 and id = $2', [...key, damaged]);
  } finally {
    client.release(true);
    await pool.end();
  }
}

const start = async (version?: string) => {
  const subject = { name: 'subject', valueReference: { reference: `Patient/${await clinic.patient()}` } };
  const named = version === undefined ? [] : [{ name: 'version', valueString: version }];
  const body = { resourceType: 'Parameters', parameter: [subject, ...named] };
  return clinic.call('doctor', 'POST', '/fhir/CarePlan/$start', { body });
};

test('a published protocol with one byte more is refused in words, and no older one takes its place unseen (I4)', async () => {
  const own = clinic.protocols.current.version;
  await publish('9.1.0');
  await damage('9.1.0');

  const begun = await start();
  expect([begun.statusCode, refusalCode(begun)]).toEqual([422, 'CRYO-620']);
  expect(begun.body).toContain('Library/cryoablation-9.1.0');
  expect(begun.body).toContain('its files are not those that were signed');
  const named = await start('9.1.0');
  expect([named.statusCode, refusalCode(named)]).toEqual([422, 'CRYO-621']);
  expect((await start(own)).statusCode, 'a version that a doctor names and that is whole').toBe(200);

  const another = protocolsFrom(await clinicProtocol());
  const refusals = await another.load(clinic.record, BASE);
  expect(refusals.flatMap(({ issues }) => issues.map(({ code }) => code))).toEqual(['CRYO-620']);
  expect(another.unreadable).toEqual(refusals[0]);

  await publish('9.2.0');
  const healed = await start();
  expect(healed.statusCode).toBe(200);
  expect((healed.json() as JsonResource).instantiatesCanonical).toEqual(['urn:cryopath:protocol:cryoablation|9.2.0']);
  expect(clinic.protocols.unreadable).toBeUndefined();
});
