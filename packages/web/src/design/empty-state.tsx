import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** Nothing is here, and that is all right; or what to do so that something is. */
export const EmptyState = (props: { readonly title: string; readonly children?: ReactNode }) => (
  <div className={styles.empty}>
    <svg className={styles.drawing} viewBox="0 0 112 72" aria-hidden="true" focusable="false">
      <path d="M4 56 C 24 56 28 44 44 42 M68 42 C 84 40 88 30 108 28" />
      <path
        className={styles.cold}
        d="M56 26 V 58 M42 34 L 70 50 M42 50 L 70 34 M56 31 l -4 -4 M56 31 l 4 -4 M56 53 l -4 4 M56 53 l 4 4"
      />
    </svg>
    <strong>{props.title}</strong>
    {props.children}
  </div>
);
