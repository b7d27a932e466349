import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './button.module.css';

/** `main` once on a page at most; `plain` for the rest; `quiet-on-deep` on the dark bar. */
export type ButtonTone = 'main' | 'plain' | 'quiet-on-deep';

export function Button(props: {
  readonly tone: ButtonTone;
  readonly onPress?: (() => void) | undefined;
  readonly type?: 'button' | 'submit';
  readonly isPending?: boolean;
  readonly lang?: string;
  readonly children: ReactNode;
}) {
  const { tone, onPress, type = 'button', isPending = false, lang, children } = props;
  return (
    <AriaButton
      className={`${styles.button} ${styles[tone]}`}
      type={type}
      isPending={isPending}
      {...(onPress ? { onPress } : {})}
    >
      <span lang={lang}>{children}</span>
    </AriaButton>
  );
}
