import { isStoredType, type Result, searchParameters, statusOf } from '@cryopath/fhir';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { population } from '../../test/population.ts';
import { BASE } from '../../test/record.ts';
import { type RecordFixture, recordFixture, SERVICE } from '../../test/record-fixture.ts';
import { type SeededRandom, seededRandom } from '../../test/seeded-random.ts';

const SEED = Number(process.env.CRYOPATH_SEED ?? 4_711);
const QUERIES = Number(process.env.CRYOPATH_QUESTIONS ?? 1_000);

let fixture: RecordFixture;
beforeAll(async () => {
  fixture = await recordFixture();
  for (const resource of population(seededRandom(1), 30)) await fixture.put(resource);
});
afterAll(() => fixture.close());

const HOSTILE = [
  "'",
  "'; drop table version; --",
  '" or 1=1 --',
  '$1',
  '$$',
  '\\',
  '\\,',
  '%',
  '_',
  '%00',
  '%ED%A0%80',
  '%',
  '%F0%9F%92%89',
  'a'.repeat(5_000),
  ','.repeat(600),
  '|'.repeat(50),
  '||',
  '|',
  'gt',
  'gtgt5',
  'zz5',
  '1e999',
  '-1e308',
  '1e-400',
  'NaN',
  'Infinity',
  '0x10',
  '99999999999999999999999999',
  '2024-02-30',
  '0000',
  '9999-12-31T23:59:59.999+14:00',
  '0001-01-01',
  'ap0001-01-01',
  '-2024',
  '2024-13',
  '2024-06-01T25:00:00Z',
  'Patient/../../x',
  'Patient/',
  'https://[',
  'urn:uuid:x',
  '#x',
  'true',
  '[object Object]',
  '{"a":1}',
  '\u202e\u0000',
  'Ǆ',
  'İ',
  '\ufeff',
  '%0a%0d',
  '*',
  '../../etc/passwd',
];
const NAMES = [
  '_id',
  '_lastUpdated',
  '_tag',
  '_profile',
  '_security',
  '_source',
  '_sort',
  '_count',
  '_total',
  '_elements',
  '_summary',
  '_include',
  '_revinclude',
  '_include:iterate',
  '_has',
  '_has:',
  '_has::',
  '_has:Observation',
  '_has:Observation:patient',
  '_has:Observation:patient:code',
  '_has:Observation:patient:_has:x:y:z',
  '_cursor',
  '_contained',
  '_content',
  '_text',
  '_filter',
  '_query',
  '__proto__',
  'constructor',
  'toString',
  '.',
  '..',
  'subject.',
  '.name',
  'subject.name.family',
  'subject:Patient.name',
  'subject:.name',
  'subject:Nobody.name',
  'patient.organization.name',
  ':',
  'code:',
  'code:not:not',
  'code:in',
  'code:of-type',
  'name:exact',
  'birthdate:missing',
  "code'; --",
  'code"',
  'x'.repeat(3_000),
];

function hostileQuery(random: SeededRandom, type: string): string {
  const parameters = searchParameters(type).map(({ name }) => name);
  const modifiers = [
    '',
    '',
    ':missing',
    ':exact',
    ':contains',
    ':not',
    ':text',
    ':identifier',
    ':Patient',
    ':below',
    ':\u0000',
  ];
  const pairs = Array.from({ length: 1 + random.below(4) }, () => {
    const name =
      random.onceIn(3) || parameters.length === 0
        ? random.pick(NAMES)
        : random.pick(parameters) + random.pick(modifiers);
    const value = random.onceIn(4) ? random.pick(HOSTILE) + random.pick(HOSTILE) : random.pick(HOSTILE);
    const isRaw = random.onceIn(2);
    return isRaw ? `${name}=${value}` : `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`;
  });
  return pairs.join(random.onceIn(10) ? '&&' : '&');
}

test('no search, however hostile, is answered with anything but an answer or a refusal that says what was wrong', async () => {
  const random = seededRandom(SEED);
  const before = await counts();
  for (let index = 0; index < QUERIES; index++) {
    const type = random.pick([
      'Observation',
      'Patient',
      'Encounter',
      'RiskAssessment',
      'Questionnaire',
      'Nothing',
      '__proto__',
    ]);
    const query = hostileQuery(random, type);
    const where = `seed ${SEED}, query ${index}: ${type}?${query.slice(0, 300)}`;
    const verdict = await verdictOf(
      fixture.record.search(SERVICE, type, query, { base: BASE, strict: random.onceIn(2) }),
    );
    expect(verdict, `${where}`).toMatch(isStoredType(type) ? CALM : /^refused 4/);
  }
  expect(await counts()).toEqual(before);
}, 120_000);

test('histories and whole records take hostile parameters as calmly', async () => {
  const random = seededRandom(SEED + 1);
  for (let index = 0; index < QUERIES / 5; index++) {
    const name = random.pick(['_count', '_since', '_at', '_cursor', '_type', 'start', 'end', ...NAMES]);
    const query = `${name}=${random.pick(HOSTILE)}`;
    const id = random.pick(['p1', 'x'.repeat(65), "p1' or ''='", '..', '%00', '']);
    const strict = random.onceIn(2);
    const answers = {
      instance: fixture.record.history(SERVICE, 'Patient', id, { base: BASE, query, strict }),
      type: fixture.record.history(SERVICE, 'Patient', undefined, { base: BASE, query, strict }),
      everything: fixture.record.everything(SERVICE, id, query, { base: BASE, strict }),
      read: fixture.record.read(SERVICE, 'Patient', id),
      vread: fixture.record.vread(SERVICE, 'Patient', 'p1', random.pick([0, -1, 1.5, Number.NaN, 2 ** 31, 1e300])),
    };
    for (const [route, answer] of Object.entries(answers)) {
      expect(await verdictOf(answer), `${route} ${query} ${id}`).toMatch(CALM);
    }
  }
}, 120_000);

const CALM = /^(?:a Bundle|a resource|refused 4..)$/;

/** What became of a request, in words. */
async function verdictOf(answer: Promise<Result<{ readonly text: string }>>): Promise<string> {
  try {
    const given = await answer;
    if (!given.ok) return `refused ${statusOf(given.outcome)}`;
    return JSON.parse(given.value.text).resourceType === 'Bundle' ? 'a Bundle' : 'a resource';
  } catch (error) {
    return `thrown: ${error}`;
  }
}

const counts = async () =>
  (
    await fixture.sql.query(
      'select (select count(*) from resource) r, (select count(*) from version) v, (select count(*) from token_value) t',
    )
  ).rows;
