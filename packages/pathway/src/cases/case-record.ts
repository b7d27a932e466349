import { type Instant, instantOf, parseInstant } from '../clock/instant.ts';
import type { RecordResource } from '../evidence/patient-record.ts';
import { type GivenAnswers, responseTo } from '../form/response.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { type Faults, YamlPlace } from '../protocol/yaml-place.ts';

/** The one patient of all cases. */
export const PATIENT = 'case';

/** How a row of a matrix differs from the record that its file gives. */
export interface CaseChanges {
  /** Ids of forms, or types of resources, that are left out. */
  readonly without?: readonly string[];
  /** Answers that are otherwise, by form; `null` leaves one open. */
  readonly change?: Readonly<Record<string, YamlPlace>>;
  /** Entries that are added. */
  readonly with?: YamlPlace;
}

interface Context {
  readonly protocol: Protocol;
  readonly known: KnownRecords;
}

/** Answers and records that have a name, so that a case tells only what it is about. */
export class KnownRecords {
  readonly #answers: ReadonlyMap<string, YamlPlace>;
  readonly #records: ReadonlyMap<string, YamlPlace>;

  private constructor(answers: ReadonlyMap<string, YamlPlace>, records: ReadonlyMap<string, YamlPlace>) {
    this.#answers = answers;
    this.#records = records;
  }

  static read(name: string, text: string | undefined, faults: Faults): KnownRecords {
    if (text === undefined) return new KnownRecords(new Map(), new Map());
    const file = YamlPlace.read(name, text, faults);
    file.only('answers', 'records');
    return new KnownRecords(new Map(file.at('answers').entries()), new Map(file.at('records').entries()));
  }

  answers(name: YamlPlace): Readonly<Record<string, unknown>> {
    const found = this.#answers.get(name.text());
    if (!found) name.fault(`No answers are known as "${name.text()}"`);
    return (found?.plain() ?? {}) as Readonly<Record<string, unknown>>;
  }

  record(name: YamlPlace): readonly YamlPlace[] {
    const found = this.#records.get(name.text());
    if (!found) name.fault(`No record is known as "${name.text()}"`);
    return found?.items() ?? [];
  }
}

/** Reads `record`: forms with their answers, resources as they are, and records that have a name (`has`). */
export function readRecord(place: YamlPlace, changes: CaseChanges, context: Context): readonly RecordResource[] {
  const entries = [...place.items(), ...(changes.with?.items() ?? [])];
  const used = new Set<string>();
  const resources = entries.flatMap((entry) => readEntry(entry, changes, context, used));
  for (const [form, answers] of Object.entries(changes.change ?? {})) {
    if (!used.has(form)) answers.fault(`The record has no "${form}" to change`);
  }
  const left = (name: string) => (resource: RecordResource) =>
    resource.resourceType === name || String(resource.questionnaire).split('|')[0] === `urn:cryopath:form:${name}`;
  for (const name of changes.without ?? []) {
    if (!resources.some(left(name))) place.fault(`The record has no "${name}" to leave out`);
  }
  return resources.filter((resource) => !(changes.without ?? []).some((name) => left(name)(resource)));
}

function readEntry(
  place: YamlPlace,
  changes: CaseChanges,
  context: Context,
  used: Set<string>,
): readonly RecordResource[] {
  const has = place.optional('has');
  if (has) {
    place.only('has');
    return context.known.record(has).flatMap((each) => readEntry(each, changes, context, used));
  }
  const resource = place.optional('resource');
  if (resource) {
    place.only('resource');
    const type = resource.at('resourceType').text();
    const subject = { reference: `Patient/${PATIENT}` };
    const about =
      type === 'Consent' || type === 'DetectedIssue'
        ? { patient: subject }
        : type === 'Task'
          ? { for: subject }
          : { subject };
    return [{ resourceType: type, ...about, ...(resource.plain() as object) }];
  }
  place.only('form', 'at', 'status', 'like', 'answers', 'by', 'author');
  const form = place.at('form').text();
  const like = place.optional('like');
  const change = changes.change?.[form];
  used.add(form);
  const answers = {
    ...(like ? context.known.answers(like) : {}),
    ...((place.optional('answers')?.plain() ?? {}) as object),
    ...((change?.plain() ?? {}) as object),
  };
  const response = responseOf(place, form, answers, readInstant(place.at('at')), context.protocol);
  const status = place.optional('status')?.text();
  const by = place.optional('by')?.oneOf('patient', 'relative', 'staff');
  const author = place.optional('author')?.text();
  return [
    {
      ...response,
      ...(status === undefined ? {} : { status }),
      ...(author === undefined ? {} : { author: { reference: author } }),
      ...(by === undefined || by === 'staff'
        ? {}
        : { author: { reference: by === 'patient' ? `Patient/${PATIENT}` : 'RelatedPerson/one' } }),
    },
  ];
}

/** `when: { check-in: { … } }`: a check-in of one who is well, but for what is told. */
export function readCheckIn(place: YamlPlace, now: Instant, { protocol, known }: Context): RecordResource {
  place.only('check-in', 'like');
  const like = place.at('like');
  const told = (place.at('check-in').plain() ?? {}) as object;
  const form = protocol.triage?.form ?? '';
  const response = responseOf(place, form, { ...known.answers(like), ...told }, now, protocol);
  return { ...response, author: { reference: `Patient/${PATIENT}` } };
}

function responseOf(place: YamlPlace, id: string, answers: object, at: Instant, protocol: Protocol): RecordResource {
  const form = protocol.forms.find((each) => each.id === id);
  const left = Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null));
  if (!form) place.fault(`There is no form "${id}"`);
  try {
    return form
      ? { ...responseTo(form, left as GivenAnswers, { patient: PATIENT, at, status: 'completed' }) }
      : { resourceType: 'QuestionnaireResponse' };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    place.fault(error.message);
    return { resourceType: 'QuestionnaireResponse' };
  }
}

export function readInstant(place: YamlPlace): Instant {
  const instant = parseInstant(place.text());
  if (instant === undefined) place.fault('Expected a time with an offset, as 2026-03-02T10:00:00+01:00');
  return instant ?? instantOf('1970-01-01T00:00:00Z');
}
