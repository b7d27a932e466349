import { useEffect, useRef, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import { type PlannedFreeze, phaseAt } from '../planned-freeze.ts';
import { Slider } from '../slider.tsx';
import styles from './scrubber.module.css';
import { useFigures } from './use-figures.ts';

/** The whole plan plays in this time, ms. */
const PLAYS = 9000;

/** The time of the plan: drawn by hand or keyboard, or let run. Freezes and thaws stand under it as a strip. */
export function Scrubber(props: {
  readonly planned: PlannedFreeze;
  /** s */
  readonly duration: number;
  /** s */
  readonly at: number;
  readonly onChange: (at: number) => void;
}) {
  const { planned, duration, at, onChange } = props;
  const { t } = useTranslation();
  const figures = useFigures();
  const [isPlaying, setPlaying] = useState(false);
  const place = useRef(at);
  place.current = at;
  useEffect(() => {
    if (!isPlaying) return;
    let before = performance.now();
    let frame = requestAnimationFrame(function next(now) {
      const to = Math.min(duration, place.current + ((now - before) / PLAYS) * duration);
      before = now;
      onChange(to);
      if (to >= duration) setPlaying(false);
      else frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, duration, onChange]);
  const { cycle, phase } = phaseAt(planned, at);
  const words = t(`planner.moment.${phase}`, { time: figures.duration(at), cycle });
  return (
    <div className={styles.scrubber}>
      <Button
        tone="plain"
        onPress={() => {
          if (!isPlaying && at >= duration) onChange(0);
          setPlaying(!isPlaying);
        }}
      >
        {t(isPlaying ? 'planner.scrubber.stop' : 'planner.scrubber.play')}
      </Button>
      <div className={styles.line}>
        <Slider
          label={t('planner.scrubber.label')}
          least={0}
          most={duration}
          step={1}
          value={Math.round(at)}
          words={words}
          onChange={(moment) => {
            setPlaying(false);
            onChange(moment);
          }}
        />
        <svg className={styles.strip} viewBox={`0 0 ${duration} 10`} preserveAspectRatio="none" aria-hidden="true">
          {Array.from({ length: planned.cycles }, (_, index) => index * (planned.freeze + planned.thaw)).map(
            (start) => (
              <g key={start}>
                <rect className={styles.freeze} x={start} y="0" width={planned.freeze} height="10" />
                <rect className={styles.thaw} x={start + planned.freeze} y="3" width={planned.thaw} height="4" />
              </g>
            ),
          )}
        </svg>
        <p className={styles.key}>{t('planner.scrubber.key')}</p>
      </div>
    </div>
  );
}
