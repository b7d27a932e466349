import type { IssueType, OutcomeDefinition, Severity } from './definition.ts';
import { isOutcomeCode, OUTCOMES, type OutcomeCode } from './registry.ts';

export type Language = 'en' | 'pl';

/** One thing to tell the caller: a code of the registry, where it applies (FHIRPath), and what fills its text. */
export interface Issue {
  readonly code: OutcomeCode;
  /** FHIRPath of the place, such as `Patient.name[0].given[1]`. */
  readonly expression?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** What became of a request that did not simply succeed: one or more issues, the gravest decides the HTTP status. */
export interface Outcome {
  readonly issues: readonly Issue[];
}

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
type Params<Code extends OutcomeCode> = {
  readonly [Name in Exclude<Placeholder<(typeof OUTCOMES)[Code]['en']>, 'path'>]: string | number;
};
/** Parameters may be left out exactly when the code's text has no placeholder but `{path}`. */
type Filling<Code extends OutcomeCode> = [keyof Params<Code>] extends [never]
  ? [params?: undefined, expression?: string]
  : [params: Params<Code>, expression?: string];

/**
 * One issue of the registry. The parameters are checked against the placeholders of the code's text when compiling.
 *
 * @example issue('CRYO-122', { type: 'code' }, 'Patient.gender')
 */
export const issue = <Code extends OutcomeCode>(code: Code, ...[params, expression]: Filling<Code>): Issue => ({
  code,
  ...(expression === undefined ? {} : { expression }),
  ...(params === undefined ? {} : { params: params as Record<string, string | number> }),
});

/** An outcome of one issue; see {@link issue}. */
export const outcome = <Code extends OutcomeCode>(code: Code, ...filling: Filling<Code>): Outcome => ({
  issues: [issue(code, ...filling)],
});

const GRAVITY: Record<Severity, number> = { fatal: 3, error: 2, warning: 1, information: 0 };

/** HTTP status of an outcome: that of its gravest issue, and of the first one among equals. 200 when it has none. */
export const statusOf = ({ issues }: Outcome): number => {
  let gravest: OutcomeDefinition | undefined;
  for (const { code } of issues) {
    const definition = OUTCOMES[code];
    if (gravest === undefined || GRAVITY[definition.severity] > GRAVITY[gravest.severity]) gravest = definition;
  }
  return gravest?.status ?? 200;
};

/**
 * The issue's text in the reader's language. A parameter that was not given stays visible as `{name}`; one whose value is itself a text
 * for readers, such as a gate's reason, is given in each language as `name` and `name.pl`.
 */
export const textOf = ({ code, expression, params }: Issue, language: Language): string =>
  OUTCOMES[code][language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params?.[`${name}.${language}`] ?? params?.[name] ?? (name === 'path' ? expression : undefined);
    return value === undefined ? placeholder : String(value);
  });

/** The coding system of the codes in OperationOutcome.issue.details. */
export const OUTCOME_SYSTEM = 'urn:cryopath:outcome';

/** An R4 OperationOutcome as this product writes it. */
export interface WrittenOutcome {
  readonly resourceType: 'OperationOutcome';
  readonly issue: readonly WrittenIssue[];
}

interface WrittenIssue {
  readonly severity: Severity;
  readonly code: IssueType;
  readonly details: {
    readonly coding: readonly { readonly system: string; readonly code: string }[];
    readonly text: string;
  };
  /** The parameters as JSON, for programs; people read `details.text`. */
  readonly diagnostics?: string;
  readonly expression?: readonly string[];
}

/** The outcome as an R4 OperationOutcome, its texts in `language`. */
export const toOperationOutcome = ({ issues }: Outcome, language: Language): WrittenOutcome => ({
  resourceType: 'OperationOutcome',
  issue: issues.map((each) => ({
    severity: OUTCOMES[each.code].severity,
    code: OUTCOMES[each.code].type,
    details: { coding: [{ system: OUTCOME_SYSTEM, code: each.code }], text: textOf(each, language) },
    ...(each.params === undefined ? {} : { diagnostics: JSON.stringify(each.params) }),
    ...(each.expression === undefined ? {} : { expression: [each.expression] }),
  })),
});

/**
 * The outcome out of an OperationOutcome that {@link toOperationOutcome} wrote, in whichever language.
 *
 * Issues with codes that are not the registry's are left out: undefined when none remains, so that a caller falls back
 * on the HTTP status.
 */
export const fromOperationOutcome = (resource: unknown): Outcome | undefined => {
  const issues = listOf(fieldOf(resource, 'issue')).flatMap((each): Issue[] => {
    const coding = listOf(fieldOf(fieldOf(each, 'details'), 'coding')).find(
      (candidate) => fieldOf(candidate, 'system') === OUTCOME_SYSTEM,
    );
    const code = fieldOf(coding, 'code');
    if (typeof code !== 'string' || !isOutcomeCode(code)) return [];
    const expression = listOf(fieldOf(each, 'expression'))[0];
    const params = paramsOf(fieldOf(each, 'diagnostics'));
    return [
      { code, ...(typeof expression === 'string' ? { expression } : {}), ...(params === undefined ? {} : { params }) },
    ];
  });
  return issues.length === 0 ? undefined : { issues };
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const paramsOf = (diagnostics: unknown): Record<string, string | number> | undefined => {
  if (typeof diagnostics !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(diagnostics);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    const params = Object.entries(parsed).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
    return Object.fromEntries(params);
  } catch {
    return undefined;
  }
};
