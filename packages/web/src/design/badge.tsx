import styles from './badge.module.css';

export type BadgeTone = 'calm' | 'now' | 'done' | 'late' | 'same-day' | 'alarm';

/** A state in a word. Its sign differs by tone, so that it is told without colour too. */
export const Badge = ({ tone, children }: { readonly tone: BadgeTone; readonly children: string }) => (
  <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>
);
