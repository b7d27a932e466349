import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './button.module.css';

/** `main` once on a page at most; `plain` for the rest; `quiet` where it stands in a line; `alarm` for help; `quiet-on-deep` on the dark bar. */
export type ButtonTone = 'main' | 'plain' | 'quiet' | 'alarm' | 'quiet-on-deep';

export function Button(props: {
  readonly tone: ButtonTone;
  readonly onPress?: (() => void) | undefined;
  readonly type?: 'button' | 'submit';
  /** What was asked for is under way. The button stays where the focus is; its words say so. */
  readonly isBusy?: boolean;
  /** Only where the reason stands beside it in words. */
  readonly isDisabled?: boolean;
  /** For hands in gloves: 20 mm. */
  readonly isGloved?: boolean;
  readonly lang?: string;
  /** Where the words on it are not enough alone, such as "Remove" in a list. */
  readonly label?: string;
  readonly children: ReactNode;
}) {
  const { tone, onPress, type = 'button', isBusy = false, isDisabled = false, isGloved = false, lang, label } = props;
  return (
    <AriaButton
      className={`${styles.button} ${styles[tone]} ${isBusy ? styles.busy : ''} ${isGloved ? styles.gloved : ''}`}
      type={type}
      isDisabled={isDisabled}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(onPress ? { onPress } : {})}
    >
      <span lang={lang}>{props.children}</span>
    </AriaButton>
  );
}
