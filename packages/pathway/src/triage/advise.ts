import type { Instant } from '../clock/instant.ts';
import { circumstances } from '../evaluate/evaluate.ts';
import { beside } from '../evaluate/expression-names.ts';
import { spanOf } from '../evaluate/timeline.ts';
import { type Decide, decideOn } from '../evaluate/values.ts';
import { isAbout } from '../evidence/about.ts';
import { evidenceTime } from '../evidence/evidence-time.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import { answerName } from '../form/answer-names.ts';
import type { AnswerObject } from '../form/answer-object.ts';
import { questionsOf } from '../form/response.ts';
import { isCryoablationBegun } from '../gate/cryoablation-begins.ts';
import { GATED_STEP } from '../gate/gated-step.ts';
import { carePlansOf, pathwayOf } from '../pathway/pathway.ts';
import {
  LEVELS,
  type Level,
  type Protocol,
  type Text,
  type Triage,
  type TriageRule,
  type Unread,
} from '../protocol/protocol.ts';
import type { Questionnaire } from '../protocol/questionnaire.ts';
import { type Site, siteParts, sitesOfProcedure } from '../site/site.ts';
import { checkInForm, checkInsSince, courseSince } from './course.ts';
import { readAnswers } from './read-answers.ts';

/** What was found in a check-in, and how urgent it is. */
export interface Finding {
  readonly kind: 'red-flag' | 'escalation' | 'routine' | 'reaction' | Unread;
  readonly name: string;
  readonly level: Level;
  /** What the patient is told was found. */
  readonly title: Text;
  /** The red flag of the clinic's page that it is. */
  readonly redFlag?: string;
  /** linkIds of the questions that it comes from. */
  readonly questions: readonly string[];
}

/** What a check-in means, and what to do. The same on the patient's device and at the clinic (I5). */
export interface Advice {
  readonly level: Level;
  readonly title: Text;
  /** What to do. */
  readonly act: Text;
  /** What it rests on, the most urgent first; nothing when there was nothing to remark. */
  readonly rules: readonly Finding[];
  /** Calendar days after the procedure and elapsed hours, once there was one. */
  readonly day?: number;
  readonly hours?: number;
}

/** How far ahead of ours a patient's clock may be before a check-in's time is not believed. */
const AHEAD = 3_600_000;

/**
 * What the answers of a check-in mean: emergency, same day, routine or expected, by the day and the course. A red flag is one whatever else was answered;
 * a reaction explains an answer only within its days and only while no red flag stands beside it; and what nothing accounts for (an unknown code, a
 * question left open, another version of the form, an expression that cannot be decided) escalates to the same day, never "expected" (H06).
 *
 * @param response the check-in; it need not be in the record.
 * @throws Error for a protocol that takes no check-in.
 */
export function advise(protocol: Protocol, record: PatientRecord, response: RecordResource, now: Instant): Advice {
  const { triage } = protocol;
  const form = checkInForm(protocol);
  if (!triage || !form) throw new Error(`The protocol ${protocol.id} takes no check-in`);
  const authored = evidenceTime(response, protocol.timeZone);
  const at = Math.min(authored ?? now, now) as Instant;
  const named = carePlansOf(response);
  const seen = named.length === 1 && named[0] !== undefined ? { ...record, pathway: named[0] } : record;
  const pathway = pathwayOf(protocol, seen, now);
  const { evidence, ends } = circumstances(protocol, seen, pathway, now);
  const procedureEnd = ends(GATED_STEP)?.at;
  const earlier = pathway ? checkInsSince(protocol, seen, pathway, procedureEnd, now) : [];
  const read = readAnswers(form, response);
  const isItsTime = authored !== undefined && authored <= now + AHEAD;
  const isOurs = isAbout(response, record.patient) && pathway !== undefined;
  const unread = [...read.unread, ...(isItsTime && isOurs ? [] : [{ kind: 'undecided' as const }])];
  const course = courseSince(procedureEnd, { at, answer: read.answer }, protocol.timeZone);
  const variables = beside(evidence.variables, {
    day: course.day ?? [],
    hours: course.hours ?? [],
    earlier: earlier.filter((each) => each.at < at).map((each) => courseSince(procedureEnd, each, protocol.timeZone)),
    target: treatedTargets(protocol, seen, evidence.found.get('procedure')?.map(({ resource }) => resource) ?? []),
  });
  const decideFor = (answer: AnswerObject) => decideOn(beside(variables, { answer }));
  const findings = findingsOf({ protocol, triage, form, answer: read.answer, unread, decideFor, procedureEnd, at });
  const rules = findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const level = rules[0]?.level ?? 'expected';
  const { day, hours } = course;
  return {
    level,
    ...triage.advice[level],
    rules,
    ...(day === undefined ? {} : { day }),
    ...(hours === undefined ? {} : { hours }),
  };
}

