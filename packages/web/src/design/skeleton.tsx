import styles from './skeleton.module.css';

/** The place of what is on its way. `text` is said to a screen reader, once. */
export const Skeleton = ({ text }: { readonly text: string }) => (
  <div className={styles.skeleton} role="status">
    <span className="unseen">{text}</span>
    <div className={styles.line} />
    <div className={styles.line} />
    <div className={styles.line} />
    <div className={styles.line} />
  </div>
);
