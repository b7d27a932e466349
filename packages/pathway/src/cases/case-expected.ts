import type { Instant } from '../clock/instant.ts';
import { LEVELS, type Level, type Protocol, UNREAD } from '../protocol/protocol.ts';
import type { YamlPlace } from '../protocol/yaml-place.ts';
import { readInstant } from './case-record.ts';

/** States that a case names by their word alone. */
const PLAIN_STATES = ['done', 'ready', 'overdue', 'skipped', 'not-applicable', 'missed', 'overridden'] as const;
type PlainState = (typeof PLAIN_STATES)[number];

/** What a case expects of a step: a state, the closed conditions by name, or what it waits for. */
export type ExpectedStep = PlainState | readonly string[] | { readonly after: string; readonly until?: Instant };

export interface ExpectedWindow {
  readonly state: string;
  readonly from?: Instant;
  readonly earliest?: Instant;
  readonly until?: Instant;
  /** Names of the conditions that a restriction still waits for. */
  readonly waitsFor?: readonly string[];
}

const REPEAT_STATES = ['ahead', 'not-before', 'not-now', 'may-be-considered'] as const;

/** Where a pathway must be, as far as the case tells. */
export interface Expected {
  readonly relief?: number;
  readonly steps: Readonly<Record<string, ExpectedStep>>;
  readonly windows: Readonly<Record<string, ExpectedWindow>>;
  /** By site, `lumbar-facet|left|L4/L5`: whether its blocks meet the rule of the target. */
  readonly blocks: Readonly<Record<string, 'positive' | 'not-positive'>>;
  readonly repeat?: (typeof REPEAT_STATES)[number];
  readonly advice?: { readonly level: Level; readonly because: readonly string[] };
}

/** Reads `then`. Every name must be the protocol's. */
export function readExpected(then: YamlPlace, protocol: Protocol): Expected {
  then.only('relief', 'steps', 'windows', 'blocks', 'repeat', 'advice', 'because');
  const entries = (key: string, ids: readonly string[]) =>
    (then.optional(key)?.entries() ?? []).filter(([id, place]) => {
      if (!ids.includes(id)) place.fault(`The plan has no "${id}"`);
      return ids.includes(id);
    });
  const steps = entries(
    'steps',
    protocol.steps.map(({ id }) => id),
  );
  const windows = entries(
    'windows',
    protocol.windows.map(({ id }) => id),
  );
  const relief = then.optional('relief')?.number();
  const repeat = then.optional('repeat')?.oneOf(...REPEAT_STATES);
  const advice = then.optional('advice')?.oneOf(...LEVELS);
  const rules = new Set<string>([
    ...UNREAD,
    ...protocol.redFlags.flatMap((flag) => flag.rules.map(({ name }) => name)),
    ...protocol.windows.flatMap(({ explains }) => explains.map(({ name }) => name)),
    ...(protocol.triage?.routine ?? []).map(({ name }) => name),
    ...(protocol.triage?.escalations ?? []).map(({ name }) => name),
  ]);
  const because = (then.optional('because')?.items() ?? []).map((each) => {
    if (!rules.has(each.text())) each.fault(`There is no rule "${each.text()}"`);
    return each.text();
  });
  return {
    ...(relief === undefined ? {} : { relief }),
    steps: Object.fromEntries(steps.map(([id, place]) => [id, readStep(place)])),
    windows: Object.fromEntries(windows.map(([id, place]) => [id, readWindow(place)])),
    blocks: Object.fromEntries(
      (then.optional('blocks')?.entries() ?? []).map(([site, place]) => [
        site,
        place.oneOf('positive', 'not-positive'),
      ]),
    ),
    ...(repeat ? { repeat } : {}),
    ...(advice ? { advice: { level: advice, because } } : {}),
  };
}

function readStep(place: YamlPlace): ExpectedStep {
  if (place.isText) return place.oneOf(...PLAIN_STATES);
  if (!place.isMap) return place.items().map((item) => item.text());
  place.only('after', 'until');
  const until = place.optional('until');
  return { after: place.at('after').text(), ...(until ? { until: readInstant(until) } : {}) };
}

function readWindow(place: YamlPlace): ExpectedWindow {
  if (place.isText) return { state: place.oneOf('ahead', 'soon', 'now', 'over') };
  place.only('state', 'from', 'earliest', 'until', 'waits-for');
  const moments = (['from', 'earliest', 'until'] as const).flatMap((key) => {
    const moment = place.optional(key);
    return moment ? [[key, readInstant(moment)] as const] : [];
  });
  const waitsFor = place
    .optional('waits-for')
    ?.items()
    .map((each) => each.text());
  return {
    state: place.at('state').oneOf('ahead', 'soon', 'now', 'over'),
    ...Object.fromEntries(moments),
    ...(waitsFor ? { waitsFor } : {}),
  };
}
