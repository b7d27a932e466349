import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, codesIn, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord();
});
afterAll(() => opened.close());

const trial = async (...asked: Parameters<TestRecord['record']['validate']>) =>
  codesIn(await opened.record.validate(...asked));

test('what may not be seen is tried as what does not exist: $validate tells of no id that it is taken', async () => {
  const { record } = opened;
  // Only the product itself chooses ids.
  const managingOrganization = { reference: `Organization/${people.doctor.clinic}` };
  accepted(await record.update(people.service, 'Patient', 'taken', patient({ id: 'taken', managingOrganization })));
  accepted(await record.update(people.service, 'Observation', 'taken', score('taken', { id: 'taken' })));
  const own = accepted(await record.create(people.southDoctor, patient())).id;
  for (const mode of ['create', 'update', 'delete', undefined] as const) {
    for (const resource of [patient(), score(own)]) {
      const taken = await trial(people.southDoctor, { ...resource, id: 'taken' }, mode);
      expect(taken, mode).toEqual(await trial(people.southDoctor, { ...resource, id: 'free' }, mode));
    }
  }
  const about = (id: string) => trial(people.southDoctor, score(id), 'create');
  expect(await about('taken')).toEqual(await about('free'));
});

test('a trial is on the trail of the patient it is about, and not of one who cannot be seen', async () => {
  const { record, pool } = opened;
  const id = accepted(await record.create(people.doctor, patient())).id;
  expect(await trial(people.doctor, score(id))).toEqual(['CRYO-100']);
  await trial(people.southDoctor, score(id));
  await trial(people.southDoctor, { resourceType: 'Nothing' });
  const { rows } = await pool.query(
    `select who, type, patient, detail from audit where interaction = 'validate' order by xid desc, id desc limit 3`,
  );
  expect(rows).toEqual([
    { who: people.southDoctor.who, type: 'Nothing', patient: '', detail: 'CRYO-104' },
    { who: people.southDoctor.who, type: 'Observation', patient: '', detail: 'CRYO-212' },
    { who: people.doctor.who, type: 'Observation', patient: id, detail: 'CRYO-100' },
  ]);
});
