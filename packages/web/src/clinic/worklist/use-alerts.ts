import { useCallback } from 'react';
import { useSession } from '../../app/session.ts';
import { useLiveChanges } from '../../pathway/use-pathway.ts';
import type { Ask } from './pages.ts';
import { type UsedPages, usePages } from './use-pages.ts';
import { askAlerts, type Waiting } from './waiting.ts';

/** Every alert that nobody has closed, however many pages the server has of them (I5), kept fresh. */
export function useAlerts(): UsedPages<Waiting> {
  const { server } = useSession();
  const ask: Ask<Waiting> = useCallback((count, cursor) => askAlerts(server, { count, cursor }), [server]);
  const alerts = usePages(ask, alertKey, true);
  useLiveChanges(undefined, alerts.refresh);
  return alerts;
}

export const alertKey = ({ task, patient, since }: Waiting): string => task ?? `${patient} ${since}`;
