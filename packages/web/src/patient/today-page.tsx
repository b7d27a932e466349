import type { Clock, StepView } from '@cryopath/pathway';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { personName } from '../clinic/person-name.ts';
import { Button } from '../design/button.tsx';
import { usePathway } from '../pathway/use-pathway.ts';
import type { FhirServer } from '../server/fhir-server.ts';
import { AllowedNow } from './allowed-now.tsx';
import styles from './today-page.module.css';

/** The patient's one page: where I am, what is next, what I may do and from when. */
export function TodayPage(props: { readonly server: FhirServer; readonly clock: Clock; readonly patient: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer, reload } = usePathway(props.server, props.clock, props.patient);
  if (answer === undefined) return <p role="status">{t('app.loading')}</p>;
  if (!answer.ok) {
    return (
      <>
        <Problem answer={answer} />
        <Button tone="plain" onPress={reload}>
          {t('app.retry')}
        </Button>
      </>
    );
  }
  const { protocol, record, view } = answer.value;
  const person = record.resources.find(({ resourceType, id }) => resourceType === 'Patient' && id === props.patient);
  const name = person ? (personName(person).split(' ')[0] ?? '') : '';
  const next = view.steps.find(({ state }) => state.state === 'ready' || state.state === 'waiting');
  const here = protocol.stages.find(({ id }) => id === (next ?? view.steps.at(-1))?.step.stage);
  const done = view.steps.filter(({ state }) => state.state === 'done');
  const later = view.steps.filter((each) => each !== next && each.state.state !== 'done');
  return (
    <div className={styles.page}>
      <h1>{t('today.hello', { name })}</h1>
      {here && <p className={styles.here}>{t('today.here', { stage: here.title[language] })}</p>}
      <section className={styles.next} aria-labelledby="next">
        <h2 id="next">{t('today.next')}</h2>
        {next ? (
          <>
            <p className={styles.nextTitle}>{next.step.title[language]}</p>
            <p>{next.step.about[language]}</p>
          </>
        ) : (
          <p>{t('today.nothing')}</p>
        )}
      </section>
      <AllowedNow timeline={view.timeline} timeZone={protocol.timeZone} />
      <p className={styles.flags}>
        <a href={`/${language}/#contact`}>{t('app.redFlags')}</a>
      </p>
      <div className={styles.lists}>
        <Steps title={t('today.later')} steps={later} isDone={false} />
        <Steps title={t('today.done')} steps={done} isDone />
      </div>
    </div>
  );
}

function Steps(props: { readonly title: string; readonly steps: readonly StepView[]; readonly isDone: boolean }) {
  const language = useLanguage();
  if (props.steps.length === 0) return null;
  return (
    <section>
      <h2>{props.title}</h2>
      <ul className={props.isDone ? styles.done : styles.later}>
        {props.steps.map(({ step }) => (
          <li key={step.id}>{step.title[language]}</li>
        ))}
      </ul>
    </section>
  );
}
