import type { FreezeMoment } from '../freeze/freeze-run.ts';
import { type FreezePrediction, freezing } from '../freeze/predict-freeze.ts';
import type { FreezePlan } from '../plan/freeze-plan.ts';
import type { PlanError } from '../plan/plan-error.ts';

/** What a page asks of the worker: a prediction by a number of its own, or that one be stopped. */
export type FreezeRequest =
  | { readonly kind: 'predict'; readonly id: number; readonly plan: FreezePlan }
  | { readonly kind: 'stop'; readonly id: number };

/** What the worker says of it, `id` by `id`. A stopped one is said to be stopped, once, and nothing after it. */
export type FreezeReply =
  | { readonly kind: 'progress'; readonly id: number; readonly part: number }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly moments: readonly FreezeMoment[];
      readonly relativeError: number;
    }
  | { readonly kind: 'refused'; readonly id: number; readonly errors: readonly PlanError[] }
  | { readonly kind: 'stopped'; readonly id: number };

/** The end of a channel, as a worker and a MessagePort have it. */
export interface FreezePort {
  postMessage(reply: FreezeReply): void;
  addEventListener(type: 'message', listener: (event: { readonly data: FreezeRequest }) => void): void;
}

/** Steps between two looks at the messages. */
const STEPS_A_TURN = 20;

/**
 * Predicts freezes for whoever is at the other end of a port, one after another, and looks for messages between steps, so that a slider
 * that moved on stops what it no longer needs.
 *
 * @param rest ends when messages that came meanwhile have been delivered: a turn of the worker's own event loop.
 */
export function serveFreezes(port: FreezePort, rest: () => Promise<void>): void {
  const waiting: { readonly id: number; readonly plan: FreezePlan }[] = [];
  const stopped = new Set<number>();
  let isBusy = false;

  async function predict(id: number, plan: FreezePlan): Promise<void> {
    const steps = freezing(plan);
    let count = 0;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        port.postMessage(
          step.value.ok ? done(id, step.value.value) : { kind: 'refused', id, errors: step.value.errors },
        );
        return;
      }
      count += 1;
      if (count % STEPS_A_TURN !== 0) continue;
      port.postMessage({ kind: 'progress', id, part: step.value });
      await rest();
      if (stopped.delete(id)) {
        port.postMessage({ kind: 'stopped', id });
        return;
      }
    }
  }

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (stopped.delete(next.id)) port.postMessage({ kind: 'stopped', id: next.id });
      else await predict(next.id, next.plan);
    }
    stopped.clear();
    isBusy = false;
  }

  port.addEventListener('message', ({ data }) => {
    switch (data.kind) {
      case 'predict':
        waiting.push({ id: data.id, plan: data.plan });
        void work();
        return;
      case 'stop':
        stopped.add(data.id);
        return;
      default:
        data satisfies never;
    }
  });
}

const done = (id: number, { moments, balance }: FreezePrediction): FreezeReply => ({
  kind: 'done',
  id,
  moments,
  relativeError: balance.relativeError,
});
