import type { JsonObject, JsonResource } from '@cryopath/fhir';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ABOUT_A_PATIENT } from '../../test/one-of-each.ts';
import { accepted, BASE, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import type { Requester } from '../requester.ts';

/** R8, H01: a resource lies in the record of one patient at most, stays there, and is written only by who reaches it. */
describe('a resource', () => {
  let opened: TestRecord;
  let anna: string;
  let jan: string;
  let south: string;
  beforeAll(async () => {
    opened = await freshRecord();
    anna = accepted(await opened.record.create(people.doctor, patient())).id;
    jan = accepted(await opened.record.create(people.doctor, patient())).id;
    south = accepted(await opened.record.create(people.southDoctor, patient())).id;
  });
  afterAll(() => opened.close());

  const whereIs = async (id: string) =>
    (await opened.pool.query('select patient from resource where id = $1', [id])).rows[0]?.patient;
  const reference = (type: string, id: string) => ({ reference: `${type}/${id}` });
  const create = (resource: JsonResource) => opened.record.create(people.doctor, resource);

  test('lies in the record of the patient that it names', async () => {
    expect(await whereIs(accepted(await create(score(anna))).id)).toBe(anna);
    const task = { resourceType: 'Task', status: 'requested', intent: 'order', for: reference('Patient', anna) };
    expect(await whereIs(accepted(await create(task)).id)).toBe(anna);
    const related = { resourceType: 'RelatedPerson', patient: reference('Patient', jan) };
    expect(await whereIs(accepted(await create(related)).id)).toBe(jan);
    const device = { resourceType: 'Device', patient: reference('Patient', anna) };
    expect(await whereIs(accepted(await create(device)).id)).toBe(anna);
  });

  test('that names two patients is refused', async () => {
    const mixed = score(anna, { performer: [reference('Patient', jan)] });
    expect(codesOf(await create(mixed))).toEqual(['CRYO-176']);
    const appointment = {
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-03-02T10:00:00Z',
      end: '2026-03-02T10:30:00Z',
      participant: [anna, jan].map((id) => ({ actor: reference('Patient', id), status: 'accepted' })),
    };
    expect(codesOf(await create(appointment))).toEqual(['CRYO-176']);
  });

  test('of a Patient who is linked to another still lies in their own record', async () => {
    const linked = patient({ link: [{ other: reference('Patient', jan), type: 'seealso' }] });
    const { id } = accepted(await create(linked));
    expect(await whereIs(id)).toBe(id);
  });

  test('about another resource lies where that one lies', async () => {
    const { id: observation } = accepted(await create(score(anna)));
    const provenance = (...targets: string[]) => ({
      resourceType: 'Provenance',
      target: targets.map((each) => ({ reference: each })),
      recorded: '2026-03-02T10:00:00Z',
      agent: [{ who: reference('Practitioner', 'doctor') }],
    });
    expect(await whereIs(accepted(await create(provenance(`Observation/${observation}`))).id)).toBe(anna);
    expect(await whereIs(accepted(await create(provenance(`Observation/${observation}/_history/1`))).id)).toBe(anna);
    expect(codesOf(await create(provenance(`Observation/${observation}`, `Patient/${jan}`)))).toEqual(['CRYO-176']);
    expect(codesOf(await create(provenance('Observation/nothing')))).toEqual(['CRYO-212']);
    const { id: device } = accepted(await create({ resourceType: 'Device', patient: reference('Patient', anna) }));
    const metric = {
      resourceType: 'DeviceMetric',
      type: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '150456' }] },
      category: 'measurement',
      source: reference('Device', device),
    };
    expect(await whereIs(accepted(await create(metric)).id)).toBe(anna);
    const binary = {
      resourceType: 'Binary',
      contentType: 'text/plain',
      securityContext: reference('Observation', observation),
    };
    expect(await whereIs(accepted(await create(binary)).id)).toBe(anna);
  });

  test('about a resource that the writer may not see is refused as if that did not exist', async () => {
    const { id: theirs } = accepted(await opened.record.create(people.southDoctor, score(south)));
    const binary = {
      resourceType: 'Binary',
      contentType: 'text/plain',
      securityContext: reference('Observation', theirs),
    };
    expect(codesOf(await create(binary))).toEqual(['CRYO-212']);
  });

  test('of a patient who does not exist is refused, as is one of a patient of another clinic: in the same words', async () => {
    const nobody = await create(score('nobody'));
    const theirs = await create(score(south));
    expect(codesOf(nobody)).toEqual(['CRYO-212']);
    expect(JSON.stringify(theirs)).toBe(JSON.stringify(nobody).replaceAll('nobody', south));
  });

  test('of a patient of another server is refused: it would lie in nobody’s record', async () => {
    const stranger = score(anna, { subject: { reference: 'https://elsewhere.example/fhir/Patient/7' } });
    expect(codesOf(await create(stranger))).toEqual(['CRYO-212']);
  });

  test('that names its patient by this server’s own address lies in their record', async () => {
    const written = accepted(await create(score(anna, { subject: { reference: `${BASE}/Patient/${anna}` } })));
    expect(await whereIs(written.id)).toBe(anna);
    expect(JSON.parse(written.text).subject).toEqual({ reference: `Patient/${anna}` });
  });

  test.each([`HTTPS://CLINIC.example:443/fhir/Patient/`, `https://clinic.example/fhir/./Patient/`])(
    'that names its patient as %s… lies in their record',
    async (root) => {
      for (const end of ['', '?x=1', '#part', '/_history/1']) {
        const written = accepted(await create(score(anna, { subject: { reference: `${root}${anna}${end}` } })));
        expect(await whereIs(written.id)).toBe(anna);
      }
    },
  );

  test.each([
    'HTTP://x.example/Patient/1',
    'https://x.example/fhir/Patient/1?x',
    'https://x.example/fhir/Patient/1#a',
    'https://x.example/fhir/%50atient/1',
    'https://x.example/fhir/patient/1/',
    'urn:uuid:00000000-0000-4000-8000-000000000000',
  ])('is refused when it names as its patient %s', async (elsewhere) => {
    expect(codesOf(await create(score(anna, { subject: { reference: elsewhere } })))).toEqual(['CRYO-212']);
    const performed = score(anna, { performer: [{ reference: elsewhere }] });
    expect(codesOf(await create(performed))).toEqual(['CRYO-212']);
  });

  const identifier = { system: 'urn:oid:2.16.840.1.113883.3.4424.1.1.616', value: '44051401359' };
  test.each([
    { identifier },
    { identifier, type: 'Patient' },
    { identifier, display: 'Anna Lis' },
    { display: 'Anna Lis' },
    { type: 'Patient', display: 'Anna Lis' },
    { identifier: { value: '7' } },
  ])('is refused when its patient is named by %j alone, of whatever type it is (CRYO-224)', async (element) => {
    for (const [type, about] of Object.entries(ABOUT_A_PATIENT)) {
      // These name who took part, or what they are about.
      if (['Appointment', 'Binary', 'Provenance'].includes(type)) continue;
      const body = about(element as never);
      const owner = Object.keys(body).find((name) => body[name] === (element as unknown));
      const result = await create({ resourceType: type, ...body });
      expect(codesOf(result), type).toEqual(['CRYO-224']);
      expect(result.ok ? '' : result.outcome.issues[0]?.expression, type).toBe(`${type}.${owner}`);
    }
  });

  test('is refused when its subject is itself, or somewhere that does not tell what it is', async () => {
    for (const reference of ['#', 'https://x.example/7', 'https://x.example/records/7'])
      expect(codesOf(await create(score(anna, { subject: { reference } }))), reference).toEqual(['CRYO-212']);
  });

  test('of no patient may say so, and may name who took part', async () => {
    const group = { display: 'Ward 3', type: 'Group' };
    expect(await whereIs(accepted(await create(score(anna, { subject: group }))).id)).toBe('');
    const performer = [{ display: 'Dr Nowak' }];
    expect(await whereIs(accepted(await create(score(anna, { performer }))).id)).toBe(anna);
    const byNumber = [{ identifier: { system: 'urn:pwz', value: '1' } }];
    expect(await whereIs(accepted(await create(score(anna, { performer: byNumber }))).id)).toBe(anna);
    const { subject: _, ...nobodys } = score(anna, { performer: [{ identifier }] });
    expect(codesOf(await create(nobodys))).toEqual(['CRYO-224']);
    const { subject: __, ...patients } = score(anna, { performer: [{ display: 'Anna Lis', type: 'Patient' }] });
    expect(codesOf(await create(patients))).toEqual(['CRYO-224']);
  });

  test('that names its patient by identifier in a transaction is filed under the one who has it', async () => {
    const { id } = accepted(await create(patient({ identifier: [identifier] })));
    const resource = score(anna, {
      subject: { reference: `Patient?identifier=${identifier.system}|${identifier.value}` },
    });
    const entry = [{ resource, request: { method: 'POST', url: 'Observation' } }];
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
    const { text } = accepted(await opened.record.transact(people.doctor, bundle, { base: BASE }));
    const [, written = ''] = /Observation\/([^/"]+)/.exec(text) ?? [];
    expect(await whereIs(written)).toBe(id);
  });

  test('is refused when its patient is contained in it, or called a Patient at an address that does not tell', async () => {
    const contained = [{ resourceType: 'Patient', id: 'p', name: [{ family: 'X' }] }];
    expect(codesOf(await create(score(anna, { subject: { reference: '#p' }, contained })))).toEqual(['CRYO-212']);
    const subject = { reference: 'https://x.example/7', type: 'Patient' };
    expect(codesOf(await create(score(anna, { subject })))).toEqual(['CRYO-212']);
  });

  test('may name a patient of another server beside its own, where nobody’s record is meant', async () => {
    const extension = [{ url: 'urn:x', valueReference: { reference: 'https://x.example/Patient/7' } }];
    expect(await whereIs(accepted(await create(score(anna, { extension }))).id)).toBe(anna);
    const strangers = { resourceType: 'Practitioner', extension };
    expect(codesOf(await opened.record.create(people.lead, strangers))).toEqual(['CRYO-212']);
  });

  test('about something that cannot be found here is refused', async () => {
    const { id: observation } = accepted(await create(score(anna)));
    const provenance = (target: JsonObject) => ({
      resourceType: 'Provenance',
      target: [target],
      recorded: '2026-03-02T10:00:00Z',
      agent: [{ who: reference('Practitioner', 'doctor') }],
    });
    const own = provenance({ reference: `HTTPS://clinic.example/fhir/Observation/${observation}#x` });
    expect(await whereIs(accepted(await create(own)).id)).toBe(anna);
    const elsewhere = { reference: 'https://x.example/fhir/Observation/1' };
    const binary = { resourceType: 'Binary', contentType: 'text/plain', securityContext: elsewhere };
    for (const lost of [provenance({ identifier: { value: '1' } }), provenance(elsewhere), binary]) {
      expect(codesOf(await create(lost))).toEqual(['CRYO-212']);
    }
  });

  test('never moves to another patient, nor out of a record or into one', async () => {
    const { id } = accepted(await create(score(anna)));
    const moved = await opened.record.update(people.doctor, 'Observation', id, score(jan, { id }), { ifMatch: 1 });
    expect(codesOf(moved)).toEqual(['CRYO-177']);
    const out = await opened.record.patch(people.doctor, 'Observation', id, [{ op: 'remove', path: '/subject' }], {
      ifMatch: 1,
    });
    expect(codesOf(out)).toEqual(['CRYO-177']);
    const { id: nobodys } = accepted(await create({ ...score(anna), subject: { type: 'Group', display: 'nobody' } }));
    const into = await opened.record.update(people.doctor, 'Observation', nobodys, score(anna, { id: nobodys }), {
      ifMatch: 1,
    });
    expect(codesOf(into)).toEqual(['CRYO-177']);
    expect([await whereIs(id), await whereIs(nobodys)]).toEqual([anna, '']);
  });

  test('of no patient belongs to the clinic of its writer, and only they change it', async () => {
    const practitioner = { resourceType: 'Practitioner', active: true };
    const { id } = accepted(await opened.record.create(people.lead, practitioner));
    const { rows } = await opened.pool.query('select patient, clinic from resource where id = $1', [id]);
    expect(rows).toEqual([{ patient: '', clinic: 'north' }]);
    const { id: common } = accepted(await opened.record.create(people.service, practitioner));
    const body = { ...practitioner, active: false };
    const change = (each: string) =>
      opened.record.update(people.lead, 'Practitioner', each, { ...body, id: each }, { ifMatch: 1 });
    expect((await change(id)).ok).toBe(true);
    // Common to all clinics: read by each, changed by none of them.
    expect(codesOf(await change(common))).toEqual(['CRYO-403']);
  });

  test('of a patient is theirs to create, and nobody else’s', async () => {
    expect((await opened.record.create(people.patient(anna), score(anna))).ok).toBe(true);
    expect(codesOf(await opened.record.create(people.patient(anna), score(jan)))).toEqual(['CRYO-212']);
    const subjectless = { ...score(anna), subject: { type: 'Group', display: 'nobody' } };
    expect(codesOf(await opened.record.create(people.patient(anna), subjectless))).toEqual(['CRYO-403']);
  });

  test('with an id that is taken by somebody out of reach is refused without a word about it', async () => {
    const { id } = accepted(await opened.record.create(people.southDoctor, score(south)));
    const body = score(anna, { id });
    expect(codesOf(await opened.record.update(people.doctor, 'Observation', id, body, { ifMatch: 1 }))).toEqual([
      'CRYO-201',
    ]);
    expect(codesOf(await opened.record.update(people.doctor, 'Observation', id, body))).toEqual(['CRYO-223']);
    expect(codesOf(await opened.record.delete(people.lead, 'Observation', id, { ifMatch: 1 }))).toEqual(['CRYO-201']);
  });
});

