import type { Instant } from '@cryopath/pathway';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { useTicking } from '../../clinic/step/use-ticking.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Notice } from '../../design/notice.tsx';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { AdviceList } from '../advice/advice-list.tsx';
import { adviseFreeze, freezeLimits } from '../advice/advise-freeze.ts';
import { sceneOf } from '../anatomy/scene.ts';
import { FreezePicture } from '../picture/freeze-picture.tsx';
import { Legend } from '../picture/legend.tsx';
import { useFigures } from '../picture/use-figures.ts';
import { useReachWords } from '../picture/use-reach-words.ts';
import type { PlannedFreeze } from '../planned-freeze.ts';
import { reachesOf } from '../predict/reach.ts';
import { nervePlaces, usePrediction } from '../predict/use-prediction.ts';
import styles from './measured-freeze.module.css';
import {
  drivenBy,
  READING_BOUNDS,
  type Readings,
  readingsResource,
  recordedReadings,
  secondsSince,
  withReading,
} from './readings.ts';
import type { KeptReadings } from './use-readings.ts';

/** No answer of the model for this long, s: it is asked again whatever became of the last question. */
const PATIENCE = 5;

/**
 * The freeze as it runs: what the probe shows is written down as it is read, and drives the same model that planned it, once a second. Readings stay on
 * the device until they are in the record (H13).
 */
export function MeasuredFreeze(props: {
  readonly planned: PlannedFreeze;
  readonly pathway: LoadedPathway;
  /** Whether the step is open for writing. */
  readonly isOpen: boolean;
  readonly kept: KeptReadings;
  readonly onSaved: () => Promise<void>;
}) {
  const { planned, pathway, isOpen, kept, onSaved } = props;
  const { clock, server, person } = useSession();
  const { t } = useTranslation();
  const { patient } = pathway.record;
  const { readings, isLost, isKept, keep } = kept;
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  // One act for one set of readings, however often it is sent (H10).
  const act = useRef<{ readonly readings: Readings; readonly key: string; readonly at: Instant }>(undefined);
  const recorded = useMemo(() => recordedReadings(pathway.record.resources), [pathway.record]);
  if (readings === 'asking') return null;
  if (readings === 'none') {
    return (
      <section className={styles.measured} aria-labelledby="measured">
        <h3 id="measured">{t('planner.measured.title')}</h3>
        {isOpen && (
          <div className={styles.line}>
            <Button tone="plain" isGloved onPress={() => keep({ startedAt: clock.now(), series: [] })}>
              {t('planner.measured.begin')}
            </Button>
            <p>{t('planner.measured.why')}</p>
          </div>
        )}
        {recorded !== undefined && (
          <Driven planned={planned} pathway={pathway} readings={recorded} until={recorded.series.at(-1)?.at ?? 0} />
        )}
        {recorded === undefined && !isOpen && <p>{t('planner.measured.none')}</p>}
      </section>
    );
  }
  const save = async () => {
    if (act.current?.readings !== readings) act.current = { readings, key: crypto.randomUUID(), at: clock.now() };
    const resource = readingsResource(readings, {
      patient,
      pathway: pathway.view.pathway?.id,
      author: person.who,
      at: act.current.at,
    });
    const answer = await server.save([{ resource }], act.current.key);
    setRefusal(answer.ok ? undefined : answer);
    if (!answer.ok) return;
    keep('none');
    await onSaved();
  };
  return (
    <section className={styles.measured} aria-labelledby="measured" data-kept={isKept}>
      <h3 id="measured">{t('planner.measured.title')}</h3>
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      {isLost && <Notice tone="warning" title={t('planner.measured.notKept')} isSudden />}
      <Running planned={planned} pathway={pathway} readings={readings} onChange={keep} />
      <div className={styles.line}>
        <Button tone="plain" isGloved isDisabled={readings.series.length === 0} onPress={save}>
          {t('planner.measured.save')}
        </Button>
        <p>{t('planner.measured.saveWhy')}</p>
      </div>
    </section>
  );
}

