/** The resources that the benchmark writes: synthetic, and of the size that a pain clinic's are. */

const FAMILY = [
  'Kowalska',
  'Nowak',
  'Wiśniewska',
  'Wójcik',
  'Kamiński',
  'Lewandowska',
  'Zieliński',
  'Szymańska',
  'Smith',
  'García',
];
const GIVEN = ['Anna', 'Jan', 'Maria', 'Piotr', 'Zofia', 'Łukasz', 'Ewa', 'Tomasz', 'Olivia', 'Mateo'];

const pick = (of: readonly string[], n: number): string => of[n % of.length] ?? '';

/** A family name that about 1 in 5,000 of the synthetic patients bears, so that a search by name has something to find. */
export const family = (n: number): string => `${pick(FAMILY, n)}-${(n * 7919) % 5000}`;

export const patient = (n: number): Record<string, unknown> => ({
  resourceType: 'Patient',
  active: true,
  identifier: [{ system: 'urn:cryopath:bench', value: `patient-${n}` }],
  name: [{ use: 'official', family: family(n), given: [pick(GIVEN, n >> 3)] }],
  telecom: [{ system: 'phone', value: `+48 000 ${String(n).padStart(6, '0')}` }],
  gender: n % 2 === 0 ? 'female' : 'male',
  birthDate: `${1940 + (n % 60)}-0${1 + (n % 9)}-1${n % 10}`,
  address: [{ line: [`ul. Próbna ${n % 200}`], city: 'Testowo', postalCode: '00-000', country: 'PL' }],
});

/** A pain score (LOINC 72514-3) of a patient, on one of 1,000 days. */
export const observation = (n: number, patientId: string): Record<string, unknown> => ({
  resourceType: 'Observation',
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] }],
  code: {
    coding: [{ system: 'http://loinc.org', code: '72514-3', display: 'Pain severity - 0-10 verbal numeric rating' }],
  },
  subject: { reference: `Patient/${patientId}` },
  effectiveDateTime: `${2024 + (n % 3)}-0${1 + (n % 9)}-${10 + (n % 18)}T08:${10 + (n % 50)}:00+01:00`,
  valueQuantity: { value: n % 11, unit: '{score}', system: 'http://unitsofmeasure.org', code: '{score}' },
  method: { text: 'asked by the diary' },
  note: [{ text: 'Synthetic entry made for measuring. Pain on bending forward, less when lying down.' }],
});
