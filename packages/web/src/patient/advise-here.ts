import protocol from 'virtual:patient-protocol';
import type { Advice, Instant, Level, RecordResource, Text } from '@cryopath/pathway';
import type { Session } from '../app/session.ts';
import type { FormResponse } from '../form/logic/form-response.ts';

/** What the device itself says to a check-in. */
export interface AdviceGiven {
  readonly level: Level;
  readonly title?: Text;
  readonly act?: Text;
  readonly found: readonly Text[];
}

/** How long the advice may wait for the rule engine to arrive, before the safe answer is given instead. */
const PATIENCE = 6_000;

/** Nothing is known: then somebody has to look today (H06). */
export const sameDayAdvice = (): AdviceGiven => ({ level: 'same-day', ...protocol.advice?.['same-day'], found: [] });

interface Prepared {
  /** The pathway that the answers belong to, when there is exactly one. */
  readonly pathway?: string;
  advise(response: FormResponse, now: number): AdviceGiven;
}

/**
 * Makes everything ready to advise on this device: the rules, and the record as it was read last. What cannot be had is done without: rules
 * that miss something escalate by themselves.
 */
export async function adviseHere(session: Session, patient: string): Promise<Prepared> {
  const { server, store } = session;
  const resources = async (): Promise<readonly RecordResource[]> => {
    const answer = await server.everything(patient);
    if (answer.ok) return answer.value;
    const kept = await store.read<{ resources: readonly RecordResource[] }>('kept', `record:${patient}`);
    return kept?.resources ?? [];
  };
  const late = new Promise<never>((_, refuse) => {
    setTimeout(() => refuse(new Error('The rules have not arrived')), PATIENCE);
  });
  const ready = Promise.all([import('../pathway/evaluation.ts'), import('virtual:protocol'), resources()]);
  const [{ advise }, { default: whole }, known] = await Promise.race([ready, late]);
  const plans = known.filter(({ resourceType, status }) => resourceType === 'CarePlan' && status === 'active');
  const [plan] = plans;
  return {
    ...(plans.length === 1 && plan ? { pathway: `CarePlan/${String(plan.id)}` } : {}),
    advise(response, now) {
      const record = { patient, resources: known };
      const advice: Advice = advise(whole, record, response as unknown as RecordResource, now as Instant);
      return {
        level: advice.level,
        title: advice.title,
        act: advice.act,
        found: advice.rules
          .map(({ title }) => title)
          .filter((each, index, all) => all.findIndex(({ en }) => en === each.en) === index),
      };
    },
  };
}
