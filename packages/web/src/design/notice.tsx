import type { ReactNode } from 'react';
import styles from './notice.module.css';

export type NoticeTone = 'info' | 'good' | 'warning' | 'fault';

const SIGNS: Readonly<Record<NoticeTone, string>> = {
  info: 'M12 2 A 10 10 0 1 0 12.01 2 M12 11 V 17 M12 7 V 7.2',
  good: 'M12 2 A 10 10 0 1 0 12.01 2 M7 12.5 L 10.5 16 L 17 8.5',
  warning: 'M12 3 L 22 21 H 2 Z M12 10 V 14 M12 17.4 V 17.5',
  fault: 'M8 2 H 16 L 22 8 V 16 L 16 22 H 8 L 2 16 V 8 Z M12 7 V 13 M12 16.8 V 17',
};

/** Something to know here. `isSudden`: it has just come up, so a screen reader says it at once; otherwise it is read in its place. */
export function Notice(props: {
  readonly tone: NoticeTone;
  readonly title?: string;
  readonly isSudden?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div
      className={`${styles.notice} ${styles[props.tone]}`}
      {...(props.isSudden ? { role: props.tone === 'fault' ? 'alert' : 'status' } : {})}
    >
      <svg className={styles.sign} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={SIGNS[props.tone]} />
      </svg>
      {props.title !== undefined && <p className={styles.title}>{props.title}</p>}
      {props.children}
    </div>
  );
}
