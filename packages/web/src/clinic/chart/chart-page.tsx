import { useEffect, useState } from 'react';
import { AccessLog } from '../../access/access-log.tsx';
import { birthDateInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { AppLink } from '../../app/link.tsx';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tabs } from '../../design/tabs.tsx';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import { Rail } from '../../pathway/rail.tsx';
import { useLiveChanges, usePathway } from '../../pathway/use-pathway.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { personName } from '../person-name.ts';
import { StepPanel } from '../step/step-panel.tsx';
import styles from './chart-page.module.css';
import { ClosedChart } from './closed-chart.tsx';
import { Flags } from './flags.tsx';
import { RecordList } from './record-list.tsx';

/** One patient's chart: who it is, the pathway as a rail, and beside it the step that is open, the record, and who opened it. */
export function ChartPage({ patient, openStep }: { readonly patient: string; readonly openStep: string | undefined }) {
  const { t } = useTranslation();
  const { answer, reload } = usePathway(patient);
  useLiveChanges(patient, reload);
  const [isOpened, setOpened] = useState(false);
  return (
    <>
      <p className={styles.back}>
        <AppLink to={{ page: 'home' }}>{t('chart.back')}</AppLink>
      </p>
      {answer === undefined && <Skeleton text={t('app.loading')} />}
      {answer && !answer.ok && answer.status === 404 && (
        <ClosedChart
          patient={patient}
          onOpened={async () => {
            setOpened(true);
            await reload();
          }}
        />
      )}
      {answer && !answer.ok && answer.status !== 404 && (
        <>
          <h1>{t('pathway.title')}</h1>
          <Problem answer={answer} />
          <Button tone="plain" onPress={reload}>
            {t('app.retry')}
          </Button>
        </>
      )}
      {answer?.ok && isOpened && (
        <div className={styles.opened}>
          <Notice tone="warning" title={t('closedChart.opened')} isSudden>
            <p>{t('closedChart.openedWhy')}</p>
          </Notice>
        </div>
      )}
      {answer?.ok && <Chart pathway={answer.value} patient={patient} openStep={openStep} onSaved={reload} />}
    </>
  );
}

const isWide = (): boolean => matchMedia('(min-width: 60rem)').matches;

function Chart(props: {
  readonly pathway: LoadedPathway;
  readonly patient: string;
  readonly openStep: string | undefined;
  readonly onSaved: () => Promise<void>;
}) {
  const { pathway, patient, openStep, onSaved } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { person } = useSession();
  const { protocol, record, view } = pathway;
  const resource = record.resources.find(({ resourceType, id }) => resourceType === 'Patient' && id === patient);
  const born = birthDateInWords(resource?.birthDate, language);
  const number = (resource?.identifier as readonly { value?: string }[] | undefined)?.[0]?.value;
  const open =
    view.steps.find(({ step }) => step.id === openStep) ??
    view.steps.find(({ state }) => ['ready', 'overdue', 'overridden'].includes(state.state)) ??
    view.steps.find(({ state }) => state.state !== 'done');
  // On a narrow screen the rail would push the step out of sight: there it is opened to choose, and closes behind the choice.
  const [isRailOpen, setRailOpen] = useState(isWide);
  useEffect(() => {
    if (openStep !== undefined && !isWide()) setRailOpen(false);
  }, [openStep]);
  return (
    <>
      <header className={styles.who}>
        <h1>{resource ? personName(resource) : patient}</h1>
        <p>
          {[born && t('clinic.born', { date: born }), number && t('chart.number', { number })]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <AppLink to={{ page: 'freeze-plan', patient }}>{t('chart.freezePlan')}</AppLink>
      </header>
      <Flags record={record} timeZone={protocol.timeZone} onChanged={onSaved} />
      <div className={styles.chart}>
        <details className={styles.rail} open={isRailOpen} onToggle={(event) => setRailOpen(event.currentTarget.open)}>
          <summary>
            <h2 id="rail">{t('pathway.title')}</h2>
          </summary>
          <Rail protocol={protocol} view={view} patient={patient} openStep={open?.step.id} />
          <p className={styles.version}>{t('chart.version', { version: view.pathway?.version ?? protocol.version })}</p>
        </details>
        <div className={styles.side}>
          {/* Whoever chooses a step wants to see it, whichever view was open. */}
          <Tabs
            key={openStep}
            label={t('chart.views')}
            tabs={[
              {
                id: 'step',
                title: t('chart.step'),
                content: open && <StepPanel key={open.step.id} open={open} pathway={pathway} onSaved={onSaved} />,
              },
              { id: 'record', title: t('chart.record'), content: <RecordList record={record} protocol={protocol} /> },
              // The trail of a chart is the lead's to read, and the patient's.
              ...(person.role === 'lead'
                ? [
                    {
                      id: 'access',
                      title: t('chart.access'),
                      content: <AccessLog patient={patient} timeZone={protocol.timeZone} />,
                    },
                  ]
                : []),
            ]}
          />
        </div>
      </div>
    </>
  );
}
