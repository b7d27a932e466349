import { type Instant, instantOf, parseInstant } from '../clock/instant.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import { type Answers, responseTo } from '../form/response.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { type Faults, YamlPlace } from '../protocol/yaml-place.ts';

/** States that a case names by their word alone. */
const PLAIN_STATES = ['done', 'ready', 'overdue', 'skipped', 'not-applicable', 'overridden'] as const;
type PlainState = (typeof PLAIN_STATES)[number];

/** What a case expects of a step: a state, the closed conditions by name, or what it waits for. */
export type ExpectedStep = PlainState | readonly string[] | { readonly after: string; readonly until?: Instant };

export interface ExpectedWindow {
  readonly state: string;
  readonly from?: Instant;
  readonly earliest?: Instant;
  readonly until?: Instant;
}

/** A record at a moment, and where the pathway must be: a test that a doctor can read. */
export interface Case {
  readonly given: string;
  readonly record: PatientRecord;
  readonly now: Instant;
  readonly relief?: number;
  readonly steps: Readonly<Record<string, ExpectedStep>>;
  readonly windows: Readonly<Record<string, ExpectedWindow>>;
}

const PATIENT = 'case';

/** Reads one file of cases/. Names of steps and windows must be the plan's, or the case would expect nothing. */
export function readCase(name: string, text: string, protocol: Protocol, faults: Faults): Case {
  const file = YamlPlace.read(name, text, faults);
  file.only('given', 'record', 'now', 'then');
  const then = file.at('then');
  then.only('relief', 'steps', 'windows');
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
  return {
    given: file.at('given').text(),
    record: {
      patient: PATIENT,
      resources: file
        .at('record')
        .items()
        .map((place) => readResource(place, protocol)),
    },
    now: readInstant(file.at('now')),
    ...(relief === undefined ? {} : { relief }),
    steps: Object.fromEntries(steps.map(([id, place]) => [id, readStep(place)])),
    windows: Object.fromEntries(windows.map(([id, place]) => [id, readWindow(place)])),
  };
}

function readResource(place: YamlPlace, protocol: Protocol): RecordResource {
  const resource = place.optional('resource');
  const subject = { reference: `Patient/${PATIENT}` };
  if (resource) {
    const type = resource.at('resourceType').text();
    const about = type === 'Consent' ? { patient: subject } : { subject };
    return { resourceType: type, ...about, ...(resource.plain() as object) };
  }
  place.only('form', 'at', 'status', 'answers');
  const form = protocol.forms.find(({ id }) => id === place.at('form').text());
  if (!form) {
    place.at('form').fault('There is no such form');
    return { resourceType: 'QuestionnaireResponse' };
  }
  const given = { patient: PATIENT, at: readInstant(place.at('at')), status: 'completed' } as const;
  const status = place.optional('status')?.text();
  try {
    const response = responseTo(form, place.at('answers').plain() as Answers, given);
    return { ...response, ...(status === undefined ? {} : { status }) };
  } catch (error) {
    place.fault(error instanceof Error ? error.message : String(error));
    return { resourceType: 'QuestionnaireResponse' };
  }
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
  place.only('state', 'from', 'earliest', 'until');
  const moments = (['from', 'earliest', 'until'] as const).flatMap((key) => {
    const moment = place.optional(key);
    return moment ? [[key, readInstant(moment)] as const] : [];
  });
  return { state: place.at('state').oneOf('ahead', 'soon', 'now', 'over'), ...Object.fromEntries(moments) };
}

function readInstant(place: YamlPlace): Instant {
  const instant = parseInstant(place.text());
  if (instant === undefined) place.fault('Expected a time with an offset, as 2026-03-02T10:00:00+01:00');
  return instant ?? instantOf('1970-01-01T00:00:00Z');
}
