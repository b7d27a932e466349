import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Advice, advise, type Instant, type Level, type Protocol } from '@cryopath/pathway';
import type { Change, Consequence, PatientView } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { authoredRecord } from '../authored-record.ts';
import { chartTypes } from '../chart-types.ts';
import { newId } from '../new-id.ts';
import { protocolFor } from '../pinned-version.ts';
import { ADVICE_LEVEL_SYSTEM, alertOf, TASK_SYSTEM } from './alert.ts';

/** Whether a response is to a check-in of any known version. */
export const isCheckIn = ({ all }: Pick<Protocols, 'all'>, resource: JsonResource | undefined): boolean =>
  resource?.resourceType === 'QuestionnaireResponse' &&
  all.some(({ triage }) => triage !== undefined && formOf(resource) === `urn:cryopath:form:${triage.form}`);

const formOf = ({ questionnaire }: JsonResource): string => String(questionnaire).split('|')[0] ?? '';

/**
 * What the clinic gets of a patient's check-in, in the transaction that stores it and by whatever route it came (H06, H07, I5). One that is still being filled
 * in is read too: nobody must press a button for a red flag to be seen.
 */
export function checkInAlert(protocols: Protocols): Consequence {
  return {
    name: 'check-in-alert',
    // One of nobody is refused by its guard.
    concerns: ({ after, patient }) =>
      patient !== '' && isCheckIn(protocols, after) && after?.status !== 'entered-in-error',
    async follow({ id, patient, after }: Change, view, now) {
      if (after === undefined) return [];
      const { advice, pathway } = await adviceOn(protocols, patient, after, view, now);
      if (advice.level === 'expected') return [];
      const response = `QuestionnaireResponse/${id}`;
      if (await isRaised(view, response, advice)) return [];
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
    return advise(protocol, record, response, now);
  } catch {
    // A rule that fails must not be the reason why nobody looks.
    const told = protocol.triage?.advice['same-day'] ?? UNREADABLE;
    return { level: 'same-day', ...told, rules: [] };
  }
}

const UNREADABLE = {
  title: { en: 'A check-in that could not be read', pl: 'Ankieta, której nie udało się odczytać' },
  act: { en: 'Please contact the clinic today.', pl: 'Prosimy o kontakt z kliniką jeszcze dziś.' },
} as const;

/** Whether the same response has been told of before, at least as urgently: a correction of a word raises nothing anew. */
async function isRaised(view: PatientView, response: string, { level }: Advice): Promise<boolean> {
  const tasks = await view.resources(['Task']);
  return tasks.some(({ focus, code, status }) => {
    const codings = ((code as JsonObject | undefined)?.coding ?? []) as readonly JsonObject[];
    const isAlert = codings.some(({ system }) => system === TASK_SYSTEM);
    const told = codings.find(({ system }) => system === ADVICE_LEVEL_SYSTEM)?.code;
    const isOfThis = (focus as JsonObject | undefined)?.reference === response;
    return isAlert && isOfThis && status !== 'entered-in-error' && rank(told) <= rank(level);
  });
}

/** From the most urgent on; what is not known comes after all of them. */
const RANKS: Readonly<Record<Level, number>> = { emergency: 0, 'same-day': 1, routine: 2, expected: 3 };
const rank = (level: unknown): number => RANKS[String(level) as Level] ?? 4;
