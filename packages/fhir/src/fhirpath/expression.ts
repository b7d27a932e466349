import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import type { Json } from '../json/json.ts';
import { plain } from '../json/plain.ts';
import { outcome } from '../outcome/outcome.ts';
import { ok, type Result, refused } from '../result.ts';
import { Recent } from './recent.ts';

/** What an expression can be told beside the resource: `{ policy }` is `%policy`. */
export type Variables = Readonly<Record<string, unknown>>;

/** A compiled expression. An error while evaluating is an outcome (CRYO-181), never an empty collection. */
export interface Expression {
  readonly text: string;
  /**
   * Evaluates on a resource or a part of one. The resource and the variables are not changed; decimals in them are
   * taken as their nearest numbers.
   */
  evaluate(resource: object, variables?: Variables): Result<readonly unknown[]>;
}

export interface ExpressionOptions {
  /**
   * The R4 type of a part of a resource that the expression is evaluated on, as a path such as
   * `QuestionnaireResponse.item`. Default: the resource itself.
   */
  readonly base?: string;
}

/** Functions whose answer depends on the machine's clock or on a network, with what to do instead. */
const IMPURE: Readonly<Record<string, string>> = {
  now: 'the clock is injected: use a variable such as %now',
  today: 'the clock is injected: use a variable such as %today',
  timeOfDay: 'the clock is injected: use a variable',
  resolve: 'the network is not asked: give the other resource as a variable',
  memberOf: 'no terminology server is asked',
  subsumes: 'no terminology server is asked',
  subsumedBy: 'no terminology server is asked',
  conformsTo: 'profiles are not resolved',
  trace: 'the log must not hold health data',
};

/** Names one of them, or may hide one in a quoted name. */
const MAY_BE_IMPURE = new RegExp(`(?<!%)\\b(?:${Object.keys(IMPURE).join('|')})\\b|\``);

/** A node of the parser's tree, as far as it is looked at here. */
interface SyntaxNode {
  readonly type: string;
  readonly text?: string;
  readonly children?: readonly SyntaxNode[];
}

/** The first function of IMPURE that the tree calls. Iterative: the tree is as deep as the expression is long. */
function impureCall(tree: SyntaxNode): string | undefined {
  const waiting: SyntaxNode[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'Functn') {
      const name = node.children?.[0]?.text?.replace(/^`|`$/g, '');
      if (name !== undefined && Object.hasOwn(IMPURE, name)) return name;
    }
    waiting.push(...(node.children ?? []));
  }
  return undefined;
}

const LONGEST_EXPRESSION = 10_000;
const LONGEST_REASON = 200;

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON);

const notCompiled = (text: string, reason: string): Result<Expression> =>
  refused(outcome('CRYO-180', { expression: text.slice(0, LONGEST_REASON), reason }));

function compile(text: string, base: string | undefined): Result<Expression> {
  if (text.length > LONGEST_EXPRESSION) return notCompiled(text, `longer than ${LONGEST_EXPRESSION} characters`);
  let run: (resource: object, variables?: Record<string, unknown>) => unknown[];
  try {
    // The library parses by itself and keeps its tree, and to parse is most of the work: a second time only for a text that may be refused.
    const impure = MAY_BE_IMPURE.test(text) ? impureCall(fhirpath.parse(text) as SyntaxNode) : undefined;
    if (impure !== undefined) return notCompiled(text, `${impure}(): ${IMPURE[impure]}`);
    run = fhirpath.compile(base === undefined ? text : { base, expression: text }, r4, { async: false });
  } catch (error) {
    return notCompiled(text, reasonOf(error));
  }
  return ok({
    text,
    evaluate(resource, variables = {}) {
      try {
        return ok(run(plain(resource as Json) as object, plain(variables as Json) as Record<string, unknown>));
      } catch (error) {
        return refused(outcome('CRYO-181', { expression: text, reason: reasonOf(error) }));
      }
    },
  });
}

const KEPT = 2_000;
const compiled = new Recent<string, Result<Expression>>(KEPT);

/**
 * Compiles a FHIRPath expression for R4; the second time it is only looked up. The outcome CRYO-180 says why an
 * expression does not compile, or which function it may not call (clock, network, log).
 *
 * @example
 * const positive = compileExpression('%block.relief >= %policy.minimumRelief');
 * if (positive.ok) positive.value.evaluate({}, { block: { relief: 80 }, policy: { minimumRelief: 50 } });
 * // { ok: true, value: [true] }
 */
export const compileExpression = (text: string, { base }: ExpressionOptions = {}): Result<Expression> =>
  compiled.get(`${base ?? ''}\n${text}`, () => compile(text, base));

/**
 * Whether an evaluation says true, and nothing else: `[true]`. Empty (unknown), false, several values or a value that
 * is merely there do not open a gate (invariant I2).
 */
export const isExactlyTrue = (values: readonly unknown[]): boolean => values.length === 1 && values[0] === true;
