import type { ReactNode } from 'react';
import { addressOf, goTo, type KnownPlace } from './address.ts';

/** A link inside the app: a real address, so that it can be opened in a new tab, copied and read out. */
export function AppLink(props: {
  readonly to: KnownPlace;
  readonly className?: string | undefined;
  readonly current?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <a
      href={addressOf(props.to)}
      className={props.className}
      aria-current={props.current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        goTo(props.to);
      }}
    >
      {props.children}
    </a>
  );
}
