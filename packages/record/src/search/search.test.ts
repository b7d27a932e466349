import type { JsonResource } from '@cryopath/fhir';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, BASE, codesOf } from '../../test/record.ts';
import { type RecordFixture, recordFixture, SERVICE } from '../../test/record-fixture.ts';

let fixture: RecordFixture;

const observation = (id: string, more: object = {}): JsonResource =>
  ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '72514-3', display: 'Pain severity' }] },
    subject: { reference: 'Patient/anna' },
    ...more,
  }) as JsonResource;

beforeAll(async () => {
  fixture = await recordFixture();
  await fixture.put({ resourceType: 'Practitioner', id: 'doctor', name: [{ family: 'Łoś' }] });
  await fixture.put({
    resourceType: 'Patient',
    id: 'anna',
    name: [{ family: 'Zażółć', given: ['Anna'] }],
    generalPractitioner: [{ reference: 'Practitioner/doctor' }],
    text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Anna</div>' },
    telecom: [{ system: 'phone', value: '600' }],
  });
  for (const [id, day] of [
    ['a', '2026-01-10'],
    ['b', '2026-01-12'],
    ['c', '2026-01-11'],
  ] as const) {
    await fixture.put(observation(id, { effectiveDateTime: day, valueQuantity: { value: 5, unit: '{score}' } }));
  }
  await fixture.put(observation('without-date'));
});
afterAll(() => fixture.close());

interface Entry {
  readonly fullUrl: string;
  readonly resource: { readonly id: string; readonly resourceType: string; readonly [key: string]: unknown };
  readonly search: { readonly mode: string };
}
interface Bundle {
  readonly total?: number;
  readonly link: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly Entry[];
}

async function search(type: string, query: string, strict = false): Promise<Bundle> {
  return JSON.parse(accepted(await fixture.record.search(SERVICE, type, query, { base: BASE, strict })).text);
}
const ids = ({ entry = [] }: Bundle): readonly string[] => entry.map(({ resource }) => resource.id);
async function refusal(type: string, query: string, strict = false): Promise<readonly string[]> {
  return codesOf(await fixture.record.search(SERVICE, type, query, { base: BASE, strict }));
}

test('what is asked for without an order comes newest first', async () => {
  expect(ids(await search('Observation', ''))).toEqual(['without-date', 'c', 'b', 'a']);
});

test('a range of dates comes by date, the newest first; what has no date is not in it', async () => {
  expect(ids(await search('Observation', 'date=ge2026'))).toEqual(['b', 'c', 'a']);
});

test('what has no value to sort by comes last, up and down', async () => {
  expect(ids(await search('Observation', '_sort=date'))).toEqual(['a', 'c', 'b', 'without-date']);
  expect(ids(await search('Observation', '_sort=-date'))).toEqual(['b', 'c', 'a', 'without-date']);
});

test('accents and case do not count in a name, the whole name does with :exact', async () => {
  expect(ids(await search('Patient', 'family=ZAZ'))).toEqual(['anna']);
  expect(ids(await search('Patient', 'family:exact=Zażółć'))).toEqual(['anna']);
  expect(ids(await search('Patient', 'family:exact=zażółć'))).toEqual([]);
  expect(ids(await search('Patient', 'family:contains=olc'))).toEqual(['anna']);
});

test('an address of our own finds what a relative reference says', async () => {
  expect(ids(await search('Observation', `subject=${encodeURIComponent(`${BASE}/Patient/anna`)}`))).toHaveLength(4);
});

test('a page has the texts that were acknowledged, and a link to the next', async () => {
  const page = await search('Observation', 'code=72514-3&_count=2&_total=accurate');
  expect(page.total).toBe(4);
  expect(page.entry?.map(({ fullUrl, search: { mode } }) => [fullUrl, mode])).toEqual([
    [`${BASE}/Observation/without-date`, 'match'],
    [`${BASE}/Observation/c`, 'match'],
  ]);
  const next = page.link.find(({ relation }) => relation === 'next')?.url ?? '';
  const rest = await search('Observation', next.split('?')[1] ?? '');
  expect(ids(rest)).toEqual(['b', 'a']);
  expect(rest.link.map(({ relation }) => relation)).toEqual(['self']);
  const stored = await fixture.record.read(SERVICE, 'Observation', 'c');
  const raw = await fixture.record.search(SERVICE, 'Observation', '_id=c', { base: BASE });
  expect(accepted(raw).text).toContain(accepted(stored).text);
});

test('pages neither repeat nor lose what was there, while others write', async () => {
  const seen: string[] = [];
  let query = '_count=1&_sort=-date';
  for (let page = 0; query !== ''; page++) {
    const bundle = await search('Observation', query);
    seen.push(...ids(bundle));
    await fixture.put(observation(`later-${page}`, { effectiveDateTime: '2027-01-01' }));
    query = bundle.link.find(({ relation }) => relation === 'next')?.url.split('?')[1] ?? '';
  }
  expect(seen.filter((id) => !id.startsWith('later'))).toEqual(['b', 'c', 'a', 'without-date']);
  expect(new Set(seen).size).toBe(seen.length);
  for (const id of seen.filter((each) => each.startsWith('later'))) expect(id).toMatch(/^later-/);
  for (let page = 0; page < 4; page++) {
    const gone = await fixture.record.delete(SERVICE, 'Observation', `later-${page}`, { ifMatch: 1 });
    expect(gone.ok).toBe(true);
  }
});

