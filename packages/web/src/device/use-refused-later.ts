import { useState, useSyncExternalStore } from 'react';
import type { Outbox, Sent } from './outbox.ts';

/** Whether the clinic has refused something since this was sent and had to wait: its answers are then back in their form, which is to be shown anew. */
export function useRefusedLater(outbox: Outbox, sent: Sent | undefined): boolean {
  const { refused } = useSyncExternalStore(outbox.subscribe, outbox.unsent);
  const [then, setThen] = useState({ sent, refused });
  if (then.sent !== sent) setThen({ sent, refused });
  return sent?.as === 'waits' && then.sent === sent && refused > then.refused;
}
