import styles from './clock-face.module.css';

/**
 * A span of time that runs: a ring that closes, the time in digits, and words. It draws what it is given; whoever uses it lets it run by
 * the clock that it has (H12).
 *
 * @param elapsed seconds since the start
 * @param goal seconds after which the ring is closed
 */
export function ClockFace(props: {
  readonly label: string;
  readonly elapsed: number;
  readonly goal: number;
  readonly words: string;
}) {
  const share = Math.min(1, Math.max(0, props.elapsed / props.goal));
  const around = 2 * Math.PI * 66;
  const isOver = props.elapsed >= props.goal;
  return (
    <div className={`${styles.face} ${isOver ? styles.over : ''}`} role="timer" aria-label={props.label}>
      <svg className={styles.ring} viewBox="0 0 160 160" aria-hidden="true" focusable="false">
        <circle cx="80" cy="80" r="66" />
        <circle className={styles.run} cx="80" cy="80" r="66" strokeDasharray={`${share * around} ${around}`} />
        <text x="80" y="91">
          {minutesAndSeconds(props.elapsed)}
        </text>
      </svg>
      <p className={styles.words}>
        <span className="unseen">{minutesAndSeconds(props.elapsed)}, </span>
        {props.words}
      </p>
    </div>
  );
}

/** 75 seconds are `1:15`, 3 675 are `1:01:15`. */
const minutesAndSeconds = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
};