function Running(props: {
  readonly planned: PlannedFreeze;
  readonly pathway: LoadedPathway;
  readonly readings: Readings;
  readonly onChange: (readings: Readings | 'none') => void;
}) {
  const { planned, pathway, readings, onChange } = props;
  const { t } = useTranslation();
  const { degrees, duration } = useFigures();
  const { clock } = useSession();
  const until = secondsSince(readings.startedAt, useTicking());
  const [written, setWritten] = useState('');
  const [error, setError] = useState<string>();
  const last = readings.series.at(-1);
  const limits = freezeLimits(pathway.protocol.policy);
  const record = () => {
    const plain = written.trim().replace(',', '.').replace('\u2212', '-');
    const temperature = /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
    if (!(temperature >= READING_BOUNDS.least && temperature <= READING_BOUNDS.most)) {
      setError(t('planner.measured.bad', { least: degrees(READING_BOUNDS.least), most: degrees(READING_BOUNDS.most) }));
      return;
    }
    setError(undefined);
    setWritten('');
    onChange(withReading(readings, { at: secondsSince(readings.startedAt, clock.now()), temperature }));
  };
  const isOutside =
    last !== undefined &&
    (last.temperature < limits.temperature.coldest || last.temperature > limits.temperature.warmest);
  return (
    <>
      <form
        className={styles.entry}
        onSubmit={(event) => {
          event.preventDefault();
          record();
        }}
      >
        <Field
          name="probe-reading"
          label={t('planner.measured.reading')}
          help={t('planner.measured.minus')}
          unit="°C"
          isShort
          isRequired
          value={written}
          error={error}
          onChange={setWritten}
        />
        <Button tone="main" type="submit" isGloved>
          {t('planner.measured.record')}
        </Button>
      </form>
      {/* It counts the seconds, and so is read, not told: a region that speaks every second lets nothing else be heard. */}
      <p>
        {last === undefined
          ? t('planner.measured.waiting', { time: duration(until) })
          : t('planner.measured.last', { temperature: degrees(last.temperature), time: duration(until - last.at) })}
      </p>
      {isOutside && <Notice tone="warning" title={t('planner.measured.outside')} isSudden />}
      {readings.series.length > 0 && (
        <>
          <ol className={styles.readings} aria-label={t('planner.measured.list')}>
            {readings.series.map(({ at, temperature }) => (
              <li key={at}>
                {duration(at)}: {degrees(temperature, Number.isInteger(temperature) ? 0 : 1)}
              </li>
            ))}
          </ol>
          <Driven planned={planned} pathway={pathway} readings={readings} until={until} />
        </>
      )}
      <div className={styles.line}>
        <Button
          tone="quiet"
          onPress={() =>
            onChange(readings.series.length === 0 ? 'none' : { ...readings, series: readings.series.slice(0, -1) })
          }
        >
          {t(readings.series.length === 0 ? 'planner.measured.undoStart' : 'planner.measured.undo')}
        </Button>
      </div>
    </>
  );
}

/** The model, driven by what was read: asked once a second, and not again before it has answered. */
function Driven(props: {
  readonly planned: PlannedFreeze;
  readonly pathway: LoadedPathway;
  readonly readings: Readings;
  readonly until: number;
}) {
  const { planned, pathway, readings, until } = props;
  const { t } = useTranslation();
  const { millimetres, degrees, duration } = useFigures();
  const words = useReachWords();
  const { prediction, ask } = usePrediction();
  const asked = useRef<{ readonly until: number; readonly readings: Readings }>(undefined);
  const { now, predicted, errors } = prediction;
  useEffect(() => {
    const before = asked.current;
    const isWaiting =
      before !== undefined &&
      before.readings === readings &&
      now?.at !== before.until &&
      until - before.until < PATIENCE;
    if (isWaiting || (before?.until === until && before.readings === readings)) return;
    asked.current = { until, readings };
    ask({ kind: 'measured', planned, series: drivenBy(readings), until, places: nervePlaces(planned) });
  }, [ask, planned, readings, until, now]);
  const scene = useMemo(() => sceneOf(planned.target, planned.distances), [planned]);
  const reaches = predicted === undefined ? [] : reachesOf(planned, scene, predicted, [], now);
  // While it runs the plan's own temperature and times say nothing, and a nerve that is not reached may yet be: the sentences tell how far it is.
  const advice = adviseFreeze(planned, freezeLimits(pathway.protocol.policy), reaches).filter(
    ({ id, level }) => level === 'stop' || id === 'skin-below-target' || id === 'distances-assumed',
  );
  if (errors.length > 0) return <Notice tone="fault" title={t('planner.refused')} isSudden />;
  if (now === undefined) return <p>{t('planner.words.waiting')}</p>;
  const ice = now.edges.find(({ temperature }) => temperature === -1);
  const sentences = [
    t('planner.measured.at', { time: duration(now.at), behind: Math.max(0, Math.round(until - now.at)) }),
    ice === undefined || ice.radius === 0
      ? t('planner.words.noIce')
      : t('planner.words.ice', { radius: millimetres(ice.radius), beyond: millimetres(ice.beyondTip) }),
    ...reaches.map((reach) => words.sentence(reach)),
    ...(now.places[0] === undefined ? [] : [t('planner.words.nerveNow', { temperature: degrees(now.places[0]) })]),
  ];
  return (
    <div className={styles.driven} data-driven-at={now.at} data-driven-behind={Math.round(until - now.at)}>
      <FreezePicture planned={planned} scene={scene} frame={now} bands={[]} description={sentences.join(' ')} />
      <Legend hasBand={false} />
      <p>{sentences.join(' ')}</p>
      <AdviceList advice={advice} />
      <p className={styles.small}>{t('planner.measured.noBand')}</p>
    </div>
  );
}
