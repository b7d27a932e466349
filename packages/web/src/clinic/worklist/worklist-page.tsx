import type { Instant, RecordResource, Stage, Step } from '@cryopath/pathway';
import { memo, useDeferredValue, useState } from 'react';
import { birthDateInWords, dayInWords, momentInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { AppLink } from '../../app/link.tsx';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Badge } from '../../design/badge.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Field } from '../../design/field.tsx';
import { Notice } from '../../design/notice.tsx';
import { Pick } from '../../design/pick.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import { personName } from '../person-name.ts';
import { useWorklist, type Worklist } from './use-worklist.ts';
import type { Waiting } from './waiting.ts';
import styles from './worklist-page.module.css';

/** What waits, for whom, since when; alerts first. Name and birth date stand together: two identifiers, always (H01). */
export function WorklistPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer } = useWorklist();
  const [search, setSearch] = useState('');
  // What is typed is on the screen at once; the list follows when there is time.
  const searched = useDeferredValue(search);
  const [stage, setStage] = useState<string>();
  const stages = answer?.ok ? stagesOf(answer.value) : [];
  return (
    <section aria-labelledby="patients">
      <div className={styles.head}>
        <h1 id="patients">{t('ways.clinic.home')}</h1>
        <div className={styles.filters}>
          <Field label={t('worklist.search')} value={search} onChange={setSearch} keyboard="search" isRequired />
          <Pick
            label={t('worklist.stage')}
            none={t('form.all')}
            value={stage}
            options={stages.map(({ id, title }) => ({ value: id, text: title[language] }))}
            onChange={setStage}
            isRequired
          />
        </div>
      </div>
      {answer === undefined && <Skeleton text={t('app.loading')} />}
      {answer && !answer.ok && <Problem answer={answer} />}
      {answer?.ok && <List worklist={answer.value} search={searched} stage={stage} />}
    </section>
  );
}

const List = memo(function List(props: {
  readonly worklist: Worklist;
  readonly search: string;
  readonly stage: string | undefined;
}) {
  const { t } = useTranslation();
  const { worklist, search, stage } = props;
  const found = worklist.patients.filter((patient) => isFound(patient, search));
  const ids = new Set(found.map(({ id }) => id));
  const waiting = worklist.waiting.filter(
    (each) => ids.has(each.patient) && (stage === undefined || each.stage === stage),
  );
  const now = waiting.filter(({ ready, stage: at }) => at !== 'alert' && ready === undefined);
  // One line a patient: what is most urgent for the clinic; the rest stands on the chart.
  const first = now.filter((each) => each === mostUrgent(now, each.patient, worklist));
  const alerts = waiting.filter(({ stage: at }) => at === 'alert');
  const urgent = new Set([...alerts, ...first].map(({ patient }) => patient));
  const soon = soonest(
    waiting.filter(({ patient }) => !urgent.has(patient)),
    useClinicNow(),
  );
  const busy = new Set([...urgent, ...soon.map(({ patient }) => patient)]);
  const rest = stage === undefined && worklist.isWhole ? found.filter(({ id }) => !busy.has(String(id))) : [];
  if (found.length === 0) return <EmptyState title={t(search === '' ? 'clinic.none' : 'worklist.nobody')} />;
  return (
    <>
      {!worklist.isWhole && (
        <Notice tone="warning">
          <p>{t('worklist.more')}</p>
        </Notice>
      )}
      {alerts.length > 0 && (
        <Part title={t('worklist.alerts')} id="alerts">
          {alerts.map((each) => (
            <Row key={each.task ?? each.since} waiting={each} worklist={worklist} />
          ))}
        </Part>
      )}
      {first.length > 0 && (
        <Part title={t('worklist.waiting')} id="waiting">
          {first.map((each) => (
            <Row key={each.patient} waiting={each} worklist={worklist} />
          ))}
        </Part>
      )}
      {soon.length > 0 && (
        <Part title={t('worklist.soon')} id="soon">
          {soon.map((each) => (
            <Row key={each.patient} waiting={each} worklist={worklist} />
          ))}
        </Part>
      )}
      {rest.length > 0 && (
        <Part title={t('worklist.rest')} id="rest">
          {rest.map((patient) => (
            <li key={String(patient.id)}>
              <AppLink to={{ page: 'patient', patient: String(patient.id) }} className={styles.row}>
                <Who patient={patient} />
              </AppLink>
            </li>
          ))}
        </Part>
      )}
    </>
  );
});

/** The stages of every version that is in use, each once. */
const stagesOf = ({ protocols }: Worklist): readonly Stage[] => [
  ...new Map([...protocols.values()].flatMap(({ stages }) => stages.map((stage) => [stage.id, stage]))).values(),
];

