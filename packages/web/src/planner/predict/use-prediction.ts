import type { PlanError } from '@cryopath/thermal';
import { useCallback, useEffect, useRef, useState } from 'react';
import { workerAddress } from '../../device/worker-address.ts';
import { besideProbe, sceneOf } from '../anatomy/scene.ts';
import type { PlannedFreeze } from '../planned-freeze.ts';
import type { EdgeBand } from './edge-band.ts';
import type { FreezeFrame, PredictedFreeze } from './freeze-frame.ts';
import type { FreezeQuestion, FreezeReply } from './freeze-messages.ts';
import freezeWorker from './freeze-worker.ts?worker&url';
import type { ModelPlace } from './predicted-freeze.ts';

/** What is known of a plan so far. A preview is shown until the full answer replaces it; the band comes last. */
export interface Prediction {
  /** The plan that this is the prediction of: never another that has been chosen since. */
  readonly of: PlannedFreeze | undefined;
  readonly predicted: PredictedFreeze | undefined;
  readonly fineness: 'preview' | 'full' | undefined;
  readonly bands: readonly EdgeBand[];
  readonly work: { readonly of: 'full' | 'band'; readonly part: number } | undefined;
  readonly now: FreezeFrame | undefined;
  readonly errors: readonly PlanError[];
  readonly isCancelled: boolean;
}

const NOTHING: Prediction = {
  of: undefined,
  predicted: undefined,
  fineness: undefined,
  bands: [],
  work: undefined,
  now: undefined,
  errors: [],
  isCancelled: false,
};

type Question = FreezeQuestion extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never;

export interface Predictor {
  readonly prediction: Prediction;
  ask(question: Question): void;
  cancel(): void;
}

/** Asks for a plan, with what happens at its nerve. */
export const askPlan = ({ ask }: Pick<Predictor, 'ask'>, planned: PlannedFreeze): void =>
  ask({ kind: 'plan', planned, places: nervePlaces(planned) });

/** Where the nerve is, as the model has places: first in every answer. */
export function nervePlaces({ target, distances }: PlannedFreeze): readonly ModelPlace[] {
  const { structures, lean } = sceneOf(target, distances);
  return structures.flatMap((structure) =>
    structure.id === 'nerve' && structure.kind === 'round' ? [besideProbe(lean, structure.centre)] : [],
  );
}

/** A model of one's own, in a worker that ends with the page. */
export function usePrediction(): Predictor {
  const [prediction, setPrediction] = useState(NOTHING);
  const worker = useRef<Worker>(undefined);
  const newest = useRef(0);
  const asked = useRef<PlannedFreeze>(undefined);
  const started = useCallback((): Worker => {
    if (worker.current !== undefined) return worker.current;
    const made = new Worker(workerAddress(freezeWorker), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<FreezeReply>) => {
      const of = asked.current;
      if (data.id === newest.current) setPrediction((known) => ({ ...withReply(known, data), of }));
    });
    worker.current = made;
    return made;
  }, []);
  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = undefined;
    },
    [],
  );
  const ask = useCallback(
    (question: Question) => {
      newest.current += 1;
      asked.current = question.kind === 'cancel' ? undefined : question.planned;
      started().postMessage({ ...question, id: newest.current });
      if (question.kind === 'plan')
        setPrediction((known) => ({ ...known, work: { of: 'full', part: 0 }, isCancelled: false }));
    },
    [started],
  );
  const cancel = useCallback(() => {
    newest.current += 1;
    worker.current?.postMessage({ kind: 'cancel', id: newest.current });
    setPrediction((known) => ({ ...known, work: undefined, isCancelled: true }));
  }, []);
  return { prediction, ask, cancel };
}

function withReply(known: Prediction, reply: FreezeReply): Prediction {
  switch (reply.kind) {
    case 'preview':
      return { ...known, predicted: reply.predicted, fineness: 'preview', bands: [], errors: [] };
    case 'full':
      return { ...known, predicted: reply.predicted, fineness: 'full', work: { of: 'band', part: 0 }, errors: [] };
    case 'progress':
      return { ...known, work: { of: reply.of, part: reply.part } };
    case 'band':
      return { ...known, bands: reply.bands, work: undefined };
    case 'now':
      return { ...known, now: reply.frame, predicted: reply.predicted, errors: [] };
    case 'refused':
      return { ...NOTHING, errors: reply.errors };
    default:
      return reply satisfies never;
  }
}
