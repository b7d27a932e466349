import styles from './progress.module.css';

/** How far one is through several things: filled, hatched, empty, and in words. @param at from 1 */
export const Progress = (props: { readonly at: number; readonly of: number; readonly text: string }) => (
  <div className={styles.progress}>
    <p>{props.text}</p>
    <div className={styles.bar} aria-hidden="true">
      {Array.from({ length: props.of }, (_, index) => (
        // The bar's pieces have no other name than their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={index} className={index + 1 < props.at ? styles.past : index + 1 === props.at ? styles.here : ''} />
      ))}
    </div>
  </div>
);