/** The step that a row speaks of, as its own version of the protocol has it. */
const stepOf = ({ protocols }: Worklist, { version, step }: Waiting): Step | undefined =>
  protocols.get(version)?.steps.find(({ id }) => id === step);

const WEEK = 7 * 86_400_000;

/** What may be done, or is appointed, within a week: the first of each patient, in the order of its day. */
function soonest(waiting: readonly Waiting[], now: number): readonly Waiting[] {
  const seen = new Set<string>();
  return waiting
    .filter(({ ready, stage }) => stage !== 'alert' && ready !== undefined && Date.parse(ready) <= now + WEEK)
    .toSorted((a, b) => Date.parse(a.ready ?? '') - Date.parse(b.ready ?? ''))
    .filter(({ patient }) => !seen.has(patient) && seen.add(patient));
}

/** The clinic's clock when the list was drawn. */
const useClinicNow = (): number => useSession().clock.now();

/** Of what waits in one chart: what is overdue, then what somebody of the clinic must do, then what they may, then what waits for the patient. */
function mostUrgent(now: readonly Waiting[], patient: string, worklist: Worklist): Waiting | undefined {
  const rank = (each: Waiting): number => {
    const { isOverdue, roles } = each;
    if (isOverdue) return 0;
    if (!roles.includes('doctor') && !roles.includes('nurse')) return 3;
    return stepOf(worklist, each)?.required === 'must' ? 1 : 2;
  };
  return now.filter((each) => each.patient === patient).toSorted((a, b) => rank(a) - rank(b))[0];
}

function Part(props: { readonly title: string; readonly id: string; readonly children: React.ReactNode }) {
  return (
    <section className={styles.section} aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <ul className={styles.list}>{props.children}</ul>
    </section>
  );
}

const Row = memo(function Row(props: { readonly waiting: Waiting; readonly worklist: Worklist }) {
  const { waiting, worklist } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { patient: id, stage, title, level, since, ready, due, isOverdue } = waiting;
  const { timeZone, patients } = worklist;
  const patient = patients.find((each) => each.id === id);
  const step = stepOf(worklist, waiting);
  const isAlert = stage === 'alert';
  const tone = isAlert && level !== 'routine' ? styles.alarm : isOverdue ? styles.late : styles.ready;
  const day = (instant: string) => dayInWords(Date.parse(instant) as Instant, language, timeZone);
  const when = (instant: string) => momentInWords(Date.parse(instant) as Instant, language, timeZone);
  return (
    <li>
      <AppLink
        to={isAlert ? { page: 'patient', patient: id } : { page: 'patient', patient: id, step: waiting.step }}
        className={`${styles.row} ${tone}`}
      >
        {patient ? <Who patient={patient} /> : <span className={styles.name}>{id}</span>}
        <span>
          <span className={styles.what}>
            {isAlert ? t(`worklist.level.${level}`) : (step?.title[language] ?? title)}
          </span>
          <span className={styles.small}>
            {ready === undefined
              ? t('worklist.since', { when: when(since) })
              : t('worklist.from', { when: day(ready) })}
            {isAlert && isOverdue && ` · ${t('alert.nobody')}`}
            {!isAlert && ready === undefined && due !== undefined && ` · ${t('worklist.due', { when: when(due) })}`}
          </span>
        </span>
        {isAlert ? (
          <Badge tone={level === 'emergency' ? 'alarm' : level === 'same-day' ? 'same-day' : 'calm'}>
            {t(`care.${level}`)}
          </Badge>
        ) : (
          <Badge tone={isOverdue ? 'late' : ready === undefined ? 'now' : 'calm'}>
            {t(
              isOverdue
                ? 'pathway.state.overdue'
                : ready === undefined
                  ? 'pathway.state.ready'
                  : 'pathway.state.waiting',
            )}
          </Badge>
        )}
      </AppLink>
    </li>
  );
});

function Who({ patient }: { readonly patient: RecordResource }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const born = birthDateInWords(patient.birthDate, language);
  return (
    <span>
      <span className={styles.name}>{personName(patient)}</span>
      <span className={styles.small}>{born ? t('clinic.born', { date: born }) : t('worklist.noBirthDate')}</span>
    </span>
  );
}

/** By name without marks, or by any of a patient's numbers. */
function isFound(patient: RecordResource, search: string): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ł/gi, 'l').toLowerCase();
  const numbers =
    (patient.identifier as readonly { value?: string }[] | undefined)?.map(({ value }) => value ?? '') ?? [];
  const text = plain([personName(patient), ...numbers, String(patient.birthDate ?? '')].join(' '));
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
