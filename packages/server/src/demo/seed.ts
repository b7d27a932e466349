import { ok, outcome, type Result, refused } from '@cryopath/fhir';
import type { Clock, Protocol } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import { serviceRequester } from '../sign-in/service-requester.ts';
import { DEMO_TAG, demoClinic } from './demo-clinic.ts';

/**
 * Fills a record with the demo clinic, by the same write path as everybody's. A start that was cut short is made up for by the next one.
 *
 * @returns how many resources were written; 0 when they are there already
 */
export async function seedDemo(
  record: ClinicRecord,
  clock: Clock,
  base: string,
  protocol: Protocol,
): Promise<Result<number>> {
  const stranger = await holdsRealPatients(record, base);
  if (!stranger.ok) return stranger;
  if (stranger.value) return refused(outcome('CRYO-516'));
  let written = 0;
  for (const resource of demoClinic(clock.now(), protocol)) {
    const { resourceType, id = '' } = resource;
    const put = await record.update(serviceRequester, resourceType, id, resource, { ifNoneMatchAny: true });
    if (put.ok) written++;
    else if (!put.outcome.issues.some(({ code }) => code === EXISTS)) return put;
  }
  return ok(written);
}

/** `If-None-Match: *` of something that is there: an earlier start wrote it. */
const EXISTS = 'CRYO-219';

/** Whether there is a patient whom the demo did not make up. In the demo anybody may be a doctor: no real person may be in it. */
async function holdsRealPatients(record: ClinicRecord, base: string): Promise<Result<boolean>> {
  const query = `_tag:not=${DEMO_TAG.system}|${DEMO_TAG.code}&_count=1`;
  const found = await record.search(serviceRequester, 'Patient', query, { base, strict: true });
  return found.ok ? ok(found.value.text.includes('"resourceType":"Patient"')) : found;
}
