import type { Protocol } from '@cryopath/pathway';
import { useMemo } from 'react';
import type { Form } from '../../form/logic/form-item.ts';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import { type Readings, recordedSeries } from '../measured/readings.ts';
import { defaultFreeze, type PlannedFreeze } from '../planned-freeze.ts';
import { type SavedFreezePlan, savedFreezePlan } from '../record/freeze-plan-resource.ts';
import { targetOfRecord } from '../record/target-of-record.ts';

/** What a freeze is computed from beside the answers of its form. */
export interface Entered {
  /** Of the step that freezes; a protocol need not have one. */
  readonly form: Form | undefined;
  /** The probe, the tissue and the distances, which no form tells: of the plan, or of the target's drawing. */
  readonly planned: PlannedFreeze;
  readonly saved: SavedFreezePlan | undefined;
  /** Series of the probe, the newest first. */
  readonly readings: readonly Readings[];
  readonly policy: Protocol['policy'];
}

/** @param kept readings that are on this device and not in the record yet */
export function useEntered({ record, protocol, view }: LoadedPathway, kept?: Readings): Entered {
  return useMemo(() => {
    const saved = savedFreezePlan(record.resources, view.pathway?.id);
    const step = protocol.steps.find(({ output }) => output === 'freezing');
    return {
      form: protocol.forms.find(({ id }) => id === step?.form),
      planned: saved?.planned ?? defaultFreeze(targetOfRecord(record.resources, protocol.targets)),
      saved,
      readings: [...(kept === undefined ? [] : [kept]), ...recordedSeries(record.resources)],
      policy: protocol.policy,
    };
  }, [record, protocol, view, kept]);
}
