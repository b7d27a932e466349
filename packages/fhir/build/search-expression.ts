import type { ElementTypes } from './element-types.ts';

/** One step of a published search expression. */
type Step =
  | { readonly step: 'field'; readonly name: string }
  | { readonly step: 'as'; readonly type: string }
  | { readonly step: 'equals'; readonly field: string; readonly value: string }
  | { readonly step: 'resolves'; readonly type: string };

/** A search expression as the union of its paths. `truth`: one boolean instead of the elements themselves. */
export interface ExpressionPaths {
  readonly paths: readonly string[];
  readonly truth: boolean;
  /** The resource types that the paths may lead to; empty when one of them may lead to any. */
  readonly targets: readonly string[];
  /** Choice types that the expression reaches but that a parameter of this kind cannot hold. */
  readonly unheld: readonly string[];
}

const TRUTH = /^(?<element>[\w.]+)\.exists\(\) and (?<again>[\w.]+) != false$/;
const TOKEN = /\s*(?:(?<word>[A-Za-z][\w-]*)|'(?<text>[^']*)'|(?<sign>[().|=]))/y;

interface Token {
  readonly word?: string;
  readonly text?: string;
  readonly sign?: string;
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.trimEnd().length) {
    const match = TOKEN.exec(expression);
    if (match?.groups === undefined) throw new Error(`not a path program: ${expression}`);
    tokens.push(match.groups);
  }
  return tokens;
}

/** Parses the part of FHIRPath that the published search expressions use: paths, unions, `ofType`, and two forms of `where`. */
function parseUnion(expression: string): Step[][] {
  const tokens = tokensOf(expression);
  let at = 0;
  const peek = (): Token => tokens[at] ?? {};
  const fail = (): never => {
    throw new Error(`not a path program: ${expression}`);
  };
  const sign = (wanted: string): void => {
    if (peek().sign !== wanted) fail();
    at++;
  };
  const word = (): string => {
    const found = peek().word ?? fail();
    at++;
    return found;
  };
  const filter = (): Step => {
    const field = word();
    if (field === 'resolve') {
      sign('(');
      sign(')');
      if (word() !== 'is') fail();
      return { step: 'resolves', type: word() };
    }
    sign('=');
    const value = peek().text ?? fail();
    at++;
    return { step: 'equals', field, value };
  };
  const call = (name: string): Step => {
    sign('(');
    const step: Step =
      name === 'where' ? filter() : name === 'ofType' || name === 'as' ? { step: 'as', type: word() } : fail();
    sign(')');
    return step;
  };
  const union = (): Step[][] => {
    const paths: Step[][] = [];
    do {
      if (peek().sign === '|') at++;
      let heads: Step[][];
      if (peek().sign === '(') {
        at++;
        heads = union();
        sign(')');
      } else {
        heads = [[{ step: 'field', name: word() }]];
      }
      while (peek().sign === '.' || peek().word === 'as') {
        const dotted = peek().sign === '.';
        at++;
        const name = dotted ? word() : 'as';
        const step: Step = !dotted
          ? { step: 'as', type: word() }
          : peek().sign === '('
            ? call(name)
            : { step: 'field', name };
        heads = heads.map((head) => [...head, step]);
      }
      paths.push(...heads);
    } while (peek().sign === '|');
    return paths;
  };
  const paths = union();
  if (at !== tokens.length) fail();
  return paths;
}

/** The element types that a parameter of each kind can hold (R4 search, 3.1.1.4.4 to 3.1.1.4.13). */
const HELD: Readonly<Record<string, readonly string[]>> = {
  token: ['code', 'Coding', 'CodeableConcept', 'Identifier', 'ContactPoint', 'boolean', 'string', 'id', 'uri', 'oid'],
  string: ['string', 'markdown', 'HumanName', 'Address'],
  reference: ['Reference', 'canonical', 'uri'],
  date: ['date', 'dateTime', 'instant', 'Period', 'Timing'],
  quantity: ['Quantity', 'Age', 'Count', 'Distance', 'Duration', 'Range', 'SampledData'],
  uri: ['uri', 'url', 'canonical', 'oid', 'uuid'],
  number: ['decimal', 'integer', 'positiveInt', 'unsignedInt', 'Range'],
};

interface Reached {
  readonly text: string;
  readonly type: string;
  readonly targets: readonly string[];
}

function follow(steps: readonly Step[], types: ElementTypes, expression: string): Reached[] {
  const [root, ...rest] = steps;
  if (root?.step !== 'field') throw new Error(`does not start at a type: ${expression}`);
  let reached: Reached[] = [{ text: '', type: root.name, targets: [] }];
  for (const step of rest) {
    switch (step.step) {
      case 'field':
        reached = reached.flatMap((from) =>
          types.fieldsOf(from.type, step.name).map(({ field, type, targets }) => ({
            text: from.text === '' ? field : `${from.text}.${field}`,
            type,
            targets,
          })),
        );
        break;
      case 'as':
        reached = reached.filter((from) => from.type === step.type);
        break;
      case 'equals':
        reached = reached.map((from) => ({ ...from, text: `${from.text}[${step.field}=${step.value}]` }));
        break;
      case 'resolves':
        reached = reached.map((from) => ({
          ...from,
          text: `${from.text}[${step.type}]`,
          targets: [step.type],
        }));
        break;
    }
    if (reached.length === 0) throw new Error(`no such element: ${expression}`);
  }
  return reached;
}

/**
 * Compiles a published search expression, as far as it concerns one type, into path texts such as
 * `component.valueQuantity:Quantity`, `telecom[system=phone]:ContactPoint`, `subject[Patient]:Reference`.
 * Throws on an expression that needs more than paths: the build must not guess.
 */
export function expressionPaths(expression: string, type: string, kind: string, types: ElementTypes): ExpressionPaths {
  const truth = TRUTH.exec(expression)?.groups;
  if (truth !== undefined && truth.element === truth.again) {
    const reached = follow(parseUnion(truth.element ?? '')[0] ?? [], types, expression);
    return { paths: reached.map((end) => `${end.text}:${end.type}`), truth: true, targets: [], unheld: [] };
  }
  const paths: string[] = [];
  const unheld: string[] = [];
  const targets = new Set<string>();
  let leadsAnywhere = false;
  for (const steps of parseUnion(expression)) {
    if (steps[0]?.step !== 'field' || steps[0].name !== type) continue;
    for (const end of follow(steps, types, expression)) {
      if (HELD[kind]?.includes(end.type) !== true) {
        unheld.push(`${end.text}:${end.type}`);
        continue;
      }
      paths.push(`${end.text}:${end.type}`);
      leadsAnywhere ||= end.targets.length === 0;
      for (const target of end.targets) targets.add(target);
    }
  }
  return { paths, truth: false, targets: leadsAnywhere ? [] : [...targets], unheld };
}
