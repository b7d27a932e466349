/** Microseconds that searchValues takes on typical resources: `npx node bench/search-values.ts`. */
import { readFileSync } from 'node:fs';
import { searchValues } from '@cryopath/fhir';

const EXAMPLES = new URL('../node_modules/hl7.fhir.r4.examples/', import.meta.url);
const ROUNDS = 20_000;
const BATCHES = 9;

for (const name of [
  'Observation-f001',
  'Observation-blood-pressure',
  'Patient-example',
  'Procedure-example',
  'Task-example1',
]) {
  const resource = JSON.parse(readFileSync(new URL(`${name}.json`, EXAMPLES), 'utf8')) as { resourceType: string };
  const timings: number[] = [];
  let values = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < ROUNDS; round++) values = searchValues(resource).length;
    timings.push(Number(process.hrtime.bigint() - start) / ROUNDS / 1_000);
  }
  timings.sort((a, b) => a - b);
  console.log(`${name}: ${timings[4]?.toFixed(2)} us (best ${timings[0]?.toFixed(2)}), ${values} values`);
}
