import { beside, namesIn } from '../evaluate/expression-names.ts';
import { decideOn } from '../evaluate/values.ts';
import { answerName } from '../form/answer-names.ts';
import type { Answer } from '../form/response.ts';
import { questionsOf } from '../form/response.ts';
import type { Protocol, TriageRule } from '../protocol/protocol.ts';
import { MAXIMUM, MINIMUM, OPTION_EXCLUSIVE, type QuestionnaireItem } from '../protocol/questionnaire.ts';
import type { YamlPlace } from '../protocol/yaml-place.ts';
import { checkInForm } from '../triage/course.ts';

/** Moments of a course that rules tell apart: the day itself, the flare, after it, after two weeks. */
const COURSES = [0, 1, 3, 6, 15, 40].map((day) => ({ day, hours: day * 24 + 3 }));

/**
 * Notes red flags that no answer raises, and those that another answer to the same question hides: what is a red flag alone is one beside anything else that was
 * ticked (H06).
 */
export function faultRedFlags(protocol: Protocol, places: ReadonlyMap<string, YamlPlace>): void {
  const form = checkInForm(protocol);
  if (!form) return;
  const questions = new Map(questionsOf(form).map((each) => [each.linkId, each]));
  const base = {
    policy: policyOf(protocol),
    target: [],
    ...Object.fromEntries(namesOf(protocol).map((name) => [name, []])),
  };
  for (const { id, rules } of protocol.redFlags) {
    for (const rule of rules) {
      const asked = rule.questions.flatMap((linkId) => questions.get(linkId) ?? []);
      const raising = raisedBy(rule, asked, base);
      if (raising.length === 0) places.get(id)?.fault(`No answer raises the rule "${rule.name}"`);
      const [question] = asked;
      if (asked.length === 1 && question?.repeats === true) {
        const hidden = hiddenBy(rule, question, raising, base);
        if (hidden) places.get(id)?.fault(`The answer "${hidden}" hides the rule "${rule.name}"`);
      }
    }
  }
}

interface Raised {
  readonly value: Answer;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The single answers, each with the course, on which a rule holds; the other questions of the rule are answered alike. */
function raisedBy(rule: TriageRule, asked: readonly QuestionnaireItem[], base: object): readonly Raised[] {
  const earlier = Object.fromEntries(asked.map((item) => [answerName(item.linkId), answersTo(item)[0]]));
  const isOfTheCourse = namesIn(rule.expression).some((name) => ['day', 'hours', 'earlier'].includes(name));
  const courses = (isOfTheCourse ? COURSES : COURSES.slice(0, 1)).flatMap((course) => [
    { ...course, earlier: [] },
    { ...course, earlier: [{ ...course, answer: earlier }] },
  ]);
  const combinations = asked.reduce<readonly Readonly<Record<string, unknown>>[]>(
    (all, item) =>
      all.flatMap((each) =>
        answersTo(item).map((value) => ({
          ...each,
          [answerName(item.linkId)]: item.repeats === true ? [value] : value,
        })),
      ),
    [{}],
  );
  return courses.flatMap((course) =>
    combinations.flatMap((answer): readonly Raised[] => {
      const variables = { ...course, answer };
      const isRaised = decideOn(beside(base as Record<string, unknown>, variables))(rule.expression) === 'true';
      const value = Object.values(answer)[0];
      return isRaised ? [{ value: (Array.isArray(value) ? value[0] : value) as Answer, variables }] : [];
    }),
  );
}

/** Another answer to the same question beside which a rule that held does not hold any more. */
function hiddenBy(
  rule: TriageRule,
  question: QuestionnaireItem,
  raising: readonly Raised[],
  base: object,
): Answer | undefined {
  const name = answerName(question.linkId);
  const once = new Map(raising.map((each) => [each.value, each]));
  for (const { value, variables } of once.values()) {
    for (const other of answersTo(question)) {
      if (other === value || isExclusive(question, other) || isExclusive(question, value)) continue;
      const decide = decideOn(
        beside(base as Record<string, unknown>, { ...variables, answer: { [name]: [value, other] } }),
      );
      if (decide(rule.expression) !== 'true') return other;
    }
  }
  return undefined;
}

/** Every option; of a number its ends. */
function answersTo({ type, answerOption, extension }: QuestionnaireItem): readonly Answer[] {
  const end = (url: string) => extension?.find((each) => each.url === url)?.valueInteger;
  if (type === 'boolean') return [false, true];
  if (type === 'integer' || type === 'decimal') return [end(MINIMUM) ?? 0, end(MAXIMUM) ?? 100];
  return answerOption?.map(({ valueCoding }) => valueCoding.code) ?? ['text'];
}

const isExclusive = ({ answerOption }: QuestionnaireItem, code: Answer): boolean =>
  answerOption?.some(
    ({ valueCoding, extension }) =>
      valueCoding.code === code &&
      extension?.some(({ url, valueBoolean }) => url === OPTION_EXCLUSIVE && valueBoolean === true),
  ) === true;

const policyOf = ({ policy }: Protocol) =>
  Object.fromEntries(policy.map(({ id, low, high }) => [id, low === high ? low : { low, high }]));
const namesOf = ({ evidence, expressions }: Protocol) => [...evidence, ...expressions].map(({ name }) => name);
