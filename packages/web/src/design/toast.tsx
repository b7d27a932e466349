import styles from './toast.module.css';

/** Says in passing that something was done. The region is always there, so that a screen reader notices what appears in it. */
export const Toast = ({ text }: { readonly text: string | undefined }) => (
  <div className={styles.place} role="status">
    {text !== undefined && <p className={styles.toast}>{text}</p>}
  </div>
);
