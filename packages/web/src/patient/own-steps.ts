import type { StepView } from '@cryopath/pathway';
import type { LoadedPathway } from '../pathway/loaded-pathway.ts';
import { ownForm } from './own-forms.ts';

const OPEN: readonly string[] = ['ready', 'overdue', 'overridden'];

/**
 * The steps that the patient can do now by a form of their own, in the protocol's order. Of several with one form only the last whose time has come: what is
 * answered now belongs to it, and not to a visit that was missed.
 */
export function ownSteps({ view, protocol }: Pick<LoadedPathway, 'view' | 'protocol'>): readonly StepView[] {
  const mine = view.steps.filter(
    ({ step, state }) =>
      OPEN.includes(state.state) && step.participants.includes('patient') && ownForm(protocol, step.form) !== undefined,
  );
  return mine.filter((each, at) => mine.findLastIndex(({ step }) => step.form === each.step.form) === at);
}
