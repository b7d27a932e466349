import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { ClockFace } from '../../design/clock-face.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './step-panel.module.css';
import { useTicking } from './use-ticking.ts';

/** Minutes at which pain is scored after the injection (evidence.md 1). */
const SCORED_AT = [15, 30, 60] as const;

/** Runs from the injection to the next score. It survives a reload: its start is kept on the device. */
export function BlockClock({ patient }: { readonly patient: string }) {
  const { store, clock } = useSession();
  const { t } = useTranslation();
  const key = `block-clock:${patient}`;
  const [started, setStarted] = useState<number>();
  useEffect(() => {
    store.read<number>('drafts', key).then(setStarted);
  }, [store, key]);
  const start = () => {
    const now = clock.now();
    setStarted(now);
    store.write('drafts', key, now);
  };
  return (
    <div className={styles.box}>
      {started === undefined ? (
        <p className={styles.line}>
          <Button tone="plain" onPress={start}>
            {t('block.start')}
          </Button>
          <span>{t('block.startWhy')}</span>
        </p>
      ) : (
        <Running
          started={started}
          onStop={() => {
            setStarted(undefined);
            store.remove('drafts', key);
          }}
        />
      )}
    </div>
  );
}

function Running({ started, onStop }: { readonly started: number; readonly onStop: () => void }) {
  const { t } = useTranslation();
  const elapsed = (useTicking() - started) / 1000;
  const next = SCORED_AT.find((minute) => elapsed < minute * 60);
  return (
    <div className={styles.line}>
      <ClockFace
        label={t('block.clock')}
        elapsed={elapsed}
        goal={(next ?? SCORED_AT[2]) * 60}
        words={next === undefined ? t('block.allScored') : t('block.nextScore', { minute: next })}
      />
      <Button tone="quiet" onPress={onStop}>
        {t('block.stop')}
      </Button>
    </div>
  );
}
