import type { Json, JsonResource } from '@cryopath/fhir';
import type { SeededRandom } from './seeded-random.ts';

/**
 * A small clinic made of chance, for tests of the search: few names, codes and days, so that everything meets everything, and of every shape that a
 * search has to know: names with accents, days and instants and open periods, ranges, canonicals, logical references, texts without codes.
 */
export function population(random: SeededRandom, size: number): readonly JsonResource[] {
  const resources: JsonResource[] = [];
  const practitioners = ['d1', 'd2', 'd3'];
  for (const id of practitioners) {
    resources.push({ resourceType: 'Practitioner', id, name: [name(random)], identifier: [identifier(random)] });
  }
  const patients: string[] = [];
  for (let index = 0; index < Math.max(5, size / 12); index++) {
    const id = `p${index}`;
    patients.push(id);
    resources.push(patient(random, id, practitioners));
  }
  for (let index = 0; index < size; index++) {
    const id = `x${index}`;
    const subject = { reference: `Patient/${random.pick(patients)}` };
    const make = random.pick([
      observation,
      observation,
      observation,
      observation,
      encounter,
      condition,
      questionnaireResponse,
      riskAssessment,
      goal,
    ]);
    resources.push(make(random, id, subject, random.pick(practitioners)));
  }
  return resources;
}

const FAMILIES = [
  'Kowalska',
  'Kowalski',
  'Kowal',
  'Łoś',
  'Zażółć',
  'Nowak',
  'O’Brien',
  'von  Neumann',
  '100%_a\\b',
  'Żak,Żuk',
];
const GIVEN = ['Anna', 'Ann', 'Łucja', 'José', 'Жанна'];
const name = (random: SeededRandom) => ({
  family: random.pick(FAMILIES),
  given: [random.pick(GIVEN), random.pick(GIVEN)],
});

const SYSTEMS = ['urn:oid:1.2.3', 'http://example.org/|id', 'http://example.org/b'];
const identifier = (random: SeededRandom) => ({
  ...(random.onceIn(4) ? {} : { system: random.pick(SYSTEMS) }),
  value: random.pick(['1', '2', 'A-7', 'a,b', 'x|y', '5$', '\\']),
});

const CODES = ['72514-3', '8867-4', 'c', 'C', 'x y'];
const DISPLAYS = ['Pain severity', 'Ból (NRS)', 'pain', undefined];
function concept(random: SeededRandom): Json {
  const coding = () => {
    const display = random.pick(DISPLAYS);
    return {
      ...(random.onceIn(5) ? {} : { system: random.pick(['http://loinc.org', 'urn:x']) }),
      code: random.pick(CODES),
      ...(display === undefined ? {} : { display }),
    };
  };
  if (random.onceIn(8)) return { text: random.pick(['Ból głowy', 'pain']) };
  return { coding: random.onceIn(3) ? [coding(), coding()] : [coding()], ...(random.onceIn(2) ? { text: 'Ból' } : {}) };
}

const DATES = ['2024', '2024-02', '2024-02-29', '2024-03-31', '2024-10-27', '2025-01-01', '1999'];
const TIMES = [
  '2024-02-29T10:00:00Z',
  '2024-03-31T02:30:00+01:00',
  '2024-02-29T23:59:59.999+02:00',
  '2025-06-01T00:00:00-05:00',
];
const dateTime = (random: SeededRandom): string => random.pick([...DATES, ...TIMES]);
function period(random: SeededRandom): Json {
  const start = random.pick(['2023-12-01', '2024-02-01', '2024-02-29T09:00:00Z']);
  const end = random.pick(['2024-03-01', '2024-02-29T23:00:00Z', '2025']);
  return random.pick([{ start, end }, { start }, { end }]);
}

function patient(random: SeededRandom, id: string, practitioners: readonly string[]): JsonResource {
  return {
    resourceType: 'Patient',
    id,
    managingOrganization: { reference: 'Organization/klinika' },
    name: random.onceIn(3) ? [name(random), name(random)] : [name(random)],
    ...(random.onceIn(4) ? {} : { identifier: [identifier(random), { system: 'urn:pesel', value: `${id}` }] }),
    ...(random.onceIn(4) ? {} : { gender: random.pick(['female', 'male', 'unknown']) }),
    ...(random.onceIn(4) ? {} : { birthDate: random.pick(['1950', '1950-02', '1950-02-03', '1987-06-30']) }),
    ...(random.onceIn(2) ? {} : { active: random.onceIn(2) }),
    ...(random.onceIn(2)
      ? {}
      : { telecom: [{ system: random.pick(['phone', 'email']), value: random.pick(['600', 'a@b.pl']) }] }),
    ...(random.onceIn(2) ? {} : { generalPractitioner: [{ reference: `Practitioner/${random.pick(practitioners)}` }] }),
    ...(random.onceIn(3) ? { meta: { tag: [{ system: 'urn:tag', code: random.pick(['demo', 'real']) }] } } : {}),
  };
}

