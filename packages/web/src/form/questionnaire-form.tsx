import { type FormEvent, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useLanguage } from '../app/language.ts';
import { Button } from '../design/button.tsx';
import { Check } from '../design/checks.tsx';
import { Notice } from '../design/notice.tsx';
import { Progress } from '../design/progress.tsx';
import type { DeviceStore } from '../device/device-store.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { FormItems } from './form-items.tsx';
import { type AnswerFault, faultOf, isUnusual } from './logic/answer-fault.ts';
import { type Asked, flatOf, isHidden, isQuestion } from './logic/asked.ts';
import { extensionValue, type Form, wordsIn } from './logic/form-item.ts';
import type { Answering } from './logic/form-response.ts';
import styles from './questionnaire-form.module.css';
import { type Saved, type Submission, submissionOf } from './submission.ts';
import { useForm } from './use-form.ts';

export interface QuestionnaireFormProps {
  readonly form: Form;
  readonly answering: Omit<Answering, 'authored'>;
  /** What the answers are for, where a form is filled in more than once: what was begun for one visit is not another's. */
  readonly occasion?: string | undefined;
  readonly store: DeviceStore;
  readonly timeZone: string;
  readonly now: () => number;
  /** Who signs a form that asks for a signature. */
  readonly signer?: { readonly who: string; readonly name: string };
  /** All on one page; or one group or question a page, none of which shows what stands on another. */
  readonly layout?: 'page' | 'steps';
  /** Hears the answers as they stand, as soon as they are known and at every change. */
  readonly onAnswers?: ((asked: readonly Asked[]) => void) | undefined;
  readonly onFinished: (submission: Submission) => Promise<Saved>;
}

