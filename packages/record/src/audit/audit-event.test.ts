import { validate } from '@cryopath/fhir';
import { instantOf } from '@cryopath/pathway';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Requester, ROLES } from '../requester.ts';
import { instantOfUuid } from '../uuid.ts';
import { auditEventText } from './audit-event.ts';
import { INTERACTIONS } from './event-codes.ts';
import { type Act, auditRow } from './row.ts';
import { rowHash } from './row-hash.ts';

const now = instantOf('2026-03-02T10:00:00+01:00');
const SITE = 'https://clinic.example/fhir';
const doctor: Requester = {
  who: 'Practitioner/d',
  role: 'doctor',
  purpose: 'TREAT',
  clinic: 'c',
  patients: [],
  address: '10.0.0.7',
  request: '019c',
};
const eventOf = (act: Act, requester = doctor) => JSON.parse(auditEventText(auditRow(requester, act, now), SITE, true));

describe('an act as an AuditEvent', () => {
  const ids = fc.constantFrom('', 'a', '019cadc6-9a80-728a-b27d-b92abc6d6152');
  const acts = fc.record({
    interaction: fc.constantFrom(...INTERACTIONS),
    type: fc.constantFrom('', 'Patient', 'Observation'),
    resource: fc.oneof(ids, fc.string({ maxLength: 80, unit: 'binary' })),
    version: fc.nat(5),
    patient: ids,
    detail: fc.string({ maxLength: 40, unit: 'binary' }),
    outcome: fc.constantFrom(0 as const, 4 as const, 8 as const, 12 as const),
    textHash: fc.constantFrom('', 'ab'.repeat(32)),
  });
  const requesters = fc.record({
    who: fc.constantFrom('', 'Practitioner/d', 'Patient/p', 'Device/his'),
    role: fc.constantFrom(...ROLES),
    purpose: fc.constantFrom('TREAT' as const, 'BTG' as const, 'PATRQT' as const),
    clinic: ids,
    patients: fc.constant([]),
    address: fc.constantFrom('', '10.0.0.7', '2001:db8::1'),
    request: fc.constantFrom('', 'r-1'),
  });

  test('is valid R4, whatever was done by whomever', () => {
    fc.assert(
      fc.property(acts, requesters, (act, requester) => {
        const row = auditRow(requester, act, now);
        expect(validate(JSON.parse(auditEventText(row, SITE, true)))).toEqual([]);
        expect(validate(JSON.parse(auditEventText(row, '', false)))).toEqual([]);
      }),
      { seed: 20_260_302, numRuns: 2_000 },
    );
  });

  test('of a read says who, from where, for what, whose record, and which version', () => {
    const event = eventOf({ interaction: 'read', type: 'Observation', resource: 'o', version: 3, patient: 'p' });
    expect(event).toMatchObject({
      meta: { profile: ['https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead'] },
      subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'read' }],
      action: 'R',
      recorded: '2026-03-02T09:00:00.000Z',
      outcome: '0',
      purposeOfEvent: [{ coding: [{ code: 'TREAT' }] }],
    });
    const [user, client, server] = event.agent;
    expect(user).toMatchObject({
      who: { reference: 'Practitioner/d' },
      requestor: true,
      type: { coding: [{ code: 'IRCP' }] },
    });
    expect(client).toMatchObject({
      network: { address: '10.0.0.7', type: '2' },
      type: { coding: [{ code: '110152' }] },
    });
    expect(server).toMatchObject({ network: { address: SITE }, type: { coding: [{ code: '110153' }] } });
    expect(event.entity.map(({ what }: { what: object }) => what)).toEqual([
      { reference: 'Patient/p' },
      { reference: 'Observation/o/_history/3' },
      { identifier: { value: '019c' } },
    ]);
  });

  test('of a search carries the query as it was asked', () => {
    const event = eventOf({
      interaction: 'search-type',
      type: 'Observation',
      detail: 'code=a%7Cb&patient=p',
      patient: 'p',
    });
    const query = event.entity.find((entity: { query?: string }) => entity.query);
    expect(Buffer.from(query.query, 'base64').toString()).toBe('Observation?code=a%7Cb&patient=p');
    expect(event.meta.profile[0]).toMatch(/IHE\.BasicAudit\.PatientQuery$/);
    expect(event.agent[1].type.coding[0].code).toBe('110153');
  });

  test('of a write carries the SHA-256 of the text that was written', () => {
    const event = eventOf({
      interaction: 'create',
      type: 'Observation',
      resource: 'o',
      version: 1,
      patient: 'p',
      textHash: '00ff'.repeat(16),
    });
    expect(event.entity[1].detail).toEqual([
      { type: 'sha-256', valueBase64Binary: Buffer.from('00ff'.repeat(16), 'hex').toString('base64') },
    ]);
    expect(event.agent[0].type.coding[0].code).toBe('AUT');
  });

  test('of a refusal says so, and follows no pattern for successes', () => {
    const event = eventOf({ interaction: 'read', type: 'Observation', resource: 'o', outcome: 4, detail: 'CRYO-201' });
    expect(event).toMatchObject({ outcome: '4', outcomeDesc: 'CRYO-201' });
    expect(event.meta.profile).toBeUndefined();
  });

  test('of an opened chart tells the patient the reason (H16)', () => {
    const event = eventOf(
      { interaction: 'break-glass', patient: 'p', detail: 'unconscious on arrival' },
      { ...doctor, purpose: 'BTG' },
    );
    expect(event.purposeOfEvent[0].coding[0].code).toBe('BTG');
    expect(event.entity[0].detail).toEqual([{ type: 'reason', valueString: 'unconscious on arrival' }]);
  });
});

describe('a row', () => {
  const row = auditRow(doctor, { interaction: 'read', type: 'Flag', resource: 'f' }, now);

  test('has an id that tells when', () => {
    expect(instantOfUuid(row.id)).toBe(now);
    expect(row.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('has a hash in which every column counts, and none can pass for its neighbour', () => {
    const hashes = new Set<string>([rowHash(row)]);
    const columns = Object.keys(row) as (keyof typeof row)[];
    for (const column of columns)
      hashes.add(rowHash({ ...row, [column]: typeof row[column] === 'number' ? 7 : `${row[column]}x` }));
    hashes.add(rowHash({ ...row, type: 'Fla', resource: 'gf' }));
    expect(hashes.size).toBe(columns.length + 2);
  });

  test('keeps the form of its hash for good', () => {
    const fixed = { ...row, id: '019cadc6-9a80-728a-b27d-b92abc6d6152' };
    expect(rowHash(fixed)).toBe('d599a63665d66833b3f5de5dfbb1294f6477e5163c9e3b7813330d672b25e0fe');
  });
});

test('an event that another system posted keeps its words to the digit', () => {
  const content = '{"resourceType":"AuditEvent","recorded":"2026-03-02T09:00:00.10Z","x":1.00,"agent":[]}';
  const text = auditEventText(auditRow(doctor, { interaction: 'audit-event', content }, now), SITE, true);
  expect(text.startsWith(content.slice(0, -2))).toBe(true);
});
