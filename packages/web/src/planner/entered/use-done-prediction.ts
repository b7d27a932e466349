import { useEffect, useMemo, useRef } from 'react';
import type { PlannedFreeze } from '../planned-freeze.ts';
import { askPlan, type Prediction, usePrediction } from '../predict/use-prediction.ts';
import type { EnteredCycle } from './entered-freeze.ts';

/** No answer of the model for this long, ms: a running freeze is asked again whatever became of the last question. */
const PATIENCE = 5000;

/** The model for cycles that were entered, with the probe, the tissue and the distances of the plan. */
export function useDonePrediction(
  planned: PlannedFreeze,
  cycles: readonly EnteredCycle[],
): { readonly done: PlannedFreeze | undefined; readonly prediction: Prediction } {
  // The same until one of them changes, however often the form is read.
  const written = JSON.stringify(cycles);
  const done = useMemo((): PlannedFreeze | undefined => {
    const read: readonly EnteredCycle[] = JSON.parse(written);
    return read.length === 0 ? undefined : { ...planned, done: read };
  }, [planned, written]);
  const isRunning = cycles.at(-1)?.isRunning ?? false;
  const { prediction, ask } = usePrediction();
  const asked = useRef<{ readonly done: PlannedFreeze; readonly at: number }>(undefined);
  const { of } = prediction;
  useEffect(() => {
    const before = asked.current;
    if (done === undefined || before?.done === done) return;
    // A slow device answers for one second before it is asked for the next; what somebody has changed is asked for at once.
    const isWaiting = before !== undefined && of !== before.done && performance.now() - before.at < PATIENCE;
    if (isRunning && isWaiting) return;
    asked.current = { done, at: performance.now() };
    askPlan({ ask }, done);
  }, [ask, done, isRunning, of]);
  return { done, prediction };
}
