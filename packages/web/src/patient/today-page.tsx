import type { Instant, Protocol, StepView } from '@cryopath/pathway';
import { dayInWords, momentInDay, momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { personName } from '../clinic/person-name.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { LoadedPathway } from '../pathway/loaded-pathway.ts';
import { useLiveChanges, usePathway } from '../pathway/use-pathway.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { AllowedNow, NormalNow } from './allowed-now.tsx';
import { YourClinic } from './call-clinic.tsx';
import look from './home-page.module.css';
import { LastCheckIn } from './last-check-in.tsx';
import { ownSteps } from './own-steps.ts';
import styles from './today-page.module.css';

/** The patient's first page: where I am, what is next, what I may do and from when, and whether this is normal. */
export function TodayPage({ patient }: { readonly patient: string }) {
  const { t } = useTranslation();
  const { answer, reload } = usePathway(patient);
  useLiveChanges(patient, reload);
  return (
    <div className={look.page}>
      {answer === undefined && (
        <>
          <h1>{t('today.title')}</h1>
          <CheckInWay />
          <Skeleton text={t('app.loading')} />
        </>
      )}
      {answer && !answer.ok && (
        <>
          <h1>{t('today.title')}</h1>
          <Problem answer={answer} />
          <p>
            <Button tone="plain" onPress={reload}>
              {t('app.retry')}
            </Button>
          </p>
          <CheckInWay />
        </>
      )}
      {answer?.ok && <Today patient={patient} pathway={answer.value} />}
    </div>
  );
}

const CheckInWay = () => {
  const { t } = useTranslation();
  return (
    <p className={look.actions}>
      <AppLink to={{ page: 'check-in' }} className={look.linkButton}>
        {t('today.checkIn')}
      </AppLink>
    </p>
  );
};

const stageOf = ({ step }: StepView, { stages }: Protocol) => stages.find(({ id }) => id === step.stage);

/** The stage of the protocol in which restrictions and reactions run. */
const AT_HOME = 'aftercare';

function Today({ patient, pathway }: { readonly patient: string; readonly pathway: LoadedPathway }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { protocol, record, view, at, isKept } = pathway;
  const isOwn = useSession().person.role === 'patient';
  const person = record.resources.find(({ resourceType, id }) => resourceType === 'Patient' && id === patient);
  const name = person ? (personName(person).split(' ')[0] ?? '') : '';
  const isOpen = ({ state }: StepView) => ['ready', 'overdue', 'overridden', 'waiting'].includes(state.state);
  const mine = ownSteps(pathway);
  const open = view.steps.filter(isOpen);
  const next =
    open.find(({ step, state }) => step.required === 'must' && state.state !== 'waiting') ??
    open.find(({ step }) => step.required === 'must') ??
    open[0];
  const isAtHome = view.timeline.some(({ state }) => state === 'now');
  const here = isAtHome ? AT_HOME : (next ?? view.steps.findLast(({ state }) => state.state === 'done'))?.step.stage;
  const stageAt = (id: string | undefined) => protocol.stages.findIndex((stage) => stage.id === id);
  // What belongs to a stage that is over (hourly scores after a block) is asked no more.
  const asked = mine.filter((each) => each !== next && stageAt(each.step.stage) >= stageAt(here));
  const done = view.steps.filter(({ state }) => state.state === 'done');
  const later = view.steps.filter(
    (each) =>
      each !== next &&
      !asked.includes(each) &&
      !['done', 'skipped', 'not-applicable', 'missed'].includes(each.state.state) &&
      each.step.required !== 'could',
  );
  const isTreated = view.timeline.some(({ state }) => state !== 'ahead');
  return (
    <>
      <div className={look.section}>
        <h1>{isOwn ? t('today.hello', { name }) : person && personName(person)}</h1>
        {isKept && (
          <Notice tone="warning" title={t('today.offline')}>
            <p>{t('today.asOf', { when: momentInWords(at as Instant, language, protocol.timeZone) })}</p>
          </Notice>
        )}
        <Stages pathway={pathway} here={here} />
      </div>
      <section className={styles.next} aria-labelledby="next">
        <h2 id="next">{t('today.next')}</h2>
        {next ? (
          <>
            <p className={styles.nextTitle}>
              {(next.appointed === undefined ? next.step : stageOf(next, protocol))?.title[language]}
            </p>
            {next.appointed === undefined ? (
              <p>{next.step.about[language]}</p>
            ) : (
              <p>{t('pathway.appointed', { when: momentInDay(next.appointed, language, protocol.timeZone) })}</p>
            )}
            {next.state.state === 'waiting' && next.state.until !== undefined && (
              <p>{t('today.notBefore', { when: dayInWords(next.state.until, language, protocol.timeZone) })}</p>
            )}
            {mine.includes(next) && <FillIn own={next} />}
          </>
        ) : (
          <p>{t('today.nothing')}</p>
        )}
      </section>
      <ToFillIn steps={asked} />
      {isTreated && (
        <section className={look.section} aria-labelledby="check-in">
          <h2 id="check-in">{t('today.howAreYou')}</h2>
          <LastCheckIn pathway={pathway} />
          <CheckInWay />
        </section>
      )}
      <AllowedNow timeline={view.timeline} timeZone={protocol.timeZone} />
      <NormalNow timeline={view.timeline} timeZone={protocol.timeZone} />
      <YourClinic />
      <div className={styles.lists}>
        <Steps title={t('today.later')} steps={later} isDone={false} />
        <Steps title={t('today.done')} steps={done} isDone />
      </div>
    </>
  );
}

function FillIn({ own }: { readonly own: StepView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, form, title } = own.step;
  if (form === undefined) return null;
  return (
    <AppLink to={{ page: 'form', form, step: id }} className={look.linkButton}>
      {t('today.fillIn')}
      <span className="unseen">: {title[language]}</span>
    </AppLink>
  );
}

/** What the clinic asks of the patient besides what is next: how they are at the visits of weeks and months. */
function ToFillIn({ steps }: { readonly steps: readonly StepView[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (steps.length === 0) return null;
  return (
    <section className={look.section} aria-labelledby="to-fill-in">
      <h2 id="to-fill-in">{t('today.toFillIn')}</h2>
      {steps.map((own) => (
        <div key={own.step.id} className={styles.toFillIn}>
          <p className={styles.askedTitle}>{own.step.title[language]}</p>
          <p>{own.step.about[language]}</p>
          <FillIn own={own} />
        </div>
      ))}
    </section>
  );
}

function Stages({ pathway, here }: { readonly pathway: LoadedPathway; readonly here: string | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const stages = pathway.protocol.stages.filter(({ id }) => pathway.view.steps.some(({ step }) => step.stage === id));
  const at = stages.findIndex(({ id }) => id === here);
  return (
    <ol className={styles.stages} aria-label={t('today.way')}>
      {stages.map(({ id, title }, index) => (
        <li
          key={id}
          className={`${styles.stage} ${index < at ? styles.past : index === at ? styles.here : ''}`}
          aria-current={index === at ? 'step' : undefined}
        >
          {title[language]}
          <span className="unseen">
            {t(index < at ? 'today.stage.past' : index === at ? 'today.stage.here' : 'today.stage.ahead')}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** More than this are a list to open: nobody has to scroll past a year of visits. */
const SHOWN = 5;

function Steps(props: { readonly title: string; readonly steps: readonly StepView[]; readonly isDone: boolean }) {
  const { t } = useTranslation();
  const { title, steps, isDone } = props;
  if (steps.length === 0) return null;
  const rest = steps.slice(SHOWN);
  return (
    <section className={look.section}>
      <h2>{title}</h2>
      <StepList steps={steps.slice(0, SHOWN)} isDone={isDone} />
      {rest.length > 0 && (
        <details className={styles.more}>
          <summary>{t('today.more', { count: rest.length })}</summary>
          <StepList steps={rest} isDone={isDone} />
        </details>
      )}
    </section>
  );
}

function StepList({ steps, isDone }: { readonly steps: readonly StepView[]; readonly isDone: boolean }) {
  const language = useLanguage();
  return (
    <ul className={styles.steps}>
      {steps.map(({ step }) => (
        <li key={step.id} className={isDone ? styles.done : undefined}>
          {step.title[language]}
        </li>
      ))}
    </ul>
  );
}
