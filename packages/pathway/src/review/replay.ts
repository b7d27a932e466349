import type { Instant } from '../clock/instant.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { StepState } from '../evaluate/step-state.ts';
import { evidenceTime } from '../evidence/evidence-time.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import { isCryoablationBegun } from '../gate/cryoablation-begins.ts';
import { procedureGate } from '../gate/procedure-gate.ts';
import type { Level, Protocol, Step } from '../protocol/protocol.ts';
import { advise } from '../triage/advise.ts';
import { checkInForm } from '../triage/course.ts';

/** A past pathway, and the version that it was decided by. */
export interface PastPathway {
  readonly record: PatientRecord;
  readonly protocol: Protocol;
  /** When it is looked at. */
  readonly now: Instant;
}

/** What a new version would have decided otherwise about one pathway. Nothing in the lists means that it decides alike. */
export interface Replayed {
  readonly patient: string;
  readonly pathway?: string;
  /** Steps whose state differs now; a step that one version does not have has no state in it. */
  readonly steps: readonly { readonly step: Step; readonly before?: StepState; readonly after?: StepState }[];
  /** Procedures that began and that the new version would not have let begin, or the other way round. */
  readonly gates: readonly {
    readonly procedure: string;
    readonly at: Instant;
    readonly wasOpen: boolean;
    readonly isOpen: boolean;
    /** Titles of the conditions that the new version finds closed. */
    readonly closed: readonly string[];
  }[];
  /** Check-ins whose advice differs. */
  readonly advice: readonly {
    readonly response: string;
    readonly at: Instant;
    readonly before?: Level;
    readonly after?: Level;
  }[];
}

/** Decides past pathways by a new version of their protocol, one after another, so that a clinic's whole past need not be held at once. */
export function* replay(protocol: Protocol, pathways: Iterable<PastPathway>): Generator<Replayed> {
  for (const past of pathways) yield replayOne(protocol, past);
}

function replayOne(after: Protocol, { record, protocol: before, now }: PastPathway): Replayed {
  const [was, is] = [before, after].map((protocol) => evaluate(protocol, asOf(protocol, record), now));
  const steps = new Map([...(was?.steps ?? []), ...(is?.steps ?? [])].map(({ step }) => [step.id, step]));
  const state = (view: typeof was, id: string) => view?.steps.find(({ step }) => step.id === id)?.state;
  const pathway = is?.pathway?.id;
  return {
    patient: record.patient,
    ...(pathway === undefined ? {} : { pathway }),
    steps: [...steps.values()].flatMap((step) => {
      const [old, next] = [state(was, step.id), state(is, step.id)];
      if (told(old) === told(next)) return [];
      return [{ step, ...(old ? { before: old } : {}), ...(next ? { after: next } : {}) }];
    }),
    gates: record.resources.flatMap((each) => replayGate(before, after, record, each)),
    advice: record.resources.flatMap((each) => replayAdvice(before, after, record, each)),
  };
}

/** A state as far as it means something: not since when, and of a gate its conditions' names. */
const told = (state: StepState | undefined): string =>
  state === undefined
    ? ''
    : `${state.state}${state.state === 'blocked' ? state.by.map(({ name }) => name).join() : ''}`;

function replayGate(
  before: Protocol,
  after: Protocol,
  record: PatientRecord,
  procedure: RecordResource,
): Replayed['gates'] {
  if (!isCryoablationBegun(after, procedure)) return [];
  const at = beganAt(procedure, after.timeZone);
  if (at === undefined) return [];
  const ask = (protocol: Protocol) => {
    const seen = asOf(protocol, record);
    const writers = seen.writers ?? new Map(seen.resources.map((each) => [each, 'Device/replay']));
    return procedureGate(protocol, { ...seen, writers }, procedure, at);
  };
  const [was, is] = [ask(before), ask(after)];
  if ((was === undefined) === (is === undefined)) return [];
  const closed = (is?.issues ?? []).map(({ params }) => String(params?.gate ?? ''));
  return [{ procedure: String(procedure.id), at, wasOpen: was === undefined, isOpen: is === undefined, closed }];
}

/** When a procedure began: what was known then is what the gate was asked on. */
function beganAt(procedure: RecordResource, timeZone: string): Instant | undefined {
  const { start } = (procedure.performedPeriod ?? {}) as { readonly start?: unknown };
  const began = start === undefined ? procedure : { ...procedure, performedPeriod: { end: start } };
  return evidenceTime(began, timeZone);
}

function replayAdvice(
  before: Protocol,
  after: Protocol,
  record: PatientRecord,
  response: RecordResource,
): Replayed['advice'] {
  const at = evidenceTime(response, after.timeZone);
  const level = (protocol: Protocol): Level | undefined => {
    const form = checkInForm(protocol);
    const isOne = form && String(response.questionnaire).split('|')[0] === form.url;
    if (!isOne || at === undefined) return undefined;
    return advise(protocol, asOf(protocol, record), { ...response, questionnaire: `${form.url}|${form.version}` }, at)
      .level;
  };
  if (response.resourceType !== 'QuestionnaireResponse' || response.status === 'entered-in-error') return [];
  const [was, is] = [level(before), level(after)];
  if (was === is || at === undefined) return [];
  return [{ response: String(response.id), at, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }];
}

/** The record as if it had been kept by a version: its pathways and its check-ins bear it. Who wrote what stays known, or it would be nobody's word. */
function asOf({ url, version, triage }: Protocol, record: PatientRecord): PatientRecord {
  const { writers } = record;
  const kept = new Map<RecordResource, string>();
  const resources = record.resources.map((resource) => {
    const seen = seenBy(resource);
    const who = writers?.get(resource);
    if (who !== undefined) kept.set(seen, who);
    return seen;
  });
  return { ...record, resources, ...(writers ? { writers: kept } : {}) };

  function seenBy(resource: RecordResource): RecordResource {
    if (resource.resourceType === 'CarePlan' && Array.isArray(resource.instantiatesCanonical)) {
      const moved = resource.instantiatesCanonical.map((each) =>
        String(each).split('|')[0] === url ? `${url}|${version}` : each,
      );
      return { ...resource, instantiatesCanonical: moved };
    }
    const form = String(resource.questionnaire).split('|')[0];
    return triage && form === `urn:cryopath:form:${triage.form}`
      ? { ...resource, questionnaire: `${form}|${version}` }
      : resource;
  }
}
