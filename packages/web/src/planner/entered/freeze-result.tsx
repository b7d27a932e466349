import { useMemo } from 'react';
import { newestResponse } from '../../clinic/step/newest-response.ts';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import { plannerTexts } from '../../texts/planner-texts.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { answersOfResponse } from './entered-answers.ts';
import { enteredFreeze } from './entered-freeze.ts';
import styles from './entered-panel.module.css';
import { EnteredPanel } from './entered-panel.tsx';
import { useEntered } from './use-entered.ts';

/** The freeze of the record: planned and done, from what was saved and nothing else. */
export default function FreezeResult({ pathway }: { readonly pathway: LoadedPathway }) {
  const { t, texts } = useTranslation();
  texts.add(plannerTexts);
  const { resources } = pathway.record;
  const entered = useEntered(pathway);
  const { form, readings } = entered;
  const response = useMemo(
    () => (form?.url === undefined ? undefined : newestResponse(resources, form.url, undefined)),
    [form, resources],
  );
  const freeze = useMemo(
    () => form && response && enteredFreeze(form, answersOfResponse(response), readings),
    [form, response, readings],
  );
  if (form === undefined || freeze === undefined) return null;
  return (
    <section className={styles.result} aria-labelledby="freeze-result">
      <h3 id="freeze-result">{t('planner.entered.saved')}</h3>
      <EnteredPanel form={form} entered={entered} freeze={freeze} isSaved />
    </section>
  );
}
