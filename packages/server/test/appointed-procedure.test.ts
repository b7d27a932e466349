import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { instantOf } from '@cryopath/pathway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goodAnswers, type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

let clinic: PathwayClinic;
beforeAll(async () => {
  clinic = await pathwayClinic();
}, 120_000);
afterAll(() => clinic.close());

/** A row of the worklist for a step, as the service tells it. */
async function rowOf(patient: string, step: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const list = (await clinic.call('nurse', 'GET', '/fhir/CarePlan/$worklist?count=200')).json() as JsonResource;
  const rows = (list.parameter as unknown as readonly { name: string; part: readonly JsonObject[] }[])
    .filter(({ name }) => name === 'waiting')
    .map(({ part }) =>
      Object.fromEntries(
        part.map((each) => [each.name, Object.entries(each).find(([key]) => key.startsWith('value'))?.[1]]),
      ),
    );
  return rows.find(
    (row) => row.step === step && (row.patient as JsonObject | undefined)?.reference === `Patient/${patient}`,
  );
}

const clockAt = (text: string) => clinic.clock.set(instantOf(text));

test('waits on the list for its day, is there on the day though nobody wrote anything, and is late on the next', async () => {
  const patient = await clinic.patient();
  const subject = { name: 'subject', valueReference: { reference: `Patient/${patient}` } };
  const pathway = String((await clinic.operate('doctor', 'CarePlan/$start', [subject])).id);
  await clinic.qualify(patient);
  const appointment = goodAnswers(await clinic.form('appointment'), { 'starts-at': '2026-03-05T10:00:00+01:00' });
  await clinic.operate('nurse', `CarePlan/${pathway}/$complete-step`, [
    { name: 'step', valueCode: 'appointment' },
    { name: 'response', resource: appointment as unknown as JsonObject },
  ]);

  expect(await rowOf(patient, 'positioning')).toMatchObject({
    ready: '2026-03-04T23:00:00.000Z',
    due: '2026-03-05T23:00:00.000Z',
    overdue: false,
  });
  clockAt('2026-03-05T07:30:00Z');
  const onTheDay = await rowOf(patient, 'positioning');
  expect([onTheDay?.ready, onTheDay?.overdue]).toEqual([undefined, false]);
  clockAt('2026-03-05T23:00:01Z');
  expect(await rowOf(patient, 'positioning')).toMatchObject({ overdue: true });
});
