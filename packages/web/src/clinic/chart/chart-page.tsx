import type { PathwayView, PatientRecord, StepView } from '@cryopath/pathway';
import { memo, useDeferredValue, useState } from 'react';
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
  const { answer, record, reload } = usePathway(patient);
  useLiveChanges(patient, reload);
  const [isOpened, setOpened] = useState(false);
  return (
    <>
      <p className={styles.back}>
        <AppLink to={{ page: 'home' }}>{t('chart.back')}</AppLink>
      </p>
      {record && <Who record={record} />}
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

/** Whose chart it is, by name, birth date and number (H01). */
function Who({ record }: { readonly record: PatientRecord }) {
  const { patient, resources } = record;
  const { t } = useTranslation();
  const language = useLanguage();
  const person = resources.find(({ resourceType, id }) => resourceType === 'Patient' && id === patient);
  const born = birthDateInWords(person?.birthDate, language);
  const number = (person?.identifier as readonly { value?: string }[] | undefined)?.[0]?.value;
  return (
    <header className={styles.who}>
      <h1 data-person>{person ? personName(person) : patient}</h1>
      <p>
        {[born && t('clinic.born', { date: born }), number && t('chart.number', { number })]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <AppLink to={{ page: 'freeze-plan', patient }}>{t('chart.freezePlan')}</AppLink>
    </header>
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
  const { protocol, record, view } = pathway;
  const open = openOf(view, openStep);
  // The rail answers a press at once; the step itself, with its form, follows. In between no other step stands there: its form would be taken for this one's.
  const shownStep = useDeferredValue(openStep);
  // On a narrow screen the rail would push the step out of sight: there it is opened to choose, and closes behind the choice.
  const [isRailOpen, setRailOpen] = useState(isWide);
  const [chosen, setChosen] = useState(openStep);
  if (chosen !== openStep) {
    // While it is drawn, not after: the step's name takes the focus, and must not slip from under the eye when the rail closes above it.
    setChosen(openStep);
    if (openStep !== undefined && !isWide()) setRailOpen(false);
  }
  return (
    <>
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
          {shownStep === openStep ? (
            // Whoever chooses a step wants to see it, whichever view was open.
            <Views key={shownStep} open={open} pathway={pathway} onSaved={onSaved} />
          ) : (
            <Skeleton text={t('app.loading')} />
          )}
        </div>
      </div>
    </>
  );
}

/** The step that is asked for, else what may be done now, else what comes next. */
const openOf = ({ steps }: PathwayView, asked: string | undefined): StepView | undefined =>
  steps.find(({ step }) => step.id === asked) ??
  steps.find(({ state }) => ['ready', 'overdue', 'overridden'].includes(state.state)) ??
  steps.find(({ state }) => state.state !== 'done');

/** The step, the record and who opened it. Drawn anew only when one of them is another. */
const Views = memo(function Views(props: {
  readonly open: StepView | undefined;
  readonly pathway: LoadedPathway;
  readonly onSaved: () => Promise<void>;
}) {
  const { open, pathway, onSaved } = props;
  const { protocol, record } = pathway;
  const { t } = useTranslation();
  const { person } = useSession();
  return (
    <Tabs
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
                content: <AccessLog patient={record.patient} timeZone={protocol.timeZone} />,
              },
            ]
          : []),
      ]}
    />
  );
});
