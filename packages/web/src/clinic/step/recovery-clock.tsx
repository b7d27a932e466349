import { ClockFace } from '../../design/clock-face.tsx';
import { Notice } from '../../design/notice.tsx';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './step-panel.module.css';
import { useTicking } from './use-ticking.ts';

/** After an hour the clock of the observation has nothing more to say. */
const SHOWN_FOR = 3 * 3600;

/** The 20 to 30 minutes after the procedure, running since its end as the record says it (H19). The record refuses an earlier discharge. */
export function RecoveryClock({ pathway }: { readonly pathway: LoadedPathway }) {
  const { t } = useTranslation();
  const { protocol, view } = pathway;
  const observation = protocol.policy.find(({ id }) => id === 'observation');
  const procedure = view.steps.find(({ step }) => step.output === 'procedure')?.state;
  const now = useTicking();
  if (observation === undefined || procedure?.state !== 'done') return null;
  const elapsed = (now - procedure.at) / 1000;
  if (elapsed > SHOWN_FOR) return null;
  const isOver = elapsed >= observation.low * 60;
  return (
    <div className={styles.box}>
      <ClockFace
        label={t('recovery.clock')}
        elapsed={elapsed}
        goal={observation.low * 60}
        words={t(isOver ? 'recovery.over' : 'recovery.running', { low: observation.low, high: observation.high })}
      />
      <Notice tone={isOver ? 'good' : 'info'}>
        <p>{t(isOver ? 'recovery.mayGo' : 'recovery.stays')}</p>
      </Notice>
    </div>
  );
}
