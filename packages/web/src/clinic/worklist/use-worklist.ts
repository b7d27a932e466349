import { useCallback, useMemo } from 'react';
import { useLanguage } from '../../app/language.ts';
import { useSession } from '../../app/session.ts';
import { useLiveChanges } from '../../pathway/use-pathway.ts';
import type { FhirServer } from '../../server/fhir-server.ts';
import type { Ask } from './pages.ts';
import { alertKey } from './use-alerts.ts';
import { type UsedPages, usePages } from './use-pages.ts';
import { askAlerts, askAtRest, askSteps, type Called, type StepsAsked, type Waiting } from './waiting.ts';
import type { WorklistFilter } from './worklist-filter.ts';

/** The parts of the worklist, each in pages of its own. */
export interface Worklist {
  readonly alerts: UsedPages<Waiting>;
  /** What may be done now. */
  readonly now: UsedPages<Waiting>;
  /** What comes within seven days, of whom nothing waits for now. */
  readonly soon: UsedPages<Waiting>;
  /** Whom nothing waits for. */
  readonly rest: UsedPages<Called>;
}

/**
 * What waits, asked of the server by filter and by what was typed, and asked again whenever something changes in the clinic.
 *
 * @param words '' when nobody looks for anybody.
 */
export function useWorklist(filter: WorklistFilter, words: string): Worklist {
  const { server } = useSession();
  const language = useLanguage();
  const asks = useMemo(() => asksOf(server, { ...filter, language }, words), [server, filter, language, words]);
  const alerts = usePages(asks.alerts, alertKey, true);
  const now = usePages(asks.now, patientOf);
  const soon = usePages(asks.soon, patientOf);
  const rest = usePages(asks.rest, patientOf);
  const refresh = useCallback(() => {
    alerts.refresh();
    now.refresh();
    soon.refresh();
    rest.refresh();
  }, [alerts.refresh, now.refresh, soon.refresh, rest.refresh]);
  useLiveChanges(undefined, refresh);
  return { alerts, now, soon, rest };
}

interface Asks {
  readonly alerts: Ask<Waiting>;
  readonly now?: Ask<Waiting>;
  readonly soon?: Ask<Waiting>;
  readonly rest?: Ask<Called>;
}

/** What has to be asked: alerts whatever is filtered (I5), and whom nothing waits for only when nothing narrows the list but a name. */
function asksOf(server: FhirServer, asked: StepsAsked, words: string): Asks {
  const { language, ...filter } = asked;
  const { state } = filter;
  const looked = words === '' ? {} : { words };
  const steps =
    (filtered: WorklistFilter): Ask<Waiting> =>
    (count, cursor) =>
      askSteps(server, { count, cursor, ...looked }, { ...filtered, language });
  return {
    alerts: (count, cursor) => askAlerts(server, { count, cursor, ...looked }),
    ...(state === 'soon' ? {} : { now: steps({ state: 'ready', ...filter }) }),
    ...(state === 'ready' || state === 'overdue' ? {} : { soon: steps({ ...filter, state: 'soon' }) }),
    ...(Object.keys(filter).length > 0
      ? {}
      : { rest: (count, cursor) => askAtRest(server, { count, cursor, ...looked }) }),
  };
}

const patientOf = ({ patient }: Called): string => patient;
