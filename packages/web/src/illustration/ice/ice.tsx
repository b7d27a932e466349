import styles from './ice.module.css';

/**
 * The nerve, the probe at it, and the ice as far as it has grown. An illustration: its size is no measurement.
 *
 * @param growth 0 no ice, 1 the nerve is enclosed
 */
export function Ice({ growth, description }: { readonly growth: number; readonly description: string }) {
  const size = Math.min(1, Math.max(0, growth));
  const isEnclosed = size > 0.6;
  return (
    <svg className={styles.picture} viewBox="0 0 420 280" role="img" aria-label={description}>
      <path className={styles.sheath} d="M-10 214 C 90 214 140 176 240 160 S 380 92 440 96" />
      <path className={`${styles.nerve} ${styles.live}`} d="M-10 214 C 90 214 140 176 240 160" />
      <path
        className={`${styles.nerve} ${isEnclosed ? styles.asleep : styles.live}`}
        d="M240 160 C 320 146 380 92 440 96"
      />
      {[0.12, 0.3, 0.46].map((place) => (
        <circle key={place} className={styles.signal} cx={-10 + 450 * place} cy={218 - 90 * place * place} r="4" />
      ))}
      <path className={styles.probe} d="M222 -10 H 236 L 246 128 H 234 Z" />
      <ellipse className={styles.ball} cx="240" cy="150" rx="62" ry="74" transform={`scale(${size})`} />
      <ellipse
        className={`${styles.ball} ${styles.core}`}
        cx="240"
        cy="150"
        rx="34"
        ry="42"
        transform={`scale(${size})`}
      />
      <path className={styles.tip} d="M234 126 H 246 L 241 168 Z" />
    </svg>
  );
}
