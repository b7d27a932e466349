import type { JsonResource } from '@cryopath/fhir';
import { instantOf } from '@cryopath/pathway';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, BASE, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import type { Requester } from '../requester.ts';
import { matchesAudit, type Shown } from './audit-search.oracle.ts';
import { seesQuery } from './readable-audit.ts';

const SEED = 20_260_302;

let opened: TestRecord;
let north: string;
let south: string;
const southLead: Requester = { ...people.lead, who: 'Practitioner/south-lead', clinic: 'south' };

beforeAll(async () => {
  opened = await freshRecord();
  const { record, clock } = opened;
  north = accepted(await record.create(people.doctor, patient())).id;
  south = accepted(await record.create(people.southDoctor, patient())).id;
  for (let n = 0; n < 6; n++) {
    clock.advance(3_600_000 * 5);
    const { id } = accepted(await record.create(people.nurse, score(north)));
    accepted(await record.read(people.doctor, 'Observation', id));
    await record.read(people.southDoctor, 'Observation', id);
    accepted(await record.search(people.nurse, 'Observation', `patient=${north}`, { base: BASE }));
    accepted(await record.create(people.southDoctor, score(south)));
    accepted(await record.read(people.patient(north), 'Patient', north));
  }
  // What the tests themselves ask is on the trail too: on another day.
  clock.advance(3_600_000 * 48);
});
afterAll(() => opened.close());

async function search(requester: Requester, query: string): Promise<{ events: Shown[]; next: string | undefined }> {
  const { text } = accepted(await opened.record.search(requester, 'AuditEvent', query, { base: BASE }));
  const bundle = JSON.parse(text);
  const events = (bundle.entry ?? []).map((entry: { resource: Shown }) => entry.resource);
  const next = bundle.link.find((link: { relation: string }) => link.relation === 'next')?.url.split('?')[1];
  return { events, next };
}

async function allPages(requester: Requester, query: string): Promise<Shown[]> {
  const all: Shown[] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const page: { events: Shown[]; next: string | undefined } = await search(requester, next);
    all.push(...page.events);
    next = page.next;
  }
  return all;
}

describe('who may look into the trail', () => {
  const patientsIn = (events: readonly Shown[]) =>
    new Set(
      events.flatMap((event) =>
        (event.entity ?? []).flatMap(({ what }) => what?.reference?.match(/^Patient\/([^/]+)$/)?.[1] ?? []),
      ),
    );

  test('a patient sees every act on their own record, and no other', async () => {
    const events = await allPages(people.patient(north), '_count=7');
    expect(patientsIn(events)).toEqual(new Set([north]));
    const { rows } = await opened.pool.query(
      'select count(*) as count from audit where patient = $1 and request = $2',
      [north, ''],
    );
    expect(events.length).toBeGreaterThan(20);
    expect(events.length).toBeLessThanOrEqual(rows[0].count);
  });

  test('a lead sees their clinic’s acts and those on its patients; an auditor of no clinic sees all', async () => {
    expect(patientsIn(await allPages(southLead, '_count=500')).has(north)).toBe(false);
    expect(patientsIn(await allPages(people.lead, '_count=500')).has(south)).toBe(false);
    const everything = await allPages({ ...people.auditor, clinic: '' }, '_count=500');
    expect([...patientsIn(everything)].sort()).toEqual([north, south].sort());
  });

  test.each(['doctor', 'nurse', 'administrator'] as const)('a %s does not', async (role) => {
    expect(codesOf(await opened.record.search(people[role], 'AuditEvent', '', { base: BASE }))).toEqual(['CRYO-403']);
    const { events } = await search({ ...people.auditor, clinic: '' }, '_count=1');
    expect(codesOf(await opened.record.read(people[role], 'AuditEvent', events[0]?.id ?? ''))).toEqual(['CRYO-403']);
  });

  test('what one may not see is not there, and asking for it is on the trail', async () => {
    const auditor = { ...people.auditor, clinic: '' };
    const { events } = await search(auditor, `patient=${north}&date=lt2026-03-04&_count=1`);
    const id = events[0]?.id ?? '';
    expect(codesOf(await opened.record.read(people.patient(south), 'AuditEvent', id))).toEqual(['CRYO-201']);
    opened.clock.advance(1_000);
    const { text } = accepted(await opened.record.read(people.patient(north), 'AuditEvent', id));
    expect(JSON.parse(text).id).toBe(events[0]?.id);
    const looked = await search(auditor, `entity=AuditEvent/${id}`);
    expect(looked.events.map((event) => [event.agent[0]?.who.reference, event.outcome])).toEqual([
      [`Patient/${north}`, '0'],
      [`Patient/${south}`, '4'],
    ]);
  });
});

