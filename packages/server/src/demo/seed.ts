import { type JsonObject, type JsonResource, ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import { type Instant, type Protocol, parseInstant } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import { giveAccess } from '../sign-in/grants.ts';
import { serviceRequester } from '../sign-in/service-requester.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import type { DemoClock } from './demo-clock.ts';
import { DEMO_TAG } from './demo-tag.ts';
import { closing } from './history/closing.ts';
import { demoHistory, demoStories } from './history/history-of.ts';
import { writeHistory } from './history/write-history.ts';
import { PLANNED } from './house.ts';
import type { DemoPatient } from './patients/demo-patients.ts';
import type { PausableProjection } from './pausable-projection.ts';
import { CARED_FOR, DEMO_CAREGIVER, DEMO_CLINIC, patientRequester } from './people.ts';

export interface DemoSeeding {
  readonly record: ClinicRecord;
  readonly worklist: PausableProjection;
  readonly signIn: SignIn;
  readonly clock: DemoClock;
  /** What "now" is to be when the history is written. */
  readonly present: Instant;
  readonly base: string;
  readonly protocol: Protocol;
  readonly patients: readonly DemoPatient[];
}

/**
 * Fills a record with the demo clinic, by the same write path as everybody's, and lets its clock run. A start that was cut short is made up for by the next one.
 *
 * @returns how many resources were written; 0 when they are there already
 */
export async function seedDemo(seeding: DemoSeeding): Promise<Result<number>> {
  const { record, worklist, signIn, clock, base, protocol, patients } = seeding;
  const stranger = await holdsRealPatients(record, base);
  if (!stranger.ok) return stranger;
  if (stranger.value) return refused(outcome('CRYO-516'));
  const { planned, isWhole } = await plannedBefore(record);
  if (isWhole) {
    clock.run();
    return ok(0);
  }
  const present = planned ?? wholeMinute(seeding.present);
  const stories = demoStories(protocol, present, patients);
  const written = await worklist.pausedWhile(() => writeHistory(record, clock, base, demoHistory(stories, present)));
  if (!written.ok) return written;
  const listed = await record.rebuildWorklist(serviceRequester);
  if (!listed.ok) return listed;
  if (patients.some(({ id }) => id === CARED_FOR)) {
    const opened = await giveAccess(signIn, patientRequester(CARED_FOR), DEMO_CAREGIVER.who);
    if (!opened.ok) return opened;
  }
  // Only now the clinic opens: a start that is cut short before is made up for.
  const closed = await writeHistory(record, clock, base, [closing(stories, present)]);
  if (!closed.ok) return closed;
  clock.run();
  return written;
}

/** Whether there is a patient whom the demo did not make up. In the demo anybody may be a doctor: no real person may be in it. */
async function holdsRealPatients(record: ClinicRecord, base: string): Promise<Result<boolean>> {
  const query = `_tag:not=${DEMO_TAG.system}|${DEMO_TAG.code}&_count=1`;
  const found = await record.search(serviceRequester, 'Patient', query, { base, strict: true });
  return found.ok ? ok(found.value.text.includes('"resourceType":"Patient"')) : found;
}

/** What an earlier start has planned, and whether it came to its end. */
async function plannedBefore(
  record: ClinicRecord,
): Promise<{ readonly planned: Instant | undefined; readonly isWhole: boolean }> {
  const found = await record.read(serviceRequester, 'Organization', DEMO_CLINIC);
  const parsed = found.ok ? parseJson(found.value.text) : found;
  if (!parsed.ok) return { planned: undefined, isWhole: false };
  const { active, extension } = parsed.value as JsonResource;
  const planned = ((extension ?? []) as readonly JsonObject[]).find(({ url }) => url === PLANNED)?.valueInstant;
  return { planned: parseInstant(String(planned)), isWhole: active === true };
}

const wholeMinute = (moment: Instant): Instant => (moment - (moment % 60_000)) as Instant;