/** A Questionnaire as a page of questions. What is missing is said at its question; what was answered survives a reload. */
export function QuestionnaireForm(props: QuestionnaireFormProps) {
  const {
    form,
    answering,
    occasion = '',
    store,
    timeZone,
    now,
    signer,
    layout = 'page',
    onAnswers,
    onFinished,
  } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  // Whose they are too: what one person began, another must neither read nor sign.
  const begun = `${answering.author}|${answering.patient}|${form.url ?? form.id}|${form.version ?? ''}${occasion}`;
  const filled = useForm(form, begun, store);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [confirmed, setConfirmed] = useState<unknown>();
  const [isUnusualAsked, setUnusualAsked] = useState(false);
  const [isSigned, setSigned] = useState(false);
  const [isSignatureMissing, setSignatureMissing] = useState(false);
  const [step, setStep] = useState(0);
  const [saving, setSaving] = useState<'no' | 'now' | 'waits'>('no');
  const submission = useRef<{ readonly state: unknown; readonly of: Submission }>(undefined);
  const page = useRef<HTMLFormElement>(null);
  const { asked } = filled;
  useEffect(() => {
    if (asked !== undefined) onAnswers?.(asked);
  }, [asked, onAnswers]);
  if (asked === undefined) return null;

  const pages = layout === 'page' ? [asked] : pagesOf(asked);
  const at = Math.min(step, pages.length - 1);
  const isLast = at === pages.length - 1;
  const here = pages[at] ?? [];
  const faults = new Map(
    questionsOf(asked).flatMap((each): [string, AnswerFault][] => {
      const fault = faultOf(each);
      return fault === undefined ? [] : [[each.path, fault]];
    }),
  );
  const faulty = (within: readonly Asked[]) => questionsOf(within).filter(({ path }) => faults.has(path));
  const shown = new Map([...faults].filter(([path]) => checked.has(path)));

  /** Another page of the form stands there at once, and its first question, or the one that is named, has the focus. */
  const turnTo = (to: number, path = questionsOf(pages[to] ?? [])[0]?.path) => {
    flushSync(() => setStep(to));
    page.current?.scrollIntoView({ block: 'start' });
    if (path !== undefined) focusQuestion(page.current, path);
  };

  const needsSignature = signer !== undefined && extensionValue(form, 'signature') !== undefined;
  const goOn = async (event: FormEvent) => {
    event.preventDefault();
    if (saving === 'now') return;
    const within = isLast ? asked : here;
    setChecked(new Set([...checked, ...questionsOf(within).map(({ path }) => path)]));
    const [first] = faulty(within);
    if (first !== undefined) {
      const elsewhere = pages.findIndex((each) => questionsOf(each).some(({ path }) => path === first.path));
      if (elsewhere !== at) turnTo(elsewhere, first.path);
      else focusQuestion(page.current, first.path);
      return;
    }
    if (questionsOf(within).some(isUnusual) && confirmed !== filled.state) {
      setUnusualAsked(true);
      setConfirmed(filled.state);
      return;
    }
    setUnusualAsked(false);
    if (!isLast) {
      turnTo(at + 1);
      return;
    }
    if (needsSignature && !isSigned) {
      setSignatureMissing(true);
      return;
    }
    if (submission.current?.state !== filled.state) {
      const signature = needsSignature ? signer?.who : undefined;
      const { state } = filled;
      const of = { ...submissionOf(form, asked, answering, now(), signature), draft: { key: begun, state } };
      submission.current = { state, of };
    }
    setSaving('now');
    const saved = await onFinished(submission.current.of);
    setSaving(saved === 'waits' ? 'waits' : 'no');
    // What waits is kept by the outbox from here on: kept twice, it would be sent twice.
    if (saved !== 'refused') await filled.forget();
  };

  if (saving === 'waits') {
    return (
      <Notice tone="warning" title={t('form.notSaved')} isSudden>
        <p>{t('form.waits')}</p>
      </Notice>
    );
  }
  const wrong = faulty(here).filter(({ path }) => shown.has(path)).length;
  return (
    <form
      ref={page}
      className={styles.form}
      onSubmit={goOn}
      noValidate
      aria-label={wordsIn(language, form.title, form._title)}
    >
      {filled.isResumed && (
        <Notice tone="info">
          <p>{t('form.resumed')}</p>
        </Notice>
      )}
      {pages.length > 1 && (
        <Progress at={at + 1} of={pages.length} text={t('form.pageOf', { page: at + 1, pages: pages.length })} />
      )}
      <FormItems
        form={form}
        asked={here}
        faults={shown}
        timeZone={timeZone}
        now={now}
        onAnswer={filled.answer}
        onAdd={filled.addOccurrence}
        onRemove={filled.removeOccurrence}
      />
      {wrong > 0 && (
        <Notice tone="fault" isSudden>
          <p>{t('form.errors', { count: wrong })}</p>
        </Notice>
      )}
      {isUnusualAsked && (
        <Notice tone="warning" title={t('form.unusual')} isSudden>
          <ul>
            {questionsOf(isLast ? asked : here)
              .filter(isUnusual)
              .map(({ path, item }) => (
                <li key={path}>{wordsIn(language, item.text, item._text)}</li>
              ))}
          </ul>
        </Notice>
      )}
      {isLast && needsSignature && (
        <div>
          <Check isChosen={isSigned} onChange={setSigned}>
            {t('form.sign', { name: signer.name })}
          </Check>
          {isSignatureMissing && !isSigned && (
            <Notice tone="fault" isSudden>
              <p>{t('form.signMissing')}</p>
            </Notice>
          )}
        </div>
      )}
      <div className={styles.foot}>
        <Button tone="main" type="submit" isBusy={saving === 'now'}>
          {saving === 'now' ? t('clinic.saving') : isLast ? t('clinic.save') : t('form.next')}
        </Button>
        {at > 0 && (
          <Button tone="plain" onPress={() => turnTo(at - 1)}>
            {t('form.back')}
          </Button>
        )}
        <p className={styles.kept} role="status">
          {t(filled.isKept ? 'form.kept' : 'form.keeping')}
        </p>
      </div>
    </form>
  );
}

const questionsOf = (asked: readonly Asked[]): readonly Asked[] =>
  flatOf(asked).filter((each) => isQuestion(each) && !isHidden(each));

/** One group or question a page; words that only explain go with what follows them. */
function pagesOf(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const pages: Asked[][] = [];
  let waiting: Asked[] = [];
  for (const each of asked) {
    waiting.push(each);
    if (each.item.type === 'display' || isHidden(each) || questionsOf([each]).length === 0) continue;
    pages.push(waiting);
    waiting = [];
  }
  const last = pages.at(-1);
  if (last === undefined) return [waiting];
  last.push(...waiting);
  return pages;
}

/** To where it is answered; what is only shown is read from its words on. */
function focusQuestion(page: HTMLElement | null, path: string): void {
  const question = page?.querySelector<HTMLElement>(`[data-question="${CSS.escape(path)}"]`);
  const answered = question?.querySelector<HTMLElement>('input, textarea, select, [tabindex="0"]');
  if (question && !answered) question.tabIndex = -1;
  (answered ?? question)?.focus();
}
