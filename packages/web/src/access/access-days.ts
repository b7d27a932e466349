import { calendarDayAt, type Instant, isoOfDay, type RecordResource } from '@cryopath/pathway';

/** What one person did in one record on one day. */
export interface AccessDay {
  readonly key: string;
  /** `2026-03-02`, on the clinic's calendar. */
  readonly day: string;
  /** Reference of who it was; empty when nobody was signed in. */
  readonly who: string;
  readonly role: string | undefined;
  readonly looked: number;
  readonly changed: number;
  readonly refused: number;
  /** The last of these acts. */
  readonly last: string;
  /** Reasons of the emergency openings among them (H16). */
  readonly emergencies: readonly string[];
}

interface Coding {
  readonly system?: string;
  readonly code?: string;
}

interface Agent {
  readonly who?: { readonly reference?: string };
  readonly role?: readonly { readonly coding?: readonly Coding[] }[];
  readonly requestor?: boolean;
}

interface Entity {
  readonly detail?: readonly { readonly type?: string; readonly valueString?: string }[];
}

/**
 * AuditEvents of one record, told as people read them: a chart that is opened once is a dozen events, and a page of events tells nothing. Newest first.
 *
 * @param timeZone of the calendar that the days are on.
 */
export function accessDays(events: readonly RecordResource[], timeZone: string): readonly AccessDay[] {
  const days = new Map<string, AccessDay>();
  for (const event of events) {
    const recorded = String(event.recorded);
    const agent = ((event.agent ?? []) as readonly Agent[]).find(({ requestor }) => requestor === true);
    const who = agent?.who?.reference ?? '';
    const day = isoOfDay(calendarDayAt(Date.parse(recorded) as Instant, timeZone));
    const key = `${day} ${who}`;
    const before = days.get(key) ?? { ...NOTHING, key, day, who, role: roleOf(agent), last: recorded };
    days.set(key, withEvent(before, event, recorded));
  }
  return [...days.values()].toSorted((a, b) => (a.last < b.last ? 1 : -1));
}

/** DICOM PS3.16, CID 401: Emergency Override Started. */
const EMERGENCY = '110127';

const NOTHING = { looked: 0, changed: 0, refused: 0, emergencies: [] } as const;

function withEvent(day: AccessDay, event: RecordResource, recorded: string): AccessDay {
  const told = recorded > day.last ? { ...day, last: recorded } : day;
  if (event.outcome !== '0') return { ...told, refused: day.refused + 1 };
  const subtypes = (event.subtype ?? []) as readonly Coding[];
  if (subtypes.some(({ code }) => code === EMERGENCY)) {
    return { ...told, emergencies: [...day.emergencies, reasonOf(event)] };
  }
  const isChange = event.action === 'C' || event.action === 'U' || event.action === 'D';
  return isChange ? { ...told, changed: day.changed + 1 } : { ...told, looked: day.looked + 1 };
}

const roleOf = (agent: Agent | undefined): string | undefined =>
  agent?.role?.flatMap(({ coding }) => coding ?? []).find(({ system }) => system === 'urn:cryopath:role')?.code;

const reasonOf = (event: RecordResource): string =>
  ((event.entity ?? []) as readonly Entity[])
    .flatMap(({ detail }) => detail ?? [])
    .find(({ type }) => type === 'reason')?.valueString ?? '';
