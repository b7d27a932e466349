import type { StepView } from '@cryopath/pathway';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';

/** What the screen of a step is given. */
export interface StepProps {
  readonly open: StepView;
  readonly pathway: LoadedPathway;
  readonly onSaved: () => Promise<void>;
}
