import { instantOf } from '@cryopath/pathway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accepted, BASE, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import type { Requester } from '../requester.ts';

const REASON = 'unconscious on arrival, no one else on duty';
const opener: Requester = { ...people.southDoctor, purpose: 'BTG' };

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord();
});
afterAll(() => opened.close());

const chart = async () => accepted(await opened.record.create(people.doctor, patient())).id;
const sees = async (id: string) => (await opened.record.read(opener, 'Patient', id)).ok;

describe('opening a chart in an emergency (R14, H16)', () => {
  test('shows it for thirty minutes by the clock, and not a moment longer', async () => {
    const id = await chart();
    expect(await sees(id)).toBe(false);
    const { until } = accepted(await opened.record.breakGlass(opener, id, REASON));
    expect(instantOf(until)).toBe(opened.clock.now() + 30 * 60_000);
    expect(await sees(id)).toBe(true);
    opened.clock.advance(30 * 60_000 - 1);
    expect(await sees(id)).toBe(true);
    opened.clock.advance(1);
    expect(await sees(id)).toBe(false);
  });

  test('shows that chart alone, to that person alone', async () => {
    const [one, other] = [await chart(), await chart()];
    accepted(await opened.record.breakGlass(opener, one, REASON));
    expect(await sees(other)).toBe(false);
    const colleague: Requester = { ...opener, who: 'Practitioner/other' };
    expect((await opened.record.read(colleague, 'Patient', one)).ok).toBe(false);
  });

  test('shows and lets write that chart in that session alone, by every way of writing', async () => {
    const id = await chart();
    const there: Requester = { ...opener, session: 'ward' };
    const elsewhere: Requester = { ...opener, session: 'office' };
    accepted(await opened.record.breakGlass(there, id, REASON));
    accepted(await opened.record.breakGlass(elsewhere, await chart(), REASON));
    const bundle = (type: string, entries: number) => ({
      resourceType: 'Bundle',
      type,
      entry: Array.from({ length: entries }, () => ({
        resource: score(id),
        request: { method: 'POST', url: 'Observation' },
      })),
    });
    const can = async (requester: Requester) => ({
      read: (await opened.record.read(requester, 'Patient', id)).ok,
      found: accepted(await opened.record.search(requester, 'Patient', `_id=${id}`, { base: BASE })).text.includes(
        '"entry"',
      ),
      create: (await opened.record.create(requester, score(id))).ok,
      transaction: (await opened.record.transact(requester, bundle('transaction', 2), { base: BASE })).ok,
    });
    expect(await can(there)).toEqual({ read: true, found: true, create: true, transaction: true });
    const nothing = { read: false, found: false, create: false, transaction: false };
    expect(await can(elsewhere)).toEqual(nothing);
    expect(await can(opener)).toEqual(nothing);
  });

  test('is told to the patient and put before the review, with who and why', async () => {
    const id = await chart();
    opened.clock.advance(60_000);
    accepted(await opened.record.breakGlass(opener, id, `  ${REASON}  `));
    const opening = { who: opener.who, patient: id, reason: REASON };
    const now = opened.clock.now();
    const south: Requester = { ...people.lead, who: 'Practitioner/south-lead', clinic: 'south' };
    expect(accepted(await opened.record.openings(people.patient(id)))).toMatchObject([opening]);
    expect(accepted(await opened.record.openings(people.lead, now))).toMatchObject([opening]);
    expect(accepted(await opened.record.openings(south, now))).toEqual([]);
    expect(codesOf(await opened.record.openings(people.doctor, now))).toEqual(['CRYO-403']);
    const acts = accepted(
      await opened.record.search(people.patient(id), 'AuditEvent', 'subtype=110127', { base: BASE }),
    );
    const [{ resource }] = JSON.parse(acts.text).entry;
    expect(resource.purposeOfEvent[0].coding[0].code).toBe('BTG');
    expect(resource.entity[0].detail).toEqual([{ type: 'reason', valueString: REASON }]);
  });

  test.each(['', 'urgent', '         x', 'ąęśćżźńół', 'nul\0nul\0nul\0', 'x'.repeat(2_001)])(
    'is refused for the reason %j',
    async (reason) => {
      const id = await chart();
      expect(codesOf(await opened.record.breakGlass(opener, id, reason))).toEqual(['CRYO-410']);
      expect(await sees(id)).toBe(false);
    },
  );

  test.each(['administrator', 'auditor', 'integrator'] as const)('is not for a %s', async (role) => {
    expect(codesOf(await opened.record.breakGlass(people[role], await chart(), REASON))).toEqual(['CRYO-403']);
  });

  test('is not for a patient', async () => {
    const id = await chart();
    expect(codesOf(await opened.record.breakGlass(people.patient(id), id, REASON))).toEqual(['CRYO-403']);
  });

  test('of a patient who does not exist is refused, and on the trail', async () => {
    expect(codesOf(await opened.record.breakGlass(opener, 'nobody', REASON))).toEqual(['CRYO-201']);
    expect(codesOf(await opened.record.breakGlass(opener, "x' or 1=1", REASON))).toEqual(['CRYO-201']);
    const { rows } = await opened.pool.query(
      `select resource, outcome from audit where interaction = 'break-glass' and resource = 'nobody'`,
    );
    expect(rows).toEqual([{ resource: 'nobody', outcome: 4 }]);
  });
});
