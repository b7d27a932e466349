import { useMemo } from 'react';
import { useLanguage } from '../../app/language.ts';
import { DataTable } from '../../design/data-table.tsx';
import { Notice } from '../../design/notice.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import { adviseFreeze, freezeLimits } from '../advice/advise-freeze.ts';
import { sceneOf } from '../anatomy/scene.ts';
import { FreezePicture } from '../picture/freeze-picture.tsx';
import { Legend } from '../picture/legend.tsx';
import { useFigures } from '../picture/use-figures.ts';
import { useReachWords } from '../picture/use-reach-words.ts';
import { durationOf, type PlannedFreeze, stretchesOf } from '../planned-freeze.ts';
import { reachesOf } from '../predict/reach.ts';
import type { Prediction } from '../predict/use-prediction.ts';
import type { EnteredCycle } from './entered-freeze.ts';
import styles from './entered-panel.module.css';
import type { Entered } from './use-entered.ts';
import type { EnteredWords } from './use-entered-words.ts';

/** The cycles, the picture at their coldest moment, what came of nerve and neighbours, and what speaks against it. */
export function EnteredAnswer(props: {
  readonly done: PlannedFreeze;
  readonly cycles: readonly EnteredCycle[];
  readonly entered: Entered;
  readonly prediction: Prediction;
  /** The same at the warmest temperatures that were entered, where there are any. */
  readonly warm: Prediction | undefined;
  readonly words: EnteredWords;
  readonly isSaved: boolean;
}) {
  const { done, cycles, entered, prediction, warm, words, isSaved } = props;
  const { saved, policy } = entered;
  const { of, predicted, bands, errors, fineness } = prediction;
  const { t } = useTranslation();
  const language = useLanguage();
  const figures = useFigures();
  const reachWords = useReachWords();
  // What is drawn and said is of the cycles that were computed, never of some that have only just been entered.
  const shown = of ?? done;
  const scene = useMemo(() => sceneOf(shown.target, shown.distances), [shown]);
  const frame = useMemo(() => {
    const end = coldestMoment(shown);
    return predicted?.frames.reduce((best, each) => (Math.abs(each.at - end) < Math.abs(best.at - end) ? each : best));
  }, [shown, predicted]);
  const reaches = useMemo(
    () => (predicted === undefined ? [] : reachesOf(shown, scene, predicted, bands, frame)),
    [shown, scene, predicted, bands, frame],
  );
  const nerveAtWarmest = useMemo(() => {
    if (warm?.of === undefined || warm.predicted === undefined) return undefined;
    return reachesOf(warm.of, scene, warm.predicted, warm.bands, undefined).find(({ kind }) => kind === 'cover');
  }, [warm, scene]);
  const advice = useMemo(() => {
    const limits = freezeLimits(policy);
    // What must stay warm is held against the coldest that was entered, the nerve against the warmest.
    const worst = reaches.map((reach) => (reach.kind === 'cover' ? (nerveAtWarmest ?? reach) : reach));
    const all = stretchesOf(shown).flatMap((each) => adviseFreeze({ ...shown, ...each }, limits, worst));
    return [...new Map(all.map((each) => [each.id, each])).values()];
  }, [shown, policy, reaches, nerveAtWarmest]);
  if (errors.length > 0)
    return (
      <Notice tone="fault" title={t('planner.entered.notComputed')}>
        <ul>
          {errors.map(({ field, text }) => (
            <li key={field}>
              <code>{field}</code>: {text[language]}
            </li>
          ))}
        </ul>
      </Notice>
    );
  const isBanded = bands.length > 0;
  const isWhole = fineness === 'full' && isBanded && of === done && (warm === undefined || warm.bands.length > 0);
  // A nerve that a running freeze has not reached may yet be: the sentences tell how far it is.
  const isRunning = cycles.at(-1)?.isRunning ?? false;
  const against = advice.filter(({ id, level }) => level !== 'note' && !(isRunning && id.startsWith('nerve-')));
  const inWords = [
    ...reaches.map((reach) => words.reach(reach, isBanded)),
    ...(warm === undefined || nerveAtWarmest === undefined
      ? []
      : [t('planner.entered.warmest', { nerve: words.reach(nerveAtWarmest, warm.bands.length > 0) })]),
  ];
  const ice = frame?.edges.find(({ temperature }) => temperature === -1);
  const description = [
    t('planner.entered.at'),
    ice === undefined || ice.radius === 0
      ? t('planner.words.noIce')
      : t('planner.words.ice', {
          radius: figures.millimetres(ice.radius),
          beyond: figures.millimetres(ice.beyondTip),
        }),
    ...reaches.map((reach) => reachWords.sentence(reach)),
  ].join(' ');
  return (
    <div
      className={styles.answer}
      data-entered-until={coldestMoment(shown)}
      data-entered={isWhole ? 'whole' : (fineness ?? 'none')}
    >
      {isSaved && <p>{saved === undefined ? t('planner.step.none') : words.planned(saved)}</p>}
      <ul className={styles.cycles} aria-label={t('planner.entered.cycles')}>
        {cycles.map((cycle) => (
          <li key={cycle.number}>{words.cycle(cycle)}</li>
        ))}
      </ul>
      {predicted === undefined ? (
        <p>{t('planner.words.waiting')}</p>
      ) : (
        <>
          <div className={styles.picture}>
            <FreezePicture planned={shown} scene={scene} frame={frame} bands={bands} description={description} />
          </div>
          {isSaved && <Legend hasBand />}
          <ul className={styles.said} data-said="">
            {inWords.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          {against.length > 0 && (
            <Notice
              tone={against.some(({ level }) => level === 'stop') ? 'fault' : 'warning'}
              title={t('planner.entered.against')}
            >
              <ul>
                {against.map(({ id }) => (
                  <li key={id}>{t(`planner.advice.${id}.title`)}</li>
                ))}
              </ul>
            </Notice>
          )}
          {isSaved && (
            <DataTable
              caption={t('planner.entered.table')}
              columns={[t('planner.table.what'), t('planner.entered.asPlanned'), t('planner.entered.asEntered')]}
              rows={reaches.map((reach) => ({
                key: reach.structure,
                cells: [
                  t(`planner.reach.${reach.structure}`),
                  words.plannedReach(saved, reach),
                  reachWords.range(reach.extreme),
                ],
              }))}
            />
          )}
          <p className={styles.small}>
            {t(isWhole ? 'planner.work.whole' : 'planner.entered.preview')}. {t('planner.entered.held')}{' '}
            {cycles.some(({ measured }) => measured.length > 0) && `${t('planner.entered.measured')} `}
            {advice.some(({ id }) => id === 'distances-assumed') && t('planner.advice.distances-assumed.title')}
          </p>
        </>
      )}
    </div>
  );
}

/** The end of the last freeze, s. */
const coldestMoment = (planned: PlannedFreeze): number => durationOf(planned) - (planned.done?.at(-1)?.thaw ?? 0);
