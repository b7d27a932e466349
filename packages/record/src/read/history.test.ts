import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE } from '../../test/record.ts';
import { type RecordFixture, recordFixture, SERVICE } from '../../test/record-fixture.ts';

let fixture: RecordFixture;
const times: string[] = [];

beforeAll(async () => {
  fixture = await recordFixture();
  const { record, clock } = fixture;
  await fixture.put({ resourceType: 'Patient', id: 'anna' });
  const flag = {
    resourceType: 'Flag',
    id: 'f',
    status: 'active',
    code: { text: 'x' },
    subject: { reference: 'Patient/anna' },
  };
  const at = (answer: Awaited<ReturnType<typeof record.delete>>) => {
    if (!answer.ok) throw new Error(JSON.stringify(answer.outcome));
    times.push(answer.value.lastUpdated);
    clock.advance(60_000);
  };
  at(await record.update(SERVICE, 'Flag', 'f', flag));
  at(await record.patch(SERVICE, 'Flag', 'f', [{ op: 'replace', path: '/status', value: 'inactive' }], { ifMatch: 1 }));
  at(await record.delete(SERVICE, 'Flag', 'f', { ifMatch: 2 }));
  at(await record.update(SERVICE, 'Flag', 'f', flag, { ifMatch: 3 }));
  at(await record.create(SERVICE, { ...flag, id: undefined } as never));
});
afterAll(() => fixture.close());

interface Entry {
  readonly fullUrl: string;
  readonly resource?: { readonly id: string; readonly meta: { readonly versionId: string } };
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly status: string; readonly etag: string; readonly lastModified: string };
}

async function history(id: string | undefined, query = '') {
  const answer = await fixture.record.history(SERVICE, 'Flag', id, { base: BASE, query });
  if (!answer.ok) throw new Error(JSON.stringify(answer.outcome));
  const bundle: { type: string; entry?: Entry[]; link: { relation: string; url: string }[] } = JSON.parse(
    answer.value.text,
  );
  return {
    ...bundle,
    entry: bundle.entry ?? [],
    next: bundle.link.find(({ relation }) => relation === 'next')?.url.split('?')[1],
  };
}
const etags = (entries: readonly Entry[]) => entries.map(({ response }) => response.etag);

test('a resource’s versions come newest first, the deletion among them, each with what was asked and answered', async () => {
  const { type, entry, link } = await history('f');
  expect(type).toBe('history');
  expect(link).toEqual([{ relation: 'self', url: `${BASE}/Flag/f/_history` }]);
  expect(
    entry.map(({ request, response, resource }) => [
      request.method,
      response.status,
      response.etag,
      resource?.meta.versionId,
    ]),
  ).toEqual([
    ['PUT', '200', 'W/"4"', '4'],
    ['DELETE', '204', 'W/"3"', undefined],
    ['PUT', '200', 'W/"2"', '2'],
    ['PUT', '201', 'W/"1"', '1'],
  ]);
  expect(entry.map(({ response }) => response.lastModified)).toEqual(times.slice(0, 4).toReversed());
});

test('the history of a type has the versions of all', async () => {
  const { entry } = await history(undefined);
  expect(entry[0]?.request).toEqual({ method: 'POST', url: 'Flag' });
  expect(etags(entry)).toEqual(['W/"1"', 'W/"4"', 'W/"3"', 'W/"2"', 'W/"1"']);
});

test('pages follow one another without a gap, while others write', async () => {
  const seen: string[] = [];
  let query: string | undefined = '_count=2';
  while (query !== undefined) {
    const page: Awaited<ReturnType<typeof history>> = await history('f', query);
    seen.push(...etags(page.entry));
    query = page.next;
    await fixture.put({
      resourceType: 'Flag',
      id: `other-${seen.length}`,
      status: 'active',
      code: { text: 'x' },
      subject: { reference: 'Patient/anna' },
    });
  }
  expect(seen).toEqual(['W/"4"', 'W/"3"', 'W/"2"', 'W/"1"']);
});

test('since a time, and what was current at a time', async () => {
  expect(etags((await history('f', `_since=${times[2]}`)).entry)).toEqual(['W/"4"', 'W/"3"']);
  expect(etags((await history('f', `_at=${times[1]}`)).entry)).toEqual(['W/"2"']);
  expect(etags((await history('f', `_at=${(times[1] ?? '').slice(0, 16)}Z`)).entry)).toEqual(['W/"2"', 'W/"1"']);
});

test('a parameter that a history does not have is refused when strictness is asked for', async () => {
  const strict = await fixture.record.history(SERVICE, 'Flag', 'f', {
    base: BASE,
    query: 'status=active',
    strict: true,
  });
  expect(!strict.ok && strict.outcome.issues[0]?.code).toBe('CRYO-301');
  const lenient = await history('f', 'status=active');
  expect(lenient.link[0]?.url).toBe(`${BASE}/Flag/f/_history`);
});
