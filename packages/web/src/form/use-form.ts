import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DeviceStore } from '../device/device-store.ts';
import {
  type AnswerState,
  type AnswerValue,
  answered,
  withOccurrence,
  withoutOccurrence,
} from './logic/answer-state.ts';
import { type Asked, askedOf, keptWhereSame } from './logic/asked.ts';
import { calculated, type EvaluateOn, hasCalculations } from './logic/calculated.ts';
import type { Form } from './logic/form-item.ts';
import { responseSoFar } from './logic/form-response.ts';
import { initialAnswers } from './logic/initial-answers.ts';

/** Answers that were begun, as they are kept on the device. */
interface Draft {
  readonly state: AnswerState;
  readonly at: number;
}

export interface FormAnswering {
  /** `undefined` until it is known whether answers were begun before. */
  readonly asked: readonly Asked[] | undefined;
  readonly state: AnswerState;
  /** Whether these answers were begun before, on this device. */
  readonly isResumed: boolean;
  /** Whether the newest answer is kept on the device. */
  readonly isKept: boolean;
  answer(path: string, values: readonly AnswerValue[]): void;
  addOccurrence(path: string): void;
  removeOccurrence(path: string, index: number): void;
  /** Takes the answers off the device: they are in the record now, or nobody wants them. */
  forget(): Promise<void>;
}

/**
 * A form while it is filled in: its answers, what it asks by them, and what it calculates. Every change is kept on the device at once, so
 * that neither a reload nor a lost connection loses an answer.
 *
 * @param key whose answers, to which form and version: another version's are not taken up
 */
export function useForm(form: Form, key: string, store: DeviceStore): FormAnswering {
  const [state, setState] = useState<AnswerState>();
  const [isResumed, setResumed] = useState(false);
  const [isKept, setKept] = useState(true);
  const engine = useRef<EvaluateOn>(undefined);
  const changes = useRef(0);
  // Read for what comes next before React has drawn what came last: two quick answers must not lose one.
  const newest = useRef<AnswerState>(undefined);
  const drawn = useRef<readonly Asked[]>([]);

  useEffect(() => {
    let isHere = true;
    const begin = async () => {
      const draft = await store.read<Draft>('drafts', key).catch(() => undefined);
      const started = draft?.state ?? initialAnswers(form);
      newest.current = started;
      if (isHere) {
        setState(started);
        setResumed(draft !== undefined);
      }
      if (!hasCalculations(form)) return;
      const { evaluateForm } = await import('./evaluate-form.ts');
      engine.current = evaluateForm;
      newest.current = calculated(form, newest.current, evaluateForm);
      if (isHere) setState(newest.current);
    };
    begin();
    return () => {
      isHere = false;
    };
  }, [form, key, store]);

  const change = useCallback(
    (act: (state: AnswerState) => AnswerState) => {
      const before = newest.current ?? initialAnswers(form);
      const acted = act(before);
      const after = engine.current ? calculated(form, acted, engine.current) : acted;
      newest.current = after;
      setState(after);
      setKept(false);
      const mine = ++changes.current;
      const draft: Draft = { state: after, at: Date.now() };
      store.write('drafts', key, draft).then(
        () => mine === changes.current && setKept(true),
        () => setKept(false),
      );
    },
    [form, key, store],
  );

  const asked = useMemo(() => {
    if (state === undefined) return undefined;
    const evaluate = engine.current;
    const response = responseSoFar(form, state);
    const now = askedOf(form, state, evaluate && ((expression) => evaluate(expression, response)));
    return keptWhereSame(drawn.current, now);
  }, [form, state]);
  useEffect(() => {
    drawn.current = asked ?? [];
  }, [asked]);
  const answer = useCallback(
    (path: string, values: readonly AnswerValue[]) => change((before) => answered(before, path, values)),
    [change],
  );

  return {
    asked,
    state: state ?? initialAnswers(form),
    isResumed,
    isKept,
    answer,
    addOccurrence: (path) => change((before) => withOccurrence(before, path)),
    removeOccurrence: (path, index) => change((before) => withoutOccurrence(before, path, index)),
    forget: () => store.remove('drafts', key),
  };
}
