import styles from './step-illustration.module.css';

/** One drawing for each of the six steps, in one hand: thick line for the body, thin for the tool, ice and ember where they belong. */
const DRAWINGS: Readonly<Record<string, React.ReactNode>> = {
  preparation: (
    <>
      <path className={styles.body} d="M14 62 C 22 52 34 52 46 54 C 60 56 72 50 82 56 C 88 60 90 64 90 68" />
      <circle className={styles.body} cx="15" cy="53" r="8" />
      <path className={styles.tool} d="M6 74 H 92 M18 74 V 88 M80 74 V 88" />
      <path className={styles.cold} d="M56 14 C 56 14 48 24 48 30 A 8 8 0 0 0 64 30 C 64 24 56 14 56 14 Z" />
    </>
  ),
  locating: (
    <>
      <path className={styles.tool} d="M20 20 A 40 40 0 1 0 78 20" />
      <rect className={styles.tool} x="38" y="6" width="22" height="12" rx="2" />
      <path className={styles.thin} d="M42 20 L 34 56 M56 20 L 64 56" />
      <path className={styles.body} d="M28 62 H 70" />
      <path className={styles.warm} d="M43 56 L 55 68 M55 56 L 43 68" />
    </>
  ),
  anaesthesia: (
    <>
      <path className={styles.tool} d="M66 12 L 84 30 M75 21 L 64 32 M52 28 L 68 44 L 46 66 L 30 50 Z M38 58 L 16 80" />
      <path className={styles.thin} d="M46 42 L 52 48 M40 48 L 46 54" />
      <path className={styles.body} d="M8 86 C 28 78 56 92 92 82" />
    </>
  ),
  probe: (
    <>
      <path className={styles.body} d="M8 70 C 30 62 62 78 92 68" />
      <path className={styles.warm} d="M10 86 C 34 78 60 94 92 84" />
      <path className={styles.tool} d="M78 8 L 60 36 M70 4 L 86 14 L 78 26 L 62 16 Z" />
      <path className={styles.tool} d="M64 30 L 44 80" />
    </>
  ),
  freezing: (
    <>
      <circle className={styles.ice} cx="46" cy="62" r="26" />
      <path className={styles.cold} d="M46 44 V 80 M30 53 L 62 71 M30 71 L 62 53" />
      <path className={styles.tool} d="M80 8 L 52 54" />
      <path className={styles.warm} d="M4 74 C 10 72 14 70 20 68" />
      <path className={styles.body} d="M72 60 C 80 58 86 60 94 56" />
    </>
  ),
  completion: (
    <>
      <circle className={styles.tool} cx="36" cy="38" r="24" />
      <path className={styles.cold} d="M36 22 V 38 L 48 44" />
      <path className={styles.body} d="M52 72 L 78 58 A 9 9 0 0 1 87 74 L 61 88 A 9 9 0 0 1 52 72 Z" />
      <path className={styles.thin} d="M66 66 L 74 80" />
    </>
  ),
};

export function StepIllustration({ id }: { readonly id: string }) {
  return (
    <svg className={styles.drawing} viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      {DRAWINGS[id]}
    </svg>
  );
}
