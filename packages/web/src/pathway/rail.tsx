import type { PathwayView, Protocol, StepView } from '@cryopath/pathway';
import { momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './rail.module.css';

/** The pathway as a nerve: cold as far as it is done, a gate where it is blocked. Each step says its state in words too. */
export function Rail(props: {
  readonly protocol: Protocol;
  readonly view: PathwayView;
  readonly patient: string;
  readonly openStep: string | undefined;
}) {
  const { protocol, view, patient, openStep } = props;
  const language = useLanguage();
  return (
    <ol className={styles.rail}>
      {protocol.stages.map((stage) => {
        const steps = view.steps.filter(({ step }) => step.stage === stage.id);
        if (steps.length === 0) return null;
        return (
          <li
            key={stage.id}
            className={`${styles.stage} ${styles[`stage-${steps[0]?.state.state ?? 'waiting'}`] ?? ''}`}
          >
            <h3>{stage.title[language]}</h3>
            <ol>
              {steps.map((each) => (
                <li key={each.step.id} className={`${styles.step} ${styles[each.state.state]}`}>
                  <AppLink
                    to={{ page: 'patient', patient, step: each.step.id }}
                    className={styles.link}
                    current={each.step.id === openStep}
                  >
                    <Node state={each.state.state} />
                    <span className={styles.title}>{each.step.title[language]}</span>
                    <StateWords view={each} protocol={protocol} />
                  </AppLink>
                </li>
              ))}
            </ol>
          </li>
        );
      })}
    </ol>
  );
}

export function StateWords({ view, protocol }: { readonly view: StepView; readonly protocol: Protocol }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, appointed } = view;
  if (appointed !== undefined && ['ready', 'overdue', 'overridden'].includes(state.state)) {
    const when = momentInWords(appointed, language, protocol.timeZone);
    return (
      <span
        className={styles.words}
      >{`${t(`pathway.state.${state.state}`)} · ${t('pathway.appointed', { when })}`}</span>
    );
  }
  switch (state.state) {
    case 'done':
      return (
        <span className={styles.words}>
          {t('pathway.doneOn', { when: momentInWords(state.at, language, protocol.timeZone) })}
        </span>
      );
    case 'ready':
    case 'overdue':
    case 'skipped':
    case 'not-applicable':
    case 'missed':
    case 'overridden':
      return <span className={styles.words}>{t(`pathway.state.${state.state}`)}</span>;
    case 'waiting': {
      const after = protocol.steps.find(({ id }) => id === state.after)?.title[language] ?? '';
      return (
        <span className={styles.words}>
          {state.until === undefined
            ? t('pathway.waitingFor', { step: after })
            : t('pathway.waitingUntil', { when: momentInWords(state.until, language, protocol.timeZone) })}
        </span>
      );
    }
    case 'blocked':
      return (
        <span className={styles.words}>
          {t('pathway.state.blocked')}: {state.by.map(({ title }) => title[language]).join(', ')}
        </span>
      );
    default:
      return state satisfies never;
  }
}

/** The step's mark on the rail: a tick, a ring, an hourglass, a lock. Shape tells it, colour only repeats it. */
function Node({ state }: { readonly state: StepView['state']['state'] }) {
  return (
    <svg className={styles.node} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="10.5" />
      {state === 'done' && <path d="M7 12.5 L 10.5 16 L 17 8.5" />}
      {state === 'ready' && <circle className={styles.dot} cx="12" cy="12" r="4" />}
      {state === 'waiting' && <path d="M12 7 V 12 L 15.5 14" />}
      {state === 'overdue' && <path d="M12 6.5 V 13 M12 16.8 V 17" />}
      {state === 'overridden' && <path d="M8 11.5 H 16 V 16.5 H 8 Z M9.5 11.5 V 9 A 2.5 2.5 0 0 1 14 8" />}
      {(state === 'skipped' || state === 'not-applicable' || state === 'missed') && <path d="M8 12 H 16" />}
      {state === 'blocked' && <path d="M8 11.5 H 16 V 16.5 H 8 Z M9.5 11.5 V 9.5 A 2.5 2.5 0 0 1 14.5 9.5 V 11.5" />}
    </svg>
  );
}
