import type { Clock } from '@cryopath/pathway';
import { useTranslation } from 'react-i18next';
import { birthDateInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import { Button } from '../design/button.tsx';
import { Rail } from '../pathway/rail.tsx';
import { usePathway } from '../pathway/use-pathway.ts';
import type { FhirServer } from '../server/fhir-server.ts';
import styles from './chart-page.module.css';
import { personName } from './person-name.ts';
import { StepPanel } from './step-panel.tsx';

/** One patient's chart: who it is, the pathway as a rail, and beside it the step that is open. */
export function ChartPage(props: {
  readonly server: FhirServer;
  readonly clock: Clock;
  readonly patient: string;
  readonly openStep: string | undefined;
}) {
  const { server, clock, patient, openStep } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer, reload } = usePathway(server, clock, patient);
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
  const person = record.resources.find(({ resourceType, id }) => resourceType === 'Patient' && id === patient);
  const born = birthDateInWords(person?.birthDate, language);
  const open =
    view.steps.find(({ step }) => step.id === openStep) ??
    view.steps.find(({ state }) => state.state === 'ready') ??
    view.steps.find(({ state }) => state.state !== 'done');
  return (
    <>
      <p className={styles.back}>
        <AppLink to={{ page: 'home' }}>{t('app.back')}</AppLink>
      </p>
      <header className={styles.who}>
        <h1>{person ? personName(person) : patient}</h1>
        {born && <p>{t('clinic.born', { date: born })}</p>}
      </header>
      <div className={styles.chart}>
        <section aria-labelledby="rail" className={styles.rail}>
          <h2 id="rail">{t('pathway.title')}</h2>
          <Rail protocol={protocol} view={view} patient={patient} openStep={open?.step.id} />
          <p className={styles.version}>{t('pathway.version', { version: protocol.version })}</p>
        </section>
        {open && (
          <StepPanel
            key={open.step.id}
            open={open}
            pathway={answer.value}
            server={server}
            clock={clock}
            onSaved={reload}
          />
        )}
      </div>
    </>
  );
}
