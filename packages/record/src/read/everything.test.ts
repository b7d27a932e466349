import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE } from '../../test/record.ts';
import { type RecordFixture, recordFixture, SERVICE } from '../../test/record-fixture.ts';

let fixture: RecordFixture;

beforeAll(async () => {
  fixture = await recordFixture();
  await fixture.put({ resourceType: 'Practitioner', id: 'hers' });
  await fixture.put({ resourceType: 'Practitioner', id: 'another' });
  for (const id of ['anna', 'jan']) {
    const doctor = { reference: `Practitioner/${id === 'anna' ? 'hers' : 'another'}` };
    await fixture.put({ resourceType: 'Patient', id, generalPractitioner: [doctor] });
    for (const day of ['2026-01-01', '2026-02-01', '2026-03-01']) {
      await fixture.put({
        resourceType: 'Observation',
        id: `${id}-${day}`,
        status: 'final',
        code: { text: 'Ból' },
        subject: { reference: `Patient/${id}` },
        performer: [doctor],
        effectiveDateTime: day,
      });
    }
    await fixture.put({
      resourceType: 'Flag',
      id: `${id}-flag`,
      status: 'active',
      code: { text: 'x' },
      subject: { reference: `Patient/${id}` },
    });
  }
  await fixture.record.delete(SERVICE, 'Observation', 'anna-2026-03-01', { ifMatch: 1 });
});
afterAll(() => fixture.close());

async function everything(query: string) {
  const answer = await fixture.record.everything(SERVICE, 'anna', query, { base: BASE });
  if (!answer.ok) throw new Error(JSON.stringify(answer.outcome));
  const bundle: {
    entry?: { resource: { id: string }; search: { mode: string } }[];
    link: { relation: string; url: string }[];
  } = JSON.parse(answer.value.text);
  const entries = bundle.entry ?? [];
  return {
    ids: entries.map(({ resource }) => resource.id),
    modes: entries.map(({ search }) => search.mode),
    next: bundle.link.find(({ relation }) => relation === 'next')?.url.split('?')[1],
  };
}

test('everything is one patient’s chart and whom it names, and no deleted thing', async () => {
  const { ids, modes, next } = await everything('');
  expect(ids).toEqual(['anna-flag', 'anna-2026-01-01', 'anna-2026-02-01', 'anna', 'hers']);
  expect(modes).toEqual(['match', 'match', 'match', 'match', 'include']);
  expect(next).toBeUndefined();
});

test.each([1, 2, 3, 4, 5])('by pages of %d it is the same', async (count) => {
  const seen: string[] = [];
  let query: string | undefined = `_count=${count}`;
  while (query !== undefined) {
    const page: Awaited<ReturnType<typeof everything>> = await everything(query);
    seen.push(...page.ids);
    query = page.next;
  }
  expect(seen).toEqual(['anna-flag', 'anna-2026-01-01', 'anna-2026-02-01', 'anna', 'hers']);
});

test('it can be narrowed to types, to a span of clinical time, and to what changed', async () => {
  expect((await everything('_type=Flag,Patient')).ids).toEqual(['anna-flag', 'anna']);
  expect((await everything('start=2026-01-15&_type=Observation')).ids).toEqual(['anna-2026-02-01']);
  expect((await everything('end=2026-01&_type=Observation,Flag')).ids).toEqual(['anna-flag', 'anna-2026-01-01']);
  expect((await everything('_since=2027-01-01T00:00:00Z')).ids).toEqual([]);
});

test('a type that is not kept is refused', async () => {
  const answer = await fixture.record.everything(SERVICE, 'anna', '_type=Claim', { base: BASE });
  expect(!answer.ok && answer.outcome.issues[0]?.code).toBe('CRYO-306');
});

test('a tampered cursor is refused', async () => {
  for (const parts of [
    [2, 'Flag', 1],
    ['0', 'Flag', 1],
    [0, 'Flag', '1; drop table version'],
  ]) {
    const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
    const answer = await fixture.record.everything(SERVICE, 'anna', `_cursor=${cursor}`, { base: BASE });
    expect(!answer.ok && answer.outcome.issues[0]?.code).toBe('CRYO-302');
  }
});
