import { useMemo } from 'react';
import { useTicking } from '../../clinic/step/use-ticking.ts';
import type { Asked } from '../../form/logic/asked.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { answersOfForm } from './entered-answers.ts';
import { enteredFreeze } from './entered-freeze.ts';
import styles from './entered-panel.module.css';
import { EnteredPanel } from './entered-panel.tsx';
import type { Entered } from './use-entered.ts';

/** Beside the form while it is filled in: the model follows what stands in it, a freeze without an end until this second. */
export function FillingFreeze(props: { readonly entered: Entered; readonly asked: readonly Asked[] | undefined }) {
  const { entered, asked } = props;
  const { form, readings } = entered;
  const now = useTicking();
  const answers = useMemo(() => asked && answersOfForm(asked), [asked]);
  const { t } = useTranslation();
  return (
    <section className={styles.filling} aria-labelledby="entered">
      <h3 id="entered">{t('planner.entered.title')}</h3>
      {form && answers && (
        <EnteredPanel form={form} entered={entered} freeze={enteredFreeze(form, answers, readings, now)} />
      )}
    </section>
  );
}
