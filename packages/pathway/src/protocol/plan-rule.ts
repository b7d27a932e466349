import { answerNames, answersNamed } from '../form/answer-names.ts';
import { type Known, readExpression } from './plan-condition.ts';
import type { Level, RedFlag, TriageRule } from './protocol.ts';
import type { YamlPlace } from './yaml-place.ts';

/** What a rule about a check-in may speak of, beside the library's evidence. See SPEC.md, "Advice". */
export const TRIAGE_NAMES = ['answer', 'day', 'hours', 'earlier', 'target'] as const;

/** Conditions of the kind `applicability`, each of which says what an answer means. `grade` at a rule goes before the action's. */
export const readRules = (place: YamlPlace, grade: Level, known: Known): TriageRule[] =>
  place.items().map((each): TriageRule => {
    each.only('kind', 'name', 'expression', ...(grade === 'emergency' || grade === 'same-day' ? ['grade'] : []));
    each.at('kind').oneOf('applicability');
    const name = each.at('name').text();
    const expression = readExpression(each, known, new Set([...known.library.names, ...TRIAGE_NAMES]));
    return {
      name,
      title: known.texts.at(`triage.${name}`, each),
      expression,
      level: each.optional('grade')?.oneOf('emergency', 'same-day') ?? grade,
      questions: questionsOfRule(each, expression, known),
    };
  });

/** A rule that speaks of no answer would hold for everybody or nobody. */
function questionsOfRule(place: YamlPlace, expression: string, { checkIn }: Known): readonly string[] {
  const questions = checkIn ? answerNames(checkIn) : new Map();
  const named = answersNamed(expression).flatMap((name) => questions.get(name)?.linkId ?? []);
  if (named.length === 0) place.fault('A rule that speaks of no answer');
  return named;
}

/** `{ id, code: red-flag, priority: stat, grade: emergency | same-day, condition: [ … ] }` */
export function readRedFlag(place: YamlPlace, id: string, known: Known): RedFlag {
  place.only('id', 'code', 'priority', 'grade', 'condition');
  place.at('priority').oneOf('stat');
  const title = known.texts.at(`red-flag.${id}`, place);
  if (!known.checkIn) return { id, title, rules: [] };
  const rules = readRules(place.at('condition'), place.at('grade').oneOf('same-day', 'emergency'), known);
  if (rules.length === 0) place.fault('A red flag that no answer raises');
  return { id, title, rules };
}
