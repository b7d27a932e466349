import type { StepView } from '@cryopath/pathway';
import type { LoadedPathway } from '../pathway/use-pathway.ts';
import { isOwnForm } from './own-forms.ts';

const OPEN: readonly string[] = ['ready', 'overdue', 'overridden'];

/**
 * The steps that the patient can do now by a form of their own, in the protocol's order. Of several with one form only the last whose time has come: what is
 * answered now belongs to it, and not to a visit that was missed. A form that says more than what is heard (an outcome) is offered only by the version that
 * the pathway keeps: another one might refuse it when it has been filled in (I4).
 */
export function ownSteps({ view, protocol }: Pick<LoadedPathway, 'view' | 'protocol'>): readonly StepView[] {
  const isKept = view.pathway?.version === undefined || view.pathway.version === protocol.version;
  const mine = view.steps.filter(
    ({ step, state }) =>
      OPEN.includes(state.state) &&
      step.participants.includes('patient') &&
      isOwnForm(step.form) &&
      (isKept || step.output === undefined),
  );
  return mine.filter((each, at) => mine.findLastIndex(({ step }) => step.form === each.step.form) === at);
}
