import type { Target } from '@cryopath/pathway';
import { useEffect, useMemo, useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import { personName } from '../clinic/person-name.ts';
import { Button } from '../design/button.tsx';
import { Choice } from '../design/choice.tsx';
import { Notice } from '../design/notice.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { LocatedPathway } from '../pathway/loaded-pathway.ts';
import { useLocatedPathway } from '../pathway/use-pathway.ts';
import { plannerTexts } from '../texts/planner-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { adviseFreeze, type FreezeLimits, freezeLimits } from './advice/advise-freeze.ts';
import { sceneOf } from './anatomy/scene.ts';
import { DistanceFields } from './distance-fields.tsx';
import { Comparison } from './picture/comparison.tsx';
import { Scrubber } from './picture/scrubber.tsx';
import { PlanAnswer } from './plan-answer.tsx';
import { PlanSettings } from './plan-settings.tsx';
import { defaultFreeze, durationOf, type PlannedFreeze } from './planned-freeze.ts';
import styles from './planner-page.module.css';
import { reachesOf } from './predict/reach.ts';
import { askPlan, type Predictor, usePrediction } from './predict/use-prediction.ts';
import { savedFreezePlan } from './record/freeze-plan-resource.ts';
import { targetOfRecord } from './record/target-of-record.ts';

/** The freeze, planned: for one target of one patient, how far the cold will reach. It advises; the physician decides (I9). */
export default function PlannerPage({ patient }: { readonly patient: string }) {
  const { t, texts } = useTranslation();
  texts.add(plannerTexts);
  const { answer, record, reload } = useLocatedPathway(patient);
  const person = record?.resources.find(({ resourceType, id }) => resourceType === 'Patient' && id === patient);
  return (
    <>
      <p className={styles.back}>
        <AppLink to={{ page: 'patient', patient, step: 'freezing' }}>{t('planner.back')}</AppLink>
      </p>
      <header className={styles.head}>
        <h1>{t('planner.title')}</h1>
        {record && <p>{person ? personName(person) : patient}</p>}
      </header>
      <Notice tone="info" title={t('planner.illustrative.title')}>
        <p>{t('planner.illustrative.text')}</p>
      </Notice>
      {answer === undefined && <Skeleton text={t('app.loading')} />}
      {answer && !answer.ok && (
        <>
          <Problem answer={answer} />
          <Button tone="plain" onPress={reload}>
            {t('app.retry')}
          </Button>
        </>
      )}
      {answer?.ok && <Planner pathway={answer.value} onSaved={reload} />}
    </>
  );
}

type Which = 'a' | 'b';

function Planner(props: { readonly pathway: LocatedPathway; readonly onSaved: () => Promise<void> }) {
  const { pathway, onSaved } = props;
  const { protocol, record, view } = pathway;
  const { t } = useTranslation();
  const limits = useMemo(() => freezeLimits(protocol.policy), [protocol]);
  const [first, setFirst] = useState<PlannedFreeze>(
    () =>
      savedFreezePlan(record.resources, view.pathway?.id)?.planned ??
      defaultFreeze(targetOfRecord(record.resources, protocol.targets)),
  );
  const [second, setSecond] = useState<PlannedFreeze>();
  const [edited, setEdited] = useState<Which>('a');
  const one = usePrediction();
  const two = usePrediction();
  useAsking(one, first);
  useAsking(two, second);
  const longest = Math.max(durationOf(first), second === undefined ? 0 : durationOf(second));
  // The end of the last freeze: the coldest moment of the plan.
  const [moment, setMoment] = useState(() => durationOf(first) - first.thaw);
  const at = Math.min(moment, longest);
  const shown = edited === 'b' && second !== undefined ? second : first;
  const change = (changed: PlannedFreeze) => {
    if (edited === 'b' && second !== undefined) setSecond(changed);
    else setFirst(changed);
  };
  const letters = { a: t('planner.planA'), b: t('planner.planB') };
  const plans = [
    { which: 'a' as const, planned: first, predictor: one },
    ...(second === undefined ? [] : [{ which: 'b' as const, planned: second, predictor: two }]),
  ];
  return (
    <>
      <div className={styles.planner}>
        <section className={styles.settings} aria-labelledby="planner-settings">
          <h2 id="planner-settings">{t('planner.settings.title')}</h2>
          {second !== undefined && (
            <Choice
              label={t('planner.settings.which')}
              isRequired
              value={edited}
              options={[
                { value: 'a', text: letters.a },
                { value: 'b', text: letters.b },
              ]}
              onChange={(which) => setEdited(which === 'b' ? 'b' : 'a')}
            />
          )}
          <PlanSettings key={edited} planned={shown} targets={protocol.targets} limits={limits} onChange={change} />
        </section>
        <div className={styles.answer}>
          <div className={styles.bar}>
            <Scrubber planned={shown} duration={longest} at={at} onChange={setMoment} />
            <Button
              tone="plain"
              onPress={() => {
                setSecond(second === undefined ? first : undefined);
                setEdited(second === undefined ? 'b' : 'a');
              }}
            >
              {t(second === undefined ? 'planner.compare.begin' : 'planner.compare.end')}
            </Button>
          </div>
          <div className={second === undefined ? styles.single : styles.pair}>
            {plans.map(({ which, planned, predictor }) => (
              <PlanAnswer
                key={which}
                name={second === undefined ? undefined : letters[which]}
                planned={planned}
                predictor={predictor}
                limits={limits}
                at={at}
                hazards={protocol.targets.find(({ id }) => id === planned.target)?.hazards ?? []}
                pathway={pathway}
                onSaved={onSaved}
              />
            ))}
          </div>
          {second !== undefined && (
            <Comparison
              columns={plans.map(({ which, predictor: { prediction } }) => ({
                name: letters[which],
                prediction,
                ...answerOf(prediction.of, prediction, limits),
              }))}
            />
          )}
        </div>
      </div>
      <DistanceFields
        key={`${edited}-${shown.target}`}
        name={second === undefined ? undefined : letters[edited]}
        planned={shown}
        onChange={change}
      />
      <Sources target={protocol.targets.find(({ id }) => id === shown.target)} />
    </>
  );
}

/** Asks again whenever the plan changes. */
function useAsking({ ask }: Predictor, planned: PlannedFreeze | undefined): void {
  useEffect(() => {
    if (planned === undefined) return;
    askPlan({ ask }, planned);
  }, [ask, planned]);
}

function answerOf(planned: PlannedFreeze | undefined, prediction: Predictor['prediction'], limits: FreezeLimits) {
  if (planned === undefined || prediction.predicted === undefined) return { planned, reaches: [], advice: [] };
  const scene = sceneOf(planned.target, planned.distances);
  const reaches = reachesOf(planned, scene, prediction.predicted, prediction.bands, undefined);
  return { planned, reaches, advice: adviseFreeze(planned, limits, reaches) };
}

/** Where every figure on this page comes from. */
function Sources({ target }: { readonly target: Target | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <details className={styles.sources}>
      <summary>{t('planner.sources.title')}</summary>
      <ul>
        <li>{t('planner.sources.model')}</li>
        <li>{t('planner.sources.tissue')}</li>
        <li>{t('planner.sources.isotherms')}</li>
        <li>{t('planner.sources.limits')}</li>
        <li>{t('planner.sources.distances')}</li>
        <li>{t('planner.sources.probe')}</li>
        {target !== undefined && <li>{t('planner.sources.view', { view: target.view[language] })}</li>}
      </ul>
    </details>
  );
}
