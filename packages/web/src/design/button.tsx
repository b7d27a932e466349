import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './button.module.css';

/** `main` once on a page at most; `plain` for the rest; `quiet-on-deep` on the dark bar. */
export type ButtonTone = 'main' | 'plain' | 'quiet-on-deep';

export function Button(props: {
  readonly tone: ButtonTone;
  readonly onPress?: (() => void) | undefined;
  readonly type?: 'button' | 'submit';
  /** What was asked for is under way. The button stays where the focus is; its words say so. */
  readonly isBusy?: boolean;
  readonly lang?: string;
  readonly children: ReactNode;
}) {
  const { tone, onPress, type = 'button', isBusy = false, lang, children } = props;
  return (
    <AriaButton
      className={`${styles.button} ${styles[tone]} ${isBusy ? styles.busy : ''}`}
      type={type}
      {...(onPress ? { onPress } : {})}
    >
      <span lang={lang}>{children}</span>
    </AriaButton>
  );
}