interface Asked {
  readonly protocol: Protocol;
  readonly triage: Triage;
  readonly form: Questionnaire;
  readonly answer: AnswerObject;
  readonly unread: readonly { readonly kind: Unread; readonly linkId?: string }[];
  readonly decideFor: (answer: AnswerObject) => Decide;
  readonly procedureEnd: Instant | undefined;
  readonly at: Instant;
}

function findingsOf(asked: Asked): readonly Finding[] {
  const { protocol, triage, form, answer, decideFor, procedureEnd, at } = asked;
  const decide = decideFor(answer);
  const flagRules = protocol.redFlags.flatMap(({ id, rules }) => rules.map((rule) => ({ rule, redFlag: id })));
  const reactions = protocol.windows.flatMap((window) => window.explains.map((rule) => ({ rule, window })));
  const routine = triage.routine.map((rule) => ({ rule }));
  const holds = ({ rule }: { readonly rule: TriageRule }) => decide(rule.expression) === 'true';

  const flags = flagRules.filter(holds).map(({ rule, redFlag }) => found('red-flag', rule, redFlag));
  const held = new Set([...flagRules, ...reactions, ...routine].filter(holds).map(({ rule }) => rule.name));
  const escalations = triage.escalations
    .filter(
      ({ all, any }) => all.every((name) => held.has(name)) && (any.length === 0 || any.some((name) => held.has(name))),
    )
    .map(
      ({ name, level, title, redFlag }): Finding => ({
        kind: 'escalation',
        name,
        level,
        title,
        ...(redFlag ? { redFlag } : {}),
        questions: [],
      }),
    );
  const isCalm = flags.length === 0 && escalations.length === 0;
  const lasting = reactions.filter(({ window }) => {
    if (procedureEnd === undefined) return false;
    const { from, until } = spanOf(window, procedureEnd, protocol.timeZone);
    return at >= from && at < until;
  });
  const explaining = isCalm ? lasting.filter(holds).map(({ rule }) => found('reaction', rule)) : [];
  const looked = routine.filter(holds).map(({ rule }) => found('routine', rule));

  const undecided = [...flagRules, ...routine].filter(({ rule }) => decide(rule.expression) === 'undecided');
  const accounts = [...flagRules, ...routine, ...lasting].map(({ rule }) => rule);
  return [
    ...flags,
    ...escalations,
    ...looked,
    ...explaining,
    ...asked.unread.map(({ kind, linkId }) => escalated(triage, kind, linkId)),
    ...undecided.map(({ rule }) => escalated(triage, 'undecided', ...rule.questions)),
    ...unforeseen(form, answer, triage, accounts, decideFor).map((linkId) => escalated(triage, 'unforeseen', linkId)),
  ];
}

const found = (kind: Finding['kind'], { name, level, title, questions }: TriageRule, redFlag?: string): Finding => ({
  kind,
  name,
  level,
  title,
  ...(redFlag ? { redFlag } : {}),
  questions,
});

const escalated = ({ unread }: Triage, kind: Unread, ...linkIds: readonly (string | undefined)[]): Finding => ({
  kind,
  name: kind,
  level: 'same-day',
  title: unread[kind],
  questions: linkIds.filter((each) => each !== undefined),
});

/**
 * The questions with an answer that nothing accounts for: it is not the one that needs no word, and no rule that speaks of the question holds. Of several
 * answers to one question each is looked at alone, so that a known one does not hide an unknown one.
 */
function unforeseen(
  form: Questionnaire,
  answer: AnswerObject,
  triage: Triage,
  rules: readonly TriageRule[],
  decideFor: Asked['decideFor'],
): readonly string[] {
  return questionsOf(form).flatMap(({ linkId, repeats }) => {
    const name = answerName(linkId);
    const value = answer[name];
    if (value === undefined) return [];
    const plain = triage.unremarkable.find((each) => each.linkId === linkId)?.expression;
    const speaking = rules.filter(({ questions }) => questions.includes(linkId)).map(({ expression }) => expression);
    const isAccounted = (decide: Decide) =>
      [...(plain === undefined ? [] : [plain]), ...speaking].some((expression) => decide(expression) === 'true');
    const each = repeats === true && Array.isArray(value) && value.length > 1 ? value.map((one) => [one]) : [value];
    return each.every((one) => isAccounted(decideFor({ ...answer, [name]: one }))) ? [] : [linkId];
  });
}

/** What was frozen, for rules that ask for the region: from the procedures that count, or from one that has begun. */
function treatedTargets(
  protocol: Protocol,
  record: PatientRecord,
  ended: readonly RecordResource[],
): readonly object[] {
  const procedures = ended.length > 0 ? ended : record.resources.filter((each) => isCryoablationBegun(protocol, each));
  const sites = new Set<Site>(procedures.flatMap(sitesOfProcedure));
  return [...sites].flatMap((site) => {
    const { target: id, side, level } = siteParts(site);
    const target = protocol.targets.find((each) => each.id === id);
    return target ? [{ id, region: target.region, side, ...(level ? { level } : {}) }] : [];
  });
}
