import { type ReactNode, useEffect, useState } from 'react';
import { keepLanguage, useLanguage } from '../app/language.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { CareCard } from '../design/care-card.tsx';
import { Check, Checks } from '../design/checks.tsx';
import { Choice } from '../design/choice.tsx';
import { ClockFace } from '../design/clock-face.tsx';
import { DataTable } from '../design/data-table.tsx';
import { DateField } from '../design/date-field.tsx';
import { Dialog } from '../design/dialog.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Field } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { PainScale } from '../design/pain-scale.tsx';
import { Progress } from '../design/progress.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { Tabs } from '../design/tabs.tsx';
import { Toast } from '../design/toast.tsx';
import { StepIllustration } from '../guide/step-illustration.tsx';
import BodyChart from '../illustration/body-chart/body-chart.tsx';
import { Ice } from '../illustration/ice/ice.tsx';
import { Spine } from '../illustration/spine/spine.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './gallery-page.module.css';

/** The design language: every component in every state, for whoever builds a screen and for the browser's checks. */
export function GalleryPage() {
  const { t, changeLanguage } = useTranslation();
  const language = useLanguage();
  const other = language === 'en' ? 'pl' : 'en';
  useEffect(() => keepLanguage(language), [language]);
  const theme = (name: string | undefined) => () => {
    if (name === undefined) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
  };
  const side = (name: string) => () => {
    document.documentElement.dataset.side = name;
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('gallery.title')}</h1>
        <p>{t('gallery.lead')}</p>
        <div className={styles.tools}>
          <Button tone="quiet-on-deep" onPress={theme('light')}>
            {t('gallery.light')}
          </Button>
          <Button tone="quiet-on-deep" onPress={theme('dark')}>
            {t('gallery.dark')}
          </Button>
          <Button tone="quiet-on-deep" onPress={theme(undefined)}>
            {t('gallery.system')}
          </Button>
          <Button tone="quiet-on-deep" onPress={side('clinic')}>
            {t('gallery.clinic')}
          </Button>
          <Button tone="quiet-on-deep" onPress={side('home')}>
            {t('gallery.home')}
          </Button>
          <Button tone="quiet-on-deep" lang={other} onPress={() => changeLanguage(other)}>
            {t('language.switch')}
          </Button>
        </div>
      </header>
      <main className={styles.samples}>
        <Controls />
        <Messages />
        <Layouts />
        <Pictures />
      </main>
    </div>
  );
}

function Sample({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.sample}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Controls() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [signs, setSigns] = useState<readonly string[]>([]);
  const [isRead, setRead] = useState(false);
  const [pain, setPain] = useState<number>();
  const [born, setBorn] = useState('1968-04-12');
  const [when, setWhen] = useState('31~4~2026~');
  const sides = ['left', 'right', 'both'].map((value) => ({ value, text: t(`gallery.${value}`) }));
  return (
    <>
      <Sample title={t('gallery.buttons')}>
        <div className={styles.line}>
          {(['main', 'plain', 'quiet', 'alarm'] as const).map((tone) => (
            <Button key={tone} tone={tone}>
              {t(`gallery.${tone}`)}
            </Button>
          ))}
          <Button tone="main" isBusy>
            {t('gallery.busy')}
          </Button>
          <Button tone="main" isDisabled>
            {t('gallery.disabled')}
          </Button>
          <Button tone="plain" isGloved>
            {t('gallery.gloved')}
          </Button>
        </div>
      </Sample>
      <Sample title={t('gallery.fields')}>
        <Field label={t('gallery.name')} help={t('gallery.nameHelp')} value={text} onChange={setText} isRequired />
        <Field
          label={t('gallery.volume')}
          unit="mL"
          isShort
          keyboard="decimal"
          value="0"
          error={t('gallery.fault')}
          onChange={setText}
          isRequired
        />
        <Field label={t('gallery.note')} rows={3} value={note} onChange={setNote} />
        <Field label={t('gallery.fixed')} value="0.1.0" isReadOnly onChange={setText} />
      </Sample>
      <Sample title={t('gallery.choices')}>
        <Choice label={t('gallery.sideQuestion')} value={chosen} options={sides} onChange={setChosen} isRequired />
        <Checks
          label={t('gallery.signs')}
          value={signs}
          options={['fever', 'redness', 'nothing'].map((value) => ({ value, text: t(`gallery.${value}`) }))}
          onChange={setSigns}
        />
        <Check isChosen={isRead} onChange={setRead}>
          {t('gallery.statement')}
        </Check>
      </Sample>
      <Sample title={t('gallery.pain')}>
        <PainScale
          label={t('gallery.pain')}
          low={0}
          high={10}
          ends={{ low: t('gallery.noPain'), high: t('gallery.worst') }}
          value={pain}
          {...(pain === undefined ? { error: t('gallery.painMissing') } : {})}
          onChange={setPain}
          isRequired
        />
      </Sample>
      <Sample title={t('gallery.dates')}>
        <DateField label={t('gallery.born')} value={born} onChange={setBorn} isRequired />
        <DateField
          label={t('gallery.when')}
          value={when}
          error={t('gallery.dateFault')}
          onChange={setWhen}
          withTime
          isRequired
        />
      </Sample>
      <Sample title={t('gallery.clock')}>
        <div className={styles.line}>
          <ClockFace label={t('gallery.clock')} elapsed={452} goal={1200} words={t('gallery.clockWords')} />
          <ClockFace label={t('gallery.clock')} elapsed={1260} goal={1200} words={t('gallery.clockOver')} />
        </div>
      </Sample>
    </>
  );
}