test('what was deleted is found no more', async () => {
  await fixture.put(observation('short-lived'));
  expect(ids(await search('Observation', '_id=short-lived'))).toEqual(['short-lived']);
  await fixture.record.delete(SERVICE, 'Observation', 'short-lived', { ifMatch: 1 });
  expect(ids(await search('Observation', '_id=short-lived'))).toEqual([]);
  expect(ids(await search('Observation', 'status=final&_summary=false'))).not.toContain('short-lived');
});

test('only the number is given when only the number is asked for', async () => {
  const several = await search('Observation', 'subject=Patient/anna&_summary=count');
  expect([several.total, several.entry]).toEqual([4, undefined]);
  expect((await search('Observation', '_count=0')).total).toBe(4);
  expect((await search('Observation', '_total=estimate')).total).toBe(4);
});

test('what the matches refer to comes along once, and what refers to them', async () => {
  const along = await search('Observation', 'status=final&_include=Observation:subject');
  expect(along.entry?.filter(({ search: { mode } }) => mode === 'include').map(({ resource }) => resource.id)).toEqual([
    'anna',
  ]);
  const pointing = await search(
    'Patient',
    '_id=anna&_revinclude=Observation:subject&_include=Patient:general-practitioner',
  );
  expect(ids(pointing).slice(1).toSorted()).toEqual(['a', 'b', 'c', 'doctor', 'without-date']);
  expect(ids(await search('Observation', '_id=a&_include=Observation:subject:Patient'))).toEqual(['a', 'anna']);
  expect(ids(await search('Observation', '_id=a&_include=Observation:subject:Device'))).toEqual(['a']);
  expect(ids(await search('Observation', '_id=a&_include=Observation:*'))).toEqual(['a', 'anna']);
});

test('a part of a resource says that it is a part, and keeps what it cannot be without', async () => {
  const [entry] = (await search('Observation', '_id=a&_elements=effective')).entry ?? [];
  expect(Object.keys(entry?.resource ?? {}).toSorted()).toEqual([
    'code',
    'effectiveDateTime',
    'id',
    'meta',
    'resourceType',
    'status',
  ]);
  expect(JSON.stringify(entry?.resource.meta)).toContain('SUBSETTED');
  const [text] = (await search('Patient', '_id=anna&_summary=text')).entry ?? [];
  expect(Object.keys(text?.resource ?? {}).toSorted()).toEqual(['id', 'meta', 'resourceType', 'text']);
  const [data] = (await search('Patient', '_id=anna&_summary=data')).entry ?? [];
  expect(Object.keys(data?.resource ?? {})).not.toContain('text');
  const [summary] = (await search('Patient', '_id=anna&_summary=true')).entry ?? [];
  expect(Object.keys(summary?.resource ?? {}).toSorted()).toEqual(['id', 'meta', 'name', 'resourceType', 'telecom']);
});

test('what is not known is passed over and said so, or refused when strictness is asked for', async () => {
  const lenient = await search('Observation', 'colour=blue&_id=a');
  expect(lenient.entry?.map(({ search: { mode } }) => mode)).toEqual(['match', 'outcome']);
  expect(lenient.link[0]?.url).toBe(`${BASE}/Observation?_id=a`);
  expect(await refusal('Observation', 'colour=blue&_id=a', true)).toEqual(['CRYO-301']);
  expect(ids(await search('Observation', 'code=&_id=a'))).toEqual(['a']);
  expect(await refusal('Observation', 'code=&_id=a', true)).toEqual(['CRYO-316']);
});

test.each([
  ['code:above=1', 'CRYO-303'],
  ['date:exact=2026', 'CRYO-303'],
  ['date=zz2026', 'CRYO-304'],
  ['date=2026-02-30', 'CRYO-311'],
  ['date=yesterday', 'CRYO-304'],
  ['subject.name.family=x', 'CRYO-305'],
  ['code.text=x', 'CRYO-305'],
  ['_has:Observation:code:status=final', 'CRYO-305'],
  ['_sort=colour', 'CRYO-307'],
  ['_count=many', 'CRYO-308'],
  ['_count=-1', 'CRYO-308'],
  ['_count=1&_count=2', 'CRYO-312'],
  ['_total=perhaps', 'CRYO-306'],
  ['_summary=short', 'CRYO-306'],
  ['_include=Patient:link', 'CRYO-306'],
  ['_include=Observation:code', 'CRYO-306'],
  ['_include:iterate=Observation:subject', 'CRYO-303'],
  ['_cursor=WzFd!', 'CRYO-302'],
  ['_cursor=eyJhIjoxfQ', 'CRYO-302'],
  ['date:missing=perhaps', 'CRYO-302'],
])('%s is refused, strictly or not, with %s', async (query, code) => {
  expect(await refusal('Observation', query)).toEqual([code]);
  expect(await refusal('Observation', query, true)).toEqual([code]);
});

test('near a date means a tenth of its distance from now', async () => {
  // Now is 2026-03-02: 51 days after the tenth of January, so that five days to both sides count.
  expect(ids(await search('Observation', 'date=ap2026-01-14'))).toEqual(['b', 'c', 'a']);
  expect(ids(await search('Observation', 'date=ap2026-02-20'))).toEqual([]);
});

test('every search is on the trail with whose record it opened, before it is answered', async () => {
  const request = 'search-on-the-trail';
  const asked = await fixture.record.search(
    { ...SERVICE, request },
    'Observation',
    'code=72514-3&_include=Observation:subject',
    { base: BASE },
  );
  expect(asked.ok).toBe(true);
  const { rows } = await fixture.sql.query(
    'select interaction, type, patient, detail, outcome from audit where request = $1',
    [request],
  );
  expect(rows).toEqual([
    {
      interaction: 'search-type',
      type: 'Observation',
      patient: 'anna',
      detail: 'code=72514-3&_include=Observation:subject',
      outcome: 0,
    },
  ]);
});
