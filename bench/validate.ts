import { parseJson, stringifyJson, validate } from '@cryopath/fhir';

/**
 * How long reading, validating and writing one resource takes, warm, beside JSON.parse and JSON.stringify.
 * Run with `npx node bench/validate.ts`.
 */
const coding = (system: string, code: string, display: string) => ({ system, code, display });

const observation = {
  resourceType: 'Observation',
  id: '0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a11',
  meta: {
    versionId: '1',
    lastUpdated: '2026-11-22T08:00:00.123Z',
    profile: ['http://hl7.org/fhir/StructureDefinition/vitalsigns'],
  },
  identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:uuid:187e0c12-8dd2-67e2-99b2-bf273c878281' }],
  basedOn: [{ reference: 'ServiceRequest/0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a12' }],
  status: 'final',
  category: [{ coding: [coding('http://terminology.hl7.org/CodeSystem/observation-category', 'survey', 'Survey')] }],
  code: {
    coding: [coding('http://loinc.org', '72514-3', 'Pain severity - 0-10 verbal numeric rating [Score] - Reported')],
    text: 'Ból w skali 0-10',
  },
  subject: { reference: 'Patient/0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a13', display: 'Żaneta Łącka' },
  encounter: { reference: 'Encounter/0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a14' },
  effectiveDateTime: '2026-11-22T08:00:00+01:00',
  issued: '2026-11-22T08:00:05.000+01:00',
  performer: [{ reference: 'Practitioner/0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a15', display: 'dr Anna Nowak' }],
  valueQuantity: { value: 7.5, unit: 'score', system: 'http://unitsofmeasure.org', code: '{score}' },
  interpretation: [
    { coding: [coding('http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'H', 'High')] },
  ],
  note: [{ text: 'Przy zgięciu kręgosłupa, po 10 minutach chodzenia.' }],
  referenceRange: [{ low: { value: 0, unit: 'score' }, high: { value: 3, unit: 'score' }, text: 'łagodny' }],
};

const text = JSON.stringify(observation);
const parsed = parseJson(text);
if (!parsed.ok || validate(parsed.value).length > 0) throw new Error('the sample is not valid');
const { value } = parsed;

/** The best of several rounds, in microseconds: the machine's other work only ever adds. */
const microseconds = (run: () => unknown): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 300; round++) {
    const start = performance.now();
    for (let count = 0; count < 200; count++) run();
    best = Math.min(best, (performance.now() - start) * 5);
  }
  return best;
};

const native = { parse: microseconds(() => JSON.parse(text)), stringify: microseconds(() => JSON.stringify(value)) };
const ours = {
  parse: microseconds(() => parseJson(text)),
  stringify: microseconds(() => stringifyJson(value)),
  validate: microseconds(() => validate(value)),
};
console.log(`Observation of ${text.length} characters, microseconds each (best of 300 rounds)`);
console.log(
  `parse      JSON.parse ${native.parse.toFixed(1)}, parseJson ${ours.parse.toFixed(1)}, ratio ${(ours.parse / native.parse).toFixed(2)}`,
);
console.log(`stringify  JSON.stringify ${native.stringify.toFixed(1)}, stringifyJson ${ours.stringify.toFixed(1)}`);
console.log(`validate   ${ours.validate.toFixed(1)}`);