function Messages() {
  const { t } = useTranslation();
  return (
    <>
      <Sample title={t('gallery.cards')}>
        <CareCard level="emergency" headingLevel={3} title={t('gallery.emergencyTitle')}>
          <p>{t('gallery.emergencyText')}</p>
        </CareCard>
        <CareCard level="same-day" headingLevel={3} title={t('gallery.sameDayTitle')}>
          <p>{t('gallery.sameDayText')}</p>
        </CareCard>
        <CareCard level="routine" headingLevel={3} title={t('gallery.routineTitle')}>
          <p>{t('gallery.routineText')}</p>
        </CareCard>
        <CareCard level="expected" headingLevel={3} title={t('gallery.expectedTitle')}>
          <p>{t('gallery.expectedText')}</p>
        </CareCard>
      </Sample>
      <Sample title={t('gallery.notices')}>
        {(['info', 'good', 'warning', 'fault'] as const).map((tone) => (
          <Notice key={tone} tone={tone}>
            <p>{t(`gallery.${tone}Text`)}</p>
          </Notice>
        ))}
        <h3>{t('gallery.badges')}</h3>
        <div className={styles.line}>
          <Badge tone="calm">{t('gallery.calmWord')}</Badge>
          <Badge tone="now">{t('gallery.nowWord')}</Badge>
          <Badge tone="done">{t('gallery.doneWord')}</Badge>
          <Badge tone="late">{t('gallery.lateWord')}</Badge>
          <Badge tone="same-day">{t('gallery.sameDayWord')}</Badge>
          <Badge tone="alarm">{t('gallery.alarmWord')}</Badge>
        </div>
      </Sample>
    </>
  );
}

function Layouts() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [toast, setToast] = useState<string>();
  return (
    <>
      <Sample title={t('gallery.table')}>
        <DataTable
          caption={t('gallery.tableCaption')}
          columns={[t('gallery.minute'), t('gallery.score'), t('gallery.relief')]}
          rows={[
            { key: '0', cells: ['0', '8', '–'] },
            { key: '15', cells: ['15', '4', '50 %'] },
            { key: '30', cells: ['30', '2', '75 %'] },
          ]}
        />
      </Sample>
      <Sample title={t('gallery.tabs')}>
        <Tabs
          label={t('gallery.tabs')}
          tabs={[
            { id: 'pathway', title: t('gallery.pathwayTab'), content: <p>{t('gallery.pathwayText')}</p> },
            { id: 'record', title: t('gallery.recordTab'), content: <p>{t('gallery.recordText')}</p> },
          ]}
        />
      </Sample>
      <Sample title={t('gallery.dialog')}>
        <div className={styles.line}>
          <Button tone="plain" onPress={() => setOpen(true)}>
            {t('gallery.openDialog')}
          </Button>
          <Button tone="plain" onPress={() => setToast(t('gallery.saved'))}>
            {t('gallery.showToast')}
          </Button>
        </div>
        {isOpen && (
          <Dialog
            title={t('gallery.dialogTitle')}
            onClose={() => setOpen(false)}
            actions={
              <>
                <Button tone="alarm" onPress={() => setOpen(false)}>
                  {t('gallery.end')}
                </Button>
                <Button tone="plain" onPress={() => setOpen(false)}>
                  {t('gallery.back')}
                </Button>
              </>
            }
          >
            <p>{t('gallery.dialogText')}</p>
          </Dialog>
        )}
        <Toast text={toast} />
      </Sample>
      <Sample title={t('gallery.states')}>
        <EmptyState title={t('gallery.emptyTitle')}>
          <p>{t('gallery.emptyText')}</p>
        </EmptyState>
        <Skeleton text={t('gallery.loading')} />
        <Progress at={2} of={5} text={t('gallery.progress')} />
      </Sample>
    </>
  );
}

const STEPS = ['preparation', 'locating', 'anaesthesia', 'probe', 'freezing', 'completion'] as const;

function Pictures() {
  const { t } = useTranslation();
  const [regions, setRegions] = useState<readonly string[]>(['lower-back-right']);
  const nameOf = (code: string) => t(`gallery.region.${code}`, { defaultValue: t('gallery.region.other', { code }) });
  return (
    <>
      <Sample title={t('gallery.pictures')}>
        <BodyChart label={t('gallery.chart')} nameOf={nameOf} chosen={regions} onChange={setRegions} />
      </Sample>
      <Sample title={t('gallery.chartShown')}>
        <BodyChart label={t('gallery.chartShown')} nameOf={nameOf} chosen={regions} />
      </Sample>
      <Sample title={t('gallery.growth')}>
        <Ice growth={0.4} description={t('gallery.ice')} />
        <Ice growth={1} description={t('gallery.ice')} />
      </Sample>
      <Sample title={t('gallery.steps')}>
        <div className={styles.steps}>
          {STEPS.map((id) => (
            <StepIllustration key={id} id={id} />
          ))}
        </div>
        <Spine
          targets={[
            { level: 'L3', side: 'right' },
            { level: 'L4', side: 'right' },
          ]}
          description={t('gallery.spine')}
        />
      </Sample>
    </>
  );
}
