import { type RecordResource, type Site, siteParts, sitesOfResponse } from '@cryopath/pathway';
import { useState } from 'react';
import { useLanguage } from '../../app/language.ts';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { ClockFace } from '../../design/clock-face.tsx';
import { Notice } from '../../design/notice.tsx';
import { Ice } from '../../illustration/ice/ice.tsx';
import { Spine } from '../../illustration/spine/spine.tsx';
import { levelsIn, type SpineSide } from '../../illustration/spine/spine-levels.ts';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './step-panel.module.css';
import type { StepProps } from './step-props.ts';
import { useTicking } from './use-ticking.ts';

const CODINGS = { target: 'urn:cryopath:target', side: 'urn:cryopath:side', level: 'urn:cryopath:level' } as const;

/**
 * The procedure itself, from the first needle to the dressing: begun at the sites of the time-out and at no others (H02), and ended. The record holds the gate;
 * this screen only asks.
 */
export function ProcedurePanel({ open, pathway, onSaved }: StepProps) {
  const { server, clock, person } = useSession();
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const [keys] = useState(() => ({ begin: crypto.randomUUID(), end: crypto.randomUUID() }));
  const { record, view } = pathway;
  const sites = sitesOfTimeOut(pathway);
  const running = record.resources.find(
    ({ resourceType, status, code }) =>
      resourceType === 'Procedure' && status === 'in-progress' && JSON.stringify(code).includes('cryoablation'),
  );
  const mayBegin = ['ready', 'overdue', 'overridden'].includes(open.state.state);

  const save = async (resource: RecordResource, key: string) => {
    const answer = await server.save([{ resource }], key);
    setRefusal(answer.ok ? undefined : answer);
    if (answer.ok) await onSaved();
  };
  const begin = () =>
    save(
      {
        resourceType: 'Procedure',
        status: 'in-progress',
        code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
        subject: { reference: `Patient/${record.patient}` },
        ...(view.pathway?.id === undefined ? {} : { basedOn: [{ reference: `CarePlan/${view.pathway.id}` }] }),
        performedPeriod: { start: new Date(clock.now()).toISOString() },
        performer: [{ actor: { reference: person.who } }],
        ...(sites.length > 0 ? { bodySite: sites.map(bodySiteOf) } : {}),
      },
      keys.begin,
    );
  const end = (procedure: RecordResource) =>
    save(
      {
        ...procedure,
        status: 'completed',
        performedPeriod: {
          ...(procedure.performedPeriod as object),
          end: new Date(clock.now()).toISOString(),
        },
      },
      keys.end,
    );
  return (
    <>
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      {(mayBegin || running) && <Sites sites={sites} pathway={pathway} />}
      {mayBegin && !running && (
        <div className={styles.box}>
          <p>{t('procedure.beginWhy')}</p>
          <p>
            <Button tone="main" isGloved onPress={begin}>
              {t('procedure.begin')}
            </Button>
          </p>
        </div>
      )}
      {running && <Running procedure={running} onEnd={() => end(running)} />}
    </>
  );
}

function Running({ procedure, onEnd }: { readonly procedure: RecordResource; readonly onEnd: () => void }) {
  const { t } = useTranslation();
  const started = Date.parse(String((procedure.performedPeriod as { start?: string } | undefined)?.start));
  const elapsed = (useTicking() - started) / 1000;
  return (
    <div className={styles.box}>
      <div className={styles.line}>
        <ClockFace label={t('procedure.clock')} elapsed={elapsed} goal={3600} words={t('procedure.running')} />
        <Ice growth={0.8} description={t('procedure.ice')} />
      </div>
      <Notice tone="info">
        <p>{t('procedure.endWhy')}</p>
      </Notice>
      <p>
        <Button tone="main" isGloved onPress={onEnd}>
          {t('procedure.end')}
        </Button>
      </p>
    </div>
  );
}

/** Where: in words, and on the spine where the target has levels. */
function Sites({ sites, pathway }: { readonly sites: readonly Site[]; readonly pathway: LoadedPathway }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (sites.length === 0) return null;
  const places = sites.map(siteParts);
  const words = places.map(({ target, side, level }) =>
    [
      pathway.protocol.targets.find(({ id }) => id === target)?.title[language] ?? target,
      level,
      t(`block.side.${side}`),
    ]
      .filter((each) => each !== undefined)
      .join(', '),
  );
  const marked = places.flatMap(({ level, side }) =>
    levelsIn(level ?? '').map((each) => ({ level: each, side: side as SpineSide })),
  );
  return (
    <div className={styles.box}>
      <h3>{t('procedure.site')}</h3>
      {words.map((each) => (
        <p key={each} className={styles.reliefValue}>
          {each}
        </p>
      ))}
      {marked.length > 0 && <Spine targets={marked} description={words.join('; ')} />}
    </div>
  );
}

/** What the newest time-out names; two people and the patient agreed on it, or the gate stays closed. */
function sitesOfTimeOut({ protocol, record }: LoadedPathway): readonly Site[] {
  const form = protocol.forms.find(({ id }) => id === protocol.steps.find(({ output }) => output === 'timeOut')?.form);
  const [newest] = record.resources
    .filter(
      ({ resourceType, questionnaire, status }) =>
        form !== undefined &&
        resourceType === 'QuestionnaireResponse' &&
        status === 'completed' &&
        String(questionnaire).split('|')[0] === form.url,
    )
    .toSorted((a, b) => Date.parse(String(b.authored)) - Date.parse(String(a.authored)));
  return newest === undefined ? [] : sitesOfResponse(newest);
}

function bodySiteOf(site: Site) {
  const { target, side, level } = siteParts(site);
  return {
    coding: [
      { system: CODINGS.target, code: target },
      { system: CODINGS.side, code: side },
      ...(level === undefined ? [] : [{ system: CODINGS.level, code: level }]),
    ],
  };
}
