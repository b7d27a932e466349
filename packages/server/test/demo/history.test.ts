import { type Instant, instantOf, isoOf, type Protocol, simulatedClock } from '@cryopath/pathway';
import { type ClinicRecord, openRecord } from '@cryopath/record';
import { freshDatabase } from '@cryopath/record/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoHistory, demoStories } from '../../src/demo/history/history-of.ts';
import { writeHistory } from '../../src/demo/history/write-history.ts';
import { DEMO_PATIENTS } from '../../src/demo/patients/demo-patients.ts';
import { pathwayRules } from '../../src/pathway/pathway-rules.ts';
import { clinicProtocol } from '../../src/protocol/clinic-protocol.ts';
import { protocolsFrom } from '../../src/protocol/protocols.ts';

let protocol: Protocol;
beforeAll(async () => {
  protocol = await clinicProtocol();
});

const historyAt = (planned: Instant, patients = DEMO_PATIENTS) =>
  demoHistory(demoStories(protocol, planned, patients), planned);

describe('the history of the demo', () => {
  test('is the same every time', () => {
    const planned = instantOf('2026-11-26T09:00:00Z');
    const told = () => historyAt(planned).map(({ chart, at, by }) => `${chart} ${isoOf(at)} ${by.who}`);
    expect(told()).toEqual(told());
  });

  test('can be made at any moment of any day: nothing of it lies in the future, and it is told in order', () => {
    const YEAR = 366 * 86_400_000;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: YEAR }), (since) => {
        const planned = (instantOf('2026-01-01T00:00:00Z') + since) as Instant;
        const acts = historyAt(planned);
        expect(acts.every(({ at }) => Number.isInteger(at) && at <= planned)).toBe(true);
        expect(acts.every(({ at }, index) => index === 0 || at >= (acts[index - 1]?.at ?? 0))).toBe(true);
        expect(new Set(acts.map(({ chart }) => chart)).size).toBe(DEMO_PATIENTS.length + 1);
        // Everybody has as many acts as ever, but for evenings of today that have not come.
        expect(acts.length).toBeGreaterThanOrEqual(MOST - 4);
      }),
      { seed: 20_260_302, numRuns: 60 },
    );
    const [morning, night] = ['2026-03-29T00:10:00Z', '2026-10-25T22:59:00Z'].map((at) => historyAt(instantOf(at)));
    expect([morning?.length, night?.length].every((count) => Number(count) >= MOST - 4)).toBe(true);
  });

  /** Acts at noon of a day. */
  let MOST = 0;
  beforeAll(() => {
    MOST = historyAt(instantOf('2026-06-10T11:00:00Z')).length;
  });
});

describe('what the protocol forbids', () => {
  let record: ClinicRecord;
  let drop: () => Promise<void>;
  const clock = simulatedClock('2024-01-01T00:00:00Z');
  const standing = { standAt: (moment: Instant) => clock.set(moment) };
  beforeAll(async () => {
    const database = await freshDatabase();
    const opened = await openRecord(database.config, { clock, ...pathwayRules(protocolsFrom(protocol)) });
    if (!opened.ok) throw new Error(JSON.stringify(opened.outcome));
    record = opened.value;
    drop = database.drop;
  });
  afterAll(async () => {
    await record.close();
    await drop();
  });

  const planned = instantOf('2026-03-02T12:10:00Z');
  const base = 'http://demo/fhir';
  const leszek = DEMO_PATIENTS.filter(({ id }) => id === 'demo-leszek');

  test('no history can tell: without the consent the theatre is refused, and nothing comes after it', async () => {
    const acts = historyAt(planned, leszek);
    const withoutConsent = acts.filter(
      ({ write }) => !write((as) => `CarePlan/${as}`).some(({ resource }) => resource.resourceType === 'Consent'),
    );
    expect(withoutConsent).toHaveLength(acts.length - 1);
    const refused = await writeHistory(record, standing, base, withoutConsent);
    expect(refused.ok ? [] : refused.outcome.issues.map(({ code }) => code)).toContain('CRYO-601');
  });

  test('a history that was cut short goes on where it was, and writes nothing twice', async () => {
    const stefan = DEMO_PATIENTS.filter(({ id }) => id === 'demo-stefan');
    const acts = historyAt(planned, stefan).slice(1);
    const count = async () => {
      const found = await record.search(acts[0]?.by ?? SERVICE, 'Task', 'patient=demo-stefan&_summary=count', { base });
      return found.ok ? /"total":(\d+)/.exec(found.value.text)?.[1] : undefined;
    };
    expect((await writeHistory(record, standing, base, acts.slice(0, 3))).ok).toBe(true);
    const half = await count();
    expect((await writeHistory(record, standing, base, acts)).ok).toBe(true);
    const whole = await count();
    expect((await writeHistory(record, standing, base, acts)).ok).toBe(true);
    expect([half, whole, await count()]).toEqual(['4', '6', '6']);
  });
});

const SERVICE = { who: 'Device/cryopath', role: 'service', purpose: 'HSYSADMIN', clinic: '', patients: [] } as const;
