import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Advice, advise, type Instant, isoOf, type Level, type Protocol, parseInstant } from '@cryopath/pathway';
import type { Change, Consequence, PatientView } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { authoredRecord } from '../authored-record.ts';
import { chartTypes } from '../chart-types.ts';
import { newId } from '../new-id.ts';
import { protocolFor } from '../pinned-version.ts';
import { alertOf, findingsIn, findingsOf, isAlert, isClosed, levelIn } from './alert.ts';

/** Whether a response is to a check-in of any known version. */
export const isCheckIn = ({ all }: Pick<Protocols, 'all'>, resource: JsonResource | undefined): boolean =>
  resource?.resourceType === 'QuestionnaireResponse' &&
  all.some(({ triage }) => triage !== undefined && formOf(resource) === `urn:cryopath:form:${triage.form}`);

/** The address of a response's form, without its version. */
export const formOf = ({ questionnaire }: JsonResource): string => String(questionnaire).split('|')[0] ?? '';

/**
 * What the clinic gets of a patient's check-in, in the transaction that stores it and by whatever route it came (H06, H07, I5). One that is still being filled
 * in is read too: nobody must press a button for a red flag to be seen.
 */
export function checkInAlert(protocols: Protocols): Consequence {
  return {
    name: 'check-in-alert',
    // One of nobody is refused by its guard.
    // What was retracted has been told of; what comes as retracted has not.
    concerns: ({ before, after, patient }) =>
      patient !== '' &&
      isCheckIn(protocols, after) &&
      (after?.status !== 'entered-in-error' || !isCheckIn(protocols, before)),
    async follow(change: Change, view, now) {
      const { id, patient, after } = change;
      if (after === undefined) return [];
      const { advice, pathway } = await adviceOn(protocols, patient, after, view, now);
      if (advice.level === 'expected') return [];
      const response = `QuestionnaireResponse/${id}`;
      if (await isRaised(change, view, advice)) return [];
      const about = { patient, response, now, flagId: newId(now), taskId: newId(now) };
      return alertOf(advice, pathway === undefined ? about : { ...about, pathway });
    },
  };
}

/** What a check-in means by its pathway's version. What the rules cannot be asked about is a matter for the same day, never nothing. */
export async function adviceOn(
  protocols: Protocols,
  patient: string,
  response: JsonResource,
  view: PatientView,
  now: Instant,
): Promise<{ readonly advice: Advice; readonly pathway: string | undefined; readonly protocol: Protocol }> {
  const record = authoredRecord(patient, await view.written(chartTypes(protocols)));
  const { protocol, pathway } = await protocolFor(protocols, record, response, now, view);
  return { advice: adviceBy(protocol, record, response, now), pathway: pathway?.id, protocol };
}

function adviceBy(
  protocol: Protocol,
  record: ReturnType<typeof authoredRecord>,
  response: JsonResource,
  now: Instant,
): Advice {
  try {
    const said = advise(protocol, record, response, now);
    const authored = parseInstant(String(response.authored));
    if (authored !== undefined && now - authored <= DAY) return said;
    // It waited in an outbox, or the phone's clock is behind: what its day explains may be explained no more (H06, H12).
    const others = record.resources.filter(
      ({ resourceType, id }) => resourceType !== 'QuestionnaireResponse' || id !== response.id,
    );
    const onArrival = advise(protocol, { ...record, resources: others }, { ...response, authored: isoOf(now) }, now);
    return rank(onArrival.level) < rank(said.level) ? onArrival : said;
  } catch {
    // A rule that fails must not be the reason why nobody looks.
    const told = protocol.triage?.advice['same-day'] ?? UNREADABLE;
    return { level: 'same-day', ...told, rules: [] };
  }
}

/** How long ago answers may have been given to be read by their own day alone. */
const DAY = 86_400_000;

const UNREADABLE = {
  title: { en: 'A check-in that could not be read', pl: 'Ankieta, której nie udało się odczytać' },
  act: { en: 'Please contact the clinic today.', pl: 'Prosimy o kontakt z kliniką jeszcze dziś.' },
} as const;

/**
 * Whether the same response has been told of before, at least as urgently and for all that is found in it now: a correction of a word raises nothing anew. What was
 * dealt with covers the answers that were there, and no others (H06).
 */
async function isRaised({ id, before, after }: Change, view: PatientView, advice: Advice): Promise<boolean> {
  const isSameAnswers = JSON.stringify(before?.item) === JSON.stringify(after?.item);
  const tasks = await view.resources(['Task']);
  return tasks.some((task) => {
    const isOfThis = (task.focus as JsonObject | undefined)?.reference === `QuestionnaireResponse/${id}`;
    if (!isAlert(task) || !isOfThis || task.status === 'entered-in-error') return false;
    const told = findingsIn(task);
    const isCovered = findingsOf(advice).every((each) => told.includes(each));
    return isCovered && rank(levelIn(task)) <= rank(advice.level) && (isSameAnswers || !isClosed(task));
  });
}

/** From the most urgent on; what is not known comes after all of them. */
const RANKS: Readonly<Record<Level, number>> = { emergency: 0, 'same-day': 1, routine: 2, expected: 3 };
const rank = (level: unknown): number => RANKS[String(level) as Level] ?? 4;
