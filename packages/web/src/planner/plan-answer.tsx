import type { Instant, RecordResource } from '@cryopath/pathway';
import { useId, useMemo, useRef, useState } from 'react';
import { momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Notice } from '../design/notice.tsx';
import type { LocatedPathway } from '../pathway/loaded-pathway.ts';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { AdviceList } from './advice/advice-list.tsx';
import { adviseFreeze, type FreezeLimits } from './advice/advise-freeze.ts';
import { sceneOf } from './anatomy/scene.ts';
import { FreezePicture } from './picture/freeze-picture.tsx';
import { Legend } from './picture/legend.tsx';
import { useFigures } from './picture/use-figures.ts';
import { useReachWords } from './picture/use-reach-words.ts';
import { type PlannedFreeze, phaseAt } from './planned-freeze.ts';
import styles from './planner-page.module.css';
import { bandAt } from './predict/edge-band.ts';
import { reachesOf } from './predict/reach.ts';
import { askPlan, type Predictor } from './predict/use-prediction.ts';
import { freezePlanResource } from './record/freeze-plan-resource.ts';

/** What a plan comes to: the picture at a moment, the same in words and in tables, what speaks against it, and the way into the record. */
export function PlanAnswer(props: {
  /** "Plan A", where there are two. */
  readonly name: string | undefined;
  readonly planned: PlannedFreeze;
  readonly predictor: Predictor;
  readonly limits: FreezeLimits;
  /** s */
  readonly at: number;
  readonly hazards: readonly { readonly id: string; readonly title: { readonly en: string; readonly pl: string } }[];
  readonly pathway: LocatedPathway;
  readonly onSaved: () => Promise<void>;
}) {
  const { name, planned, predictor, limits, at, hazards, pathway, onSaved } = props;
  const { prediction } = predictor;
  const { t } = useTranslation();
  const language = useLanguage();
  const figures = useFigures();
  const words = useReachWords();
  const id = useId();
  const { of, predicted, bands, errors } = prediction;
  // What is drawn and said is of the plan that was computed, never of one that has only just been chosen.
  const shown = of ?? planned;
  const scene = useMemo(() => sceneOf(shown.target, shown.distances), [shown]);
  const frame = useMemo(
    () =>
      predicted?.frames.reduce<(typeof predicted.frames)[number] | undefined>(
        (best, each) => (best === undefined || Math.abs(each.at - at) < Math.abs(best.at - at) ? each : best),
        undefined,
      ),
    [predicted, at],
  );
  const reaches = useMemo(
    () => (predicted === undefined ? [] : reachesOf(shown, scene, predicted, bands, frame)),
    [shown, scene, predicted, bands, frame],
  );
  const advice = useMemo(() => adviseFreeze(shown, limits, reaches), [shown, limits, reaches]);
  const moment =
    frame === undefined
      ? ''
      : t(`planner.moment.${phaseAt(shown, frame.at).phase}`, {
          time: figures.duration(frame.at),
          cycle: phaseAt(shown, frame.at).cycle,
        });
  const ice = frame?.edges.find(({ temperature }) => temperature === -1);
  const atNerve = frame?.places[0];
  const sentences =
    frame === undefined
      ? [t('planner.words.waiting')]
      : [
          `${moment}.`,
          ice === undefined || ice.radius === 0
            ? t('planner.words.noIce')
            : t('planner.words.ice', {
                radius: figures.millimetres(ice.radius),
                beyond: figures.millimetres(ice.beyondTip),
              }),
          ...reaches.map((reach) => words.sentence(reach)),
          ...(atNerve === undefined ? [] : [t('planner.words.nerveNow', { temperature: figures.degrees(atNerve) })]),
        ];
  const isWhole = prediction.fineness === 'full' && bands.length > 0 && of === planned && !prediction.isCancelled;
  return (
    <section className={styles.plan} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={name === undefined ? 'unseen' : undefined}>
        {name ?? t('planner.answer')}
      </h2>
      {errors.length > 0 && (
        <Notice tone="fault" title={t('planner.refused')} isSudden>
          <ul>
            {errors.map(({ field, text }) => (
              <li key={field}>
                <code>{field}</code>: {text[language]}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <FreezePicture
        planned={shown}
        scene={scene}
        frame={frame}
        bands={bands}
        description={`${t(`planner.family.${scene.family}`)} ${sentences.join(' ')}`}
      />
      <Work predictor={predictor} onAgain={() => askPlan(predictor, planned)} isWhole={isWhole} />
      <Legend hasBand />
      {predicted !== undefined && <AdviceList advice={advice} />}
      <p className={styles.sentences}>{sentences.join(' ')}</p>
      {predicted !== undefined && (
        <>
          <DataTable
            caption={t('planner.table.reachCaption')}
            columns={[t('planner.table.what'), t('planner.table.now'), t('planner.table.extreme')]}
            rows={reaches.map((reach) => ({
              key: reach.structure,
              cells: [t(`planner.reach.${reach.structure}`), words.range(reach.now), words.range(reach.extreme)],
            }))}
          />
          <DataTable
            caption={t('planner.table.edgeCaption', { moment })}
            columns={[t('planner.table.isotherm'), t('planner.table.radius'), t('planner.table.beyond')]}
            rows={(frame?.edges ?? []).map(({ temperature, radius, beyondTip }) => {
              const band = frame && bandAt(bands, temperature, frame.at);
              const range = (value: number, low: number, high: number) =>
                value === 0 && (band === undefined || band.farthest < 0.05)
                  ? t('planner.table.noIce')
                  : words.range({ value, low: Math.max(0, value + low), high: value + high });
              return {
                key: String(temperature),
                cells: [
                  `${figures.degrees(temperature)} ${t(`planner.isotherm.at${-temperature}`)}`,
                  range(radius, band?.low.side ?? 0, band?.high.side ?? 0),
                  range(beyondTip, band?.low.tip ?? 0, band?.high.tip ?? 0),
                ],
              };
            })}
          />
          <dl className={styles.nerve}>
            <div>
              <dt>{t('planner.table.coldest')}</dt>
              <dd>{placed(predicted.places[0]?.coldest, (value) => figures.degrees(value))}</dd>
            </div>
            <div>
              <dt>{t('planner.table.below20')}</dt>
              <dd>{placed(predicted.places[0]?.below20, (value) => figures.duration(value))}</dd>
            </div>
            {hazards.length > 0 && (
              <div>
                <dt>{t('planner.table.hazards')}</dt>
                <dd>{hazards.map(({ title }) => title[language]).join(', ')}</dd>
              </div>
            )}
          </dl>
        </>
      )}
      <Save
        name={name}
        isWhole={isWhole}
        pathway={pathway}
        resourceOf={(author) => freezePlanResource(planned, reaches, advice, author)}
        planned={planned}
        onSaved={onSaved}
      />
    </section>
  );

  function placed(value: number | undefined, inWords: (value: number) => string): string {
    return value === undefined ? t('planner.table.inProbe') : inWords(value);
  }
}

/** How far the computing has come, and the way to stop it. */
function Work(props: { readonly predictor: Predictor; readonly isWhole: boolean; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  const { prediction, cancel } = props.predictor;
  const { work, isCancelled } = prediction;
  if (isCancelled)
    return (
      <div className={styles.work}>
        <p role="status">{t('planner.work.cancelled')}</p>
        <Button tone="quiet" onPress={props.onAgain}>
          {t('planner.work.again')}
        </Button>
      </div>
    );
  if (work === undefined)
    return (
      <div className={styles.work} data-work={props.isWhole ? 'whole' : 'none'}>
        <p role="status">{props.isWhole ? t('planner.work.whole') : ''}</p>
      </div>
    );
  return (
    <div className={styles.work} data-work={work.of}>
      <label>
        {t(`planner.work.${work.of}`)} <progress max={1} value={work.part} />
      </label>
      <Button tone="quiet" onPress={cancel}>
        {t('planner.work.cancel')}
      </Button>
    </div>
  );
}

/** Into the record: only a plan whose full answer and band are there, since a line without a band is no prediction. */
function Save(props: {
  readonly name: string | undefined;
  readonly isWhole: boolean;
  readonly planned: PlannedFreeze;
  readonly pathway: LocatedPathway;
  readonly resourceOf: (author: Parameters<typeof freezePlanResource>[3]) => RecordResource;
  readonly onSaved: () => Promise<void>;
}) {
  const { name, isWhole, planned, pathway, resourceOf, onSaved } = props;
  const { server, clock, person } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const [saved, setSaved] = useState<{ readonly planned: PlannedFreeze; readonly at: Instant }>();
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const [isBusy, setBusy] = useState(false);
  // One act for one plan: pressing again, or after an answer that never came, sends the same and saves once (H10).
  const act = useRef<{ readonly planned: PlannedFreeze; readonly key: string; readonly at: Instant }>(undefined);
  const save = async () => {
    setBusy(true);
    if (act.current?.planned !== planned) act.current = { planned, key: crypto.randomUUID(), at: clock.now() };
    const { key, at } = act.current;
    const resource = resourceOf({
      patient: pathway.record.patient,
      pathway: pathway.view.pathway?.id,
      author: person.who,
      at,
    });
    const answer = await server.save([{ resource }], key);
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer);
    if (!answer.ok) return;
    setSaved({ planned, at });
    await onSaved();
  };
  return (
    <div className={styles.save}>
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      <Button tone="main" onPress={save} isDisabled={!isWhole} isBusy={isBusy}>
        {name === undefined ? t('planner.save.one') : t('planner.save.named', { name })}
      </Button>
      <p role="status">
        {saved?.planned === planned
          ? t('planner.save.done', { at: momentInWords(saved.at, language, pathway.protocol.timeZone) })
          : isWhole
            ? t('planner.save.why')
            : t('planner.save.wait')}
      </p>
    </div>
  );
}
