import { expect, test } from 'vitest';
import { memoryStore } from '../../test/memory-store.ts';
import { forgetPerson } from './forget-person.ts';

test('H13: signing out takes the record and what this person began, and leaves what waits, what others began and a freeze’s readings', async () => {
  const store = memoryStore();
  await store.write('kept', 'record:anna', {});
  await store.write('kept', 'person', {});
  await store.write('outbox', 'k', {});
  for (const key of [
    'Practitioner/ewa|anna|urn:cryopath:form:examination|1',
    'Practitioner/ewald|anna|urn:cryopath:form:examination|1',
    'anna|urn:cryopath:form:examination|1',
    'freeze-readings:anna',
    'block-clock:anna',
  ]) {
    await store.write('drafts', key, {});
  }
  await forgetPerson(store, 'Practitioner/ewa');
  expect(await store.all('kept')).toEqual([]);
  expect((await store.all('outbox')).length).toBe(1);
  expect((await store.all('drafts')).map(([key]) => key)).toEqual([
    'Practitioner/ewald|anna|urn:cryopath:form:examination|1',
    'freeze-readings:anna',
    'block-clock:anna',
  ]);
});