type Maker = (random: SeededRandom, id: string, subject: { reference: string }, doctor: string) => JsonResource;

const quantity = (random: SeededRandom) => ({
  value: random.pick([0, 1, 5, 5.4, 5.44, 100, -80, 1e-3]),
  ...(random.onceIn(3) ? {} : { system: 'http://unitsofmeasure.org', code: random.pick(['mg', 'Cel']) }),
  unit: random.pick(['mg', 'degC']),
});

const observation: Maker = (random, id, subject, doctor) => ({
  resourceType: 'Observation',
  id,
  status: random.pick(['final', 'amended', 'preliminary']),
  code: concept(random),
  ...(random.onceIn(5) ? {} : { subject }),
  ...(random.onceIn(2) ? { category: [concept(random), concept(random)] } : {}),
  ...random.pick<Partial<JsonResource>>([
    { effectiveDateTime: dateTime(random) },
    { effectiveDateTime: dateTime(random) },
    { effectivePeriod: period(random) },
    {},
  ]),
  ...random.pick<Partial<JsonResource>>([
    { valueQuantity: quantity(random) },
    { valueQuantity: quantity(random) },
    { valueString: random.pick(['lepiej', 'Gorzej niż wczoraj', '%']) },
    { valueCodeableConcept: concept(random) },
    {},
  ]),
  ...(random.onceIn(3) ? { component: [{ code: part(random), valueQuantity: quantity(random) }] } : {}),
  performer: [
    random.pick([
      { reference: `Practitioner/${doctor}` },
      { reference: 'https://elsewhere.example/fhir/Practitioner/9' },
      { type: 'Practitioner', identifier: { system: 'urn:npwz', value: random.pick(['1', '2']) } },
    ]),
  ],
});

const encounter: Maker = (random, id, subject, doctor) => ({
  resourceType: 'Encounter',
  id,
  status: random.pick(['planned', 'finished']),
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: random.pick(['AMB', 'IMP']) },
  subject,
  ...(random.onceIn(4) ? {} : { period: period(random) }),
  participant: [{ individual: { reference: `Practitioner/${doctor}` } }],
  ...(random.onceIn(3)
    ? {
        location: [
          { location: { display: 'Sala 1' }, period: period(random) },
          { location: { display: 'Sala 2' }, period: period(random) },
        ],
      }
    : {}),
});

const condition: Maker = (random, id, subject) => ({
  resourceType: 'Condition',
  id,
  subject,
  ...(random.onceIn(4) ? {} : { code: concept(random) }),
  ...random.pick<Partial<JsonResource>>([
    { onsetDateTime: dateTime(random) },
    { onsetAge: { value: random.pick([30, 40]), system: 'http://unitsofmeasure.org', code: 'a', unit: 'a' } },
    { onsetRange: { low: { value: 20, unit: 'a' }, high: { value: random.pick([30, 45]), unit: 'a' } } },
    {},
  ]),
});

const questionnaireResponse: Maker = (random, id, subject) => ({
  resourceType: 'QuestionnaireResponse',
  id,
  status: random.pick(['completed', 'in-progress']),
  subject,
  questionnaire: random.pick([
    'http://cryopath.example/q/a',
    'http://cryopath.example/q/a|1.0',
    'http://cryopath.example/q/b|2',
  ]),
  authored: random.pick(TIMES),
});

const riskAssessment: Maker = (random, id, subject) => ({
  resourceType: 'RiskAssessment',
  id,
  status: 'final',
  subject,
  prediction: [
    random.onceIn(2)
      ? { probabilityDecimal: random.pick([0.1, 0.5, 0.25]) }
      : { probabilityRange: { low: percent(0.1), high: percent(random.pick([0.3, 0.9])) } },
  ],
});

const goal: Maker = (random, id, subject) => ({
  resourceType: 'Goal',
  id,
  lifecycleStatus: random.pick(['active', 'completed']),
  description: { text: 'chodzić bez bólu' },
  subject,
  target: [{ dueDate: random.pick(DATES) }, { dueDate: random.pick(DATES) }],
});

/** R4's ras-1: a probability is a percentage. */
const percent = (value: number) => ({ value, unit: '%', system: 'http://unitsofmeasure.org', code: '%' });

/** R4's obs-7: an observation with a value has no component of its own code. */
const part = (random: SeededRandom) => ({ coding: [{ system: 'urn:part', code: random.pick(['a', 'b']) }] });
