import type { Session } from '../app/session.ts';
import type { Prepared } from './advice-given.ts';

/** How long the advice may wait for the rule engine to arrive, before the safe answer is given instead. */
const PATIENCE = 6_000;

/** Makes everything ready to advise on this device; refused when the rules do not arrive in time. */
export function adviseHere(session: Session, patient: string): Promise<Prepared> {
  const late = new Promise<never>((_, refuse) => {
    setTimeout(() => refuse(new Error('The rules have not arrived')), PATIENCE);
  });
  const ready = import('../pathway/evaluation.ts').then(({ prepareAdvice }) => prepareAdvice(session, patient));
  return Promise.race([ready, late]);
}
