import { faultAnswerReferences } from './answer-references.ts';
import { checkExpression, type Library } from './library.ts';
import { type Condition, OVERRIDERS, type Overrider, type PolicyValue } from './protocol.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { Texts } from './texts.ts';
import type { YamlPlace } from './yaml-place.ts';

/** What the readers of a plan look names up in. */
export interface Known {
  readonly policy: readonly PolicyValue[];
  readonly library: Library;
  readonly forms: readonly Questionnaire[];
  readonly texts: Texts;
  /** Who may open a condition by hand that does not say otherwise. */
  readonly overriders: readonly Overrider[];
  /** The form whose answers triage looks at; `undefined` in a protocol that takes no check-in. */
  readonly checkIn: Questionnaire | undefined;
}

/** FHIR's kinds of a condition: what a step is for whom, what it starts on, what a window ends on. */
export type ConditionKind = 'applicability' | 'start' | 'stop';

/** The conditions of one kind. Each has its words under `gate.<name>`, and one meaning wherever it stands. */
export const readConditions = (
  place: YamlPlace | undefined,
  kind: ConditionKind,
  kinds: readonly [ConditionKind, ...ConditionKind[]],
  known: Known,
  names: ReadonlySet<string> = known.library.names,
): Condition[] =>
  (place?.items() ?? []).flatMap((each) =>
    each.at('kind').oneOf(...kinds) === kind ? [readCondition(each, kind, known, names)] : [],
  );

function readCondition(place: YamlPlace, kind: ConditionKind, known: Known, names: ReadonlySet<string>): Condition {
  const { texts } = known;
  place.only('kind', 'name', 'expression', ...(kind === 'start' ? ['override'] : []));
  const name = place.at('name').text();
  const patientReason = `gate.${name}.patient`;
  return {
    name,
    expression: readExpression(place, known, names),
    title: texts.at(`gate.${name}.title`, place),
    reason: texts.at(`gate.${name}.reason`, place),
    ...(texts.has(patientReason) ? { patientReason: texts.at(patientReason, place) } : {}),
    override: kind === 'start' ? readOverride(place.optional('override'), known.overriders) : [],
  };
}

/** `override: never`, or the roles of which two people may open the condition. */
function readOverride(place: YamlPlace | undefined, usual: readonly Overrider[]): readonly Overrider[] {
  if (!place) return usual;
  if (place.isText) {
    place.oneOf('never');
    return [];
  }
  return readOverriders(place);
}

export const readOverriders = (place: YamlPlace): readonly Overrider[] =>
  place.items().map((each) => each.oneOf(...OVERRIDERS));

/** The expression of a condition or a rule, whose names must all be there. */
export function readExpression(
  place: YamlPlace,
  { library, policy, forms, checkIn }: Known,
  names: ReadonlySet<string> = library.names,
): string {
  const expression = place.at('expression').text();
  checkExpression(place.at('expression'), names);
  for (const [, value] of expression.matchAll(/%policy\.([A-Za-z]\w*)/g)) {
    if (!policy.some(({ id }) => id === value)) place.fault(`%policy.${value} is not in policy.yaml`);
  }
  faultAnswerReferences(place, expression, { evidence: library.evidence, forms, checkIn });
  return expression;
}