describe('a search of the trail', () => {
  test('agrees with a reading of all events, for every parameter', async () => {
    const auditor = { ...people.auditor, clinic: '' };
    const until = 'date=lt2026-03-04';
    const all = await allPages(auditor, `${until}&_count=1000`);
    expect(all.length).toBeGreaterThan(30);
    const references = all.flatMap((event) =>
      (event.entity ?? []).flatMap(({ what }) => what?.reference?.replace(/\/_history.*/, '') ?? []),
    );
    const parameter = fc.oneof(
      fc.constantFrom(`patient=${north}`, `patient=Patient/${south}`, 'patient=nobody'),
      fc.constantFrom(
        'agent=Practitioner/doctor',
        'agent=nurse',
        `agent=Patient/${north}`,
        'agent=Practitioner/doctor,Practitioner/nurse',
      ),
      fc.constantFrom(...references).map((reference) => `entity=${reference}`),
      fc.constantFrom(
        'action=R',
        'action=C,E',
        'outcome=4',
        'outcome=0',
        'subtype=read',
        'subtype=http://hl7.org/fhir/restful-interaction%7Ccreate',
        'type=rest',
      ),
      fc
        .tuple(
          fc.constantFrom('', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'sa', 'eb'),
          fc.constantFrom(
            '2026-03-02',
            '2026-03-03',
            '2026-03',
            '2026-03-02T14:00:00%2B01:00',
            ...all.map((event) => event.recorded),
          ),
        )
        .map(([prefix, date]) => `date=${prefix}${date}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(parameter, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(3, 1000),
        async (parameters, count) => {
          const found = await allPages(auditor, [...parameters, until, `_count=${count}`].join('&'));
          expect(found.map(({ id }) => id)).toEqual(
            all.filter((event) => matchesAudit(event, parameters)).map(({ id }) => id),
          );
        },
      ),
      { seed: SEED, numRuns: 150 },
    );
  });

  test('goes on at the same place while acts are added', async () => {
    const auditor = { ...people.auditor, clinic: '' };
    const all = await allPages(auditor, '_count=1000&date=lt2026-03-04');
    const paged: string[] = [];
    for (let next: string | undefined = '_count=5&date=lt2026-03-04'; next; ) {
      const page: { events: Shown[]; next: string | undefined } = await search(auditor, next);
      paged.push(...page.events.map(({ id }) => id));
      next = page.next;
    }
    expect(paged).toEqual(all.map(({ id }) => id).concat(paged.slice(all.length)));
    expect(new Set(paged).size).toBe(paged.length);
  });

  test.each([
    ['date=yesterday', 'CRYO-304'],
    ['date=2026-13-01', 'CRYO-311'],
    ['_cursor=x', 'CRYO-302'],
    ['_count=-1', 'CRYO-308'],
    ['patient=', 'CRYO-316'],
    ['action=%00', 'CRYO-302'],
  ])('%s is refused with %s', async (query, code) => {
    expect(codesOf(await opened.record.search(people.lead, 'AuditEvent', query, { base: BASE }))).toEqual([code]);
  });

  test('with a parameter that it does not know is refused when strict', async () => {
    const strict = { base: BASE, strict: true };
    expect(codesOf(await opened.record.search(people.lead, 'AuditEvent', 'colour=red', strict))).toEqual(['CRYO-301']);
    accepted(await opened.record.search(people.lead, 'AuditEvent', 'colour=red', { base: BASE }));
  });

  test('survives whatever text a parameter holds', async () => {
    const names = fc.constantFrom(
      '_id',
      'patient',
      'agent',
      'entity',
      'date',
      'action',
      'outcome',
      'type',
      'subtype',
      '_cursor',
      '_count',
      '_sort',
    );
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom("'; drop table audit; --", '%', 'a|b|c', '\\', '1e400'),
        ),
        async (name, value) => {
          const result = await opened.record.search(
            people.lead,
            'AuditEvent',
            `${name}=${encodeURIComponent(value.toWellFormed())}`,
            { base: BASE },
          );
          expect(codesOf(result).every((code) => code.startsWith('CRYO-3'))).toBe(true);
        },
      ),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('an AuditEvent that another system posts', () => {
  const posted = (more: Partial<JsonResource> = {}): JsonResource => ({
    resourceType: 'AuditEvent',
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
    subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'vread' }],
    action: 'R',
    recorded: '2026-02-01T08:00:00.5+01:00',
    outcome: '8',
    agent: [{ who: { reference: 'Practitioner/elsewhere' }, requestor: true }],
    source: { observer: { display: 'HIS' } },
    entity: [{ what: { reference: `Patient/${north}` } }, { what: { reference: 'Observation/seen' } }],
    ...more,
  });
  const integrator = { ...people.integrator, scopes: ['system/AuditEvent.cr'] };

  test('is given back in its own words, and found by what it says', async () => {
    const stored = accepted(await opened.record.create(integrator, posted()));
    const { id, meta, ...words } = JSON.parse(stored.text);
    const own = posted() as JsonResource & { readonly agent: readonly object[] };
    expect(words).toEqual({ ...own, agent: [...own.agent, expect.anything()] });
    expect(meta).toMatchObject({ versionId: '1', lastUpdated: stored.lastUpdated });
    const auditor = { ...people.auditor, clinic: '' };
    for (const query of [
      `patient=${north}`,
      'agent=Practitioner/elsewhere',
      'entity=Observation/seen',
      'date=2026-02-01',
      'subtype=vread',
      'outcome=8',
      `_id=${id}`,
    ]) {
      const { events } = await search(auditor, `${query}&date=lt2026-02-02`);
      expect(events.map((event) => event.id)).toEqual([id]);
    }
    expect(accepted(await opened.record.read(auditor, 'AuditEvent', id)).text).toBe(stored.text);
    const { rows } = await opened.pool.query('select detail from audit where id = $1', [id]);
    expect(rows[0].detail).toMatch(/^posted by Device\/his at /);
  });

  test('never stands without the one who posted it, whatever it says of itself', async () => {
    const pretended = { system: 'urn:cryopath:posted-by', code: 'Practitioner/innocent' };
    const stored = accepted(await opened.record.create(integrator, posted({ meta: { tag: [pretended] } })));
    const { text } = accepted(await opened.record.read(people.patient(north), 'AuditEvent', stored.id));
    const { agent, meta } = JSON.parse(text);
    expect(agent.at(-1)).toMatchObject({ who: { reference: integrator.who }, requestor: false });
    expect(meta.tag).toEqual([{ ...pretended, code: integrator.who }]);
  });

  test('is refused about a patient out of reach, as about one who does not exist', async () => {
    const away = { ...integrator, who: 'Device/away', clinic: 'elsewhere' };
    const about = (id: string) => posted({ entity: [{ what: { reference: `Patient/${id}` } }] });
    expect(codesOf(await opened.record.create(away, about(north)))).toEqual(['CRYO-212']);
    expect(codesOf(await opened.record.create(away, about('nobody')))).toEqual(['CRYO-212']);
  });

  test('cannot stand before all others by telling of a time that has not come', async () => {
    const stored = accepted(await opened.record.create(integrator, posted({ recorded: '2099-01-01T00:00:00Z' })));
    const { rows } = await opened.pool.query('select at from audit where id = $1', [stored.id]);
    expect(instantOf(rows[0].at)).toBe(opened.clock.now());
  });

  test('is taken once for one idempotency key', async () => {
    const options = { idempotencyKey: 'an-event' };
    const first = accepted(await opened.record.create(integrator, posted(), options));
    const again = accepted(await opened.record.create(integrator, posted(), options));
    expect(again.id).toBe(first.id);
    expect(again.isNew).toBe(false);
  });

  test('is refused when it is none, and to those who may not', async () => {
    expect(codesOf(await opened.record.create(integrator, posted({ action: 'Z' })))).not.toEqual([]);
    expect(codesOf(await opened.record.create(people.doctor, posted()))).toEqual(['CRYO-403']);
  });

  test('is never changed or removed', async () => {
    const { id } = accepted(await opened.record.create(integrator, posted()));
    const all = { ...people.integrator, scopes: ['system/AuditEvent.cruds'] };
    const update = await opened.record.update(all, 'AuditEvent', id, posted({ id }), { ifMatch: 1 });
    const removal = await opened.record.delete(all, 'AuditEvent', id, { ifMatch: 1 });
    expect([codesOf(update).length, codesOf(removal).length]).toEqual([1, 1]);
  });
});

test('a patient sees that a search found them, and not whom else it named', async () => {
  const [one, other] = [accepted(await opened.record.create(people.doctor, patient())).id, 'another-patient'];
  accepted(await opened.record.search(people.doctor, 'Patient', `_id=${one},${other}`, { base: BASE }));
  const { text } = accepted(
    await opened.record.search(people.patient(one), 'AuditEvent', 'subtype=search-type', { base: BASE }),
  );
  const [{ resource }] = JSON.parse(text).entry;
  expect(resource.agent[0].who.reference).toBe(people.doctor.who);
  expect(resource.entity).toContainEqual(expect.objectContaining({ name: 'Patient' }));
  const queries = (of: string) => JSON.parse(of).entry.flatMap((each: Entry) => each.resource.entity ?? []);
  expect(queries(text).filter((entity: { query?: string }) => entity.query !== undefined)).toEqual([]);
  const query = Buffer.from(`Patient?_id=${one},${other}`).toString('base64');
  const asLead = await opened.record.search(people.lead, 'AuditEvent', `patient=${one}`, { base: BASE });
  expect(queries(accepted(asLead).text)).toContainEqual(expect.objectContaining({ query }));
  const away = { ...people.lead, clinic: 'elsewhere' };
  expect(seesQuery(away, { clinic: 'north' })).toBe(false);
});

interface Entry {
  readonly resource: { readonly entity?: readonly { readonly query?: string }[] };
}
