import { type ReactNode, useState } from 'react';
import { momentInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { AppLink } from '../../app/link.tsx';
import type { StepProps } from '../../clinic/step/step-props.ts';
import type { Asked } from '../../form/logic/asked.ts';
import { plannerTexts } from '../../texts/planner-texts.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { FillingFreeze } from '../entered/filling-freeze.tsx';
import FreezeResult from '../entered/freeze-result.tsx';
import { useEntered } from '../entered/use-entered.ts';
import { useFigures } from '../picture/use-figures.ts';
import type { SavedFreezePlan } from '../record/freeze-plan-resource.ts';
import styles from './measured-freeze.module.css';
import { MeasuredFreeze } from './measured-freeze.tsx';
import { useReadings } from './use-readings.ts';

/** What the freezing step shows of the plan, and the model driven by what is measured and by what is entered in the form. */
export default function FreezingStep(
  props: StepProps & {
    /** The step's form while it is filled in; it tells its answers. */
    readonly children: (onAnswers: (asked: readonly Asked[]) => void) => ReactNode;
  },
) {
  const { open, pathway, onSaved, children } = props;
  const { t, texts } = useTranslation();
  texts.add(plannerTexts);
  const { record } = pathway;
  const kept = useReadings(record.patient);
  const entered = useEntered(pathway, typeof kept.readings === 'string' ? undefined : kept.readings);
  const { planned, saved } = entered;
  const [asked, setAsked] = useState<readonly Asked[]>();
  const filledIn = children(setAsked);
  return (
    <>
      <section className={styles.plan} aria-labelledby="freeze-plan">
        <h3 id="freeze-plan">{t('planner.step.title')}</h3>
        {saved === undefined ? (
          <p>{t('planner.step.none')}</p>
        ) : (
          <Saved saved={saved} {...{ open, pathway, onSaved }} />
        )}
        <p>
          <AppLink to={{ page: 'freeze-plan', patient: record.patient }}>
            {t(saved === undefined ? 'planner.step.make' : 'planner.step.change')}
          </AppLink>
        </p>
        <p className={styles.small}>{t('planner.illustrative.text')}</p>
      </section>
      <MeasuredFreeze
        planned={planned}
        pathway={pathway}
        isOpen={['ready', 'overdue', 'overridden'].includes(open.state.state)}
        kept={kept}
        onSaved={onSaved}
      />
      {!filledIn && <FreezeResult pathway={pathway} />}
      {filledIn && (
        <div className={styles.beside}>
          <div className={styles.form}>{filledIn}</div>
          <FillingFreeze entered={entered} asked={asked} />
        </div>
      )}
    </>
  );
}

function Saved({ saved, pathway }: StepProps & { readonly saved: SavedFreezePlan }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { degrees, duration, number, millimetres } = useFigures();
  const { planned, predicted, advice } = saved;
  const title = pathway.protocol.targets.find(({ id }) => id === planned.target)?.title[language] ?? planned.target;
  const cover = predicted['predicted-cover-nerve'];
  const against = advice.filter((id) => id !== 'distances-assumed');
  return (
    <>
      <p>
        <strong>{title}</strong>:{' '}
        {t('planner.step.plan', {
          temperature: degrees(planned.temperature),
          cycles: planned.cycles,
          freeze: duration(planned.freeze),
          thaw: duration(planned.thaw),
          diameter: millimetres(planned.diameter),
        })}
      </p>
      {cover !== undefined && (
        <p>{t('planner.step.cover', { low: number(cover.low), high: millimetres(cover.high) })}</p>
      )}
      {advice.length > 0 && (
        <ul>
          {(against.length > 0 ? against : advice).map((id) => (
            <li key={id}>{t(`planner.advice.${id}.title`)}</li>
          ))}
        </ul>
      )}
      <p className={styles.small}>
        {t('planner.step.when', {
          at: momentInWords(Date.parse(saved.at) as never, language, pathway.protocol.timeZone),
        })}
      </p>
    </>
  );
}