/** Resolves when somebody in this database waits for an advisory lock. */
async function lockWaitedFor(pool: pg.Pool): Promise<'waited for'> {
  const { rows } = await pool.query(
    `select from pg_locks where locktype = 'advisory' and not granted
       and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows.length > 0 ? 'waited for' : lockWaitedFor(pool);
}

describe('a chart', () => {
  let opened: TestRecord;
  beforeAll(async () => {
    opened = await freshRecord();
  });
  afterAll(() => opened.close());
  const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }];
  const inClinic = (clinic: string) => ({ managingOrganization: { reference: `Organization/${clinic}` } });

  test('that is restricted is written by the lead alone, and by who opened it in an emergency', async () => {
    const { record, clock } = opened;
    const { id } = accepted(await record.create(people.doctor, patient()));
    accepted(await record.update(people.lead, 'Patient', id, patient({ id, meta: { security } }), { ifMatch: 1 }));
    expect(codesOf(await record.create(people.nurse, score(id)))).toEqual(['CRYO-212']);
    expect((await record.create(people.lead, score(id))).ok).toBe(true);
    const emergency = { ...people.nurse, purpose: 'BTG' } as const;
    expect(codesOf(await record.create(emergency, score(id)))).toEqual(['CRYO-212']);
    accepted(await record.breakGlass(people.nurse, id, 'severe weakness after the procedure'));
    expect((await record.create(emergency, score(id))).ok).toBe(true);
    expect(codesOf(await record.create(people.nurse, score(id)))).toEqual(['CRYO-212']);
    clock.advance(30 * 60_000);
    expect(codesOf(await record.create(emergency, score(id)))).toEqual(['CRYO-212']);
    accepted(await record.update(people.lead, 'Patient', id, patient({ id }), { ifMatch: 2 }));
    expect((await record.create(people.nurse, score(id))).ok).toBe(true);
  });

  test('is made in the writer’s own clinic, and not given away', async () => {
    const { record } = opened;
    expect(codesOf(await record.create(people.doctor, patient(inClinic('south'))))).toEqual(['CRYO-403']);
    const { id } = accepted(await record.create(people.doctor, patient(inClinic('north'))));
    const away = await record.update(people.doctor, 'Patient', id, patient({ id, ...inClinic('south') }), {
      ifMatch: 1,
    });
    expect(codesOf(away)).toEqual(['CRYO-403']);
    // The installation itself may: two clinics agreed.
    accepted(await record.update(people.service, 'Patient', id, patient({ id, ...inClinic('south') }), { ifMatch: 1 }));
    expect((await record.create(people.southDoctor, score(id))).ok).toBe(true);
    expect(codesOf(await record.create(people.doctor, score(id)))).toEqual(['CRYO-212']);
  });

  test('that is open by break-glass alone is written into, and neither taken over nor unrestricted', async () => {
    const { record, clock } = opened;
    const { id } = accepted(await record.create(people.lead, patient({ meta: { security } })));
    const mayRead = async (who: Requester) => codesOf(await record.read(who, 'Patient', id));
    for (const opener of [people.southDoctor, { ...people.southDoctor, role: 'lead' } as const, people.nurse]) {
      const emergency = { ...opener, purpose: 'BTG' } as const;
      accepted(await record.breakGlass(emergency, id, 'severe weakness after the procedure'));
      const change = (more: Partial<JsonResource>) =>
        record.update(emergency, 'Patient', id, patient({ id, ...more }), { ifMatch: 1 });
      expect(codesOf(await change({}))).toEqual(['CRYO-403']);
      expect(codesOf(await change({ meta: { security }, ...inClinic('south') }))).toEqual(['CRYO-403']);
      expect((await record.create(emergency, score(id))).ok).toBe(true);
      clock.advance(31 * 60_000);
      expect(await mayRead(opener)).toEqual(['CRYO-201']);
    }
    expect(await mayRead(people.lead)).toEqual([]);
  });

  test('is restricted and opened again by the lead alone', async () => {
    const { record } = opened;
    const { id } = accepted(await record.create(people.doctor, patient()));
    const restrict = (who: Requester) =>
      record.update(who, 'Patient', id, patient({ id, meta: { security } }), { ifMatch: 1 });
    expect(codesOf(await restrict(people.doctor))).toEqual(['CRYO-403']);
    expect(codesOf(await restrict(people.integrator))).toEqual(['CRYO-403']);
    accepted(await restrict(people.lead));
    accepted(await record.update(people.lead, 'Patient', id, patient({ id }), { ifMatch: 2 }));
  });

  test('stays in its clinic when its Patient no longer names one', async () => {
    const { record } = opened;
    const { id } = accepted(await record.create(people.doctor, patient(inClinic('north'))));
    accepted(await record.update(people.service, 'Patient', id, patient({ id }), { ifMatch: 1 }));
    expect((await record.create(people.doctor, score(id))).ok).toBe(true);
  });

  test('cannot be deleted while there is anything in it, and takes nothing once it is', async () => {
    const { record } = opened;
    const { id } = accepted(await record.create(people.doctor, patient()));
    const { id: observation } = accepted(await record.create(people.doctor, score(id)));
    expect(codesOf(await record.delete(people.lead, 'Patient', id, { ifMatch: 1 }))).toEqual(['CRYO-222']);
    accepted(await record.delete(people.lead, 'Observation', observation, { ifMatch: 1 }));
    accepted(await record.delete(people.lead, 'Patient', id, { ifMatch: 1 }));
    expect(codesOf(await record.create(people.doctor, score(id)))).toEqual(['CRYO-212']);
    accepted(await record.update(people.doctor, 'Patient', id, patient({ id }), { ifMatch: 2 }));
    expect((await record.create(people.doctor, score(id))).ok).toBe(true);
  });

  test('that is restricted stays so when its Patient is deleted', async () => {
    const { record } = opened;
    const { id } = accepted(await record.create(people.lead, patient({ meta: { security } })));
    accepted(await record.delete(people.lead, 'Patient', id, { ifMatch: 1 }));
    expect(codesOf(await record.vread(people.nurse, 'Patient', id, 1))).toEqual(['CRYO-201']);
    expect(accepted(await record.vread(people.lead, 'Patient', id, 1)).version).toBe(1);
  });

  test('is not deleted while somebody is writing into it', async () => {
    const { record, pool } = opened;
    const { id } = accepted(await record.create(people.doctor, patient()));
    const writer = await pool.connect();
    await writer.query('begin');
    await writer.query('select pg_advisory_xact_lock_shared(patient_lock($1))', [id]);
    const deletion = record.delete(people.lead, 'Patient', id, { ifMatch: 1 }).then(() => 'deleted');
    expect(await Promise.race([deletion, lockWaitedFor(pool)])).toBe('waited for');
    await writer.query('commit');
    writer.release();
    expect(await deletion).toBe('deleted');
  });

  test('that is being deleted takes nothing from somebody who writes at the same moment', async () => {
    const { record, pool } = opened;
    for (let round = 0; round < 10; round += 1) {
      const { id } = accepted(await record.create(people.doctor, patient()));
      await Promise.all([
        record.delete(people.lead, 'Patient', id, { ifMatch: 1 }),
        record.create(people.doctor, score(id)),
      ]);
      const { rows } = await pool.query('select type, deleted from resource where patient = $1 order by type', [id]);
      const isLeft = rows.some(({ type, deleted }) => type === 'Observation' && !deleted);
      const isDeleted = rows.some(({ type, deleted }) => type === 'Patient' && deleted);
      expect(isLeft && isDeleted).toBe(false);
    }
  });
});
