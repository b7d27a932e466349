import { readdirSync, readFileSync } from 'node:fs';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { describe, expect, it } from 'vitest';
import { publishedParameters } from '../../build/published-search.ts';
import { isStoredType, STORED_TYPES } from '../resource-types.ts';
import { leftOut, type SearchParameter, searchParameters } from './parameters.ts';
import { eachElement, pathProgram } from './path-program.ts';

/*
 * The oracle of the path programs: fhirpath.js evaluates the published expressions, as published, on every public R4
 * example of a stored type. The programs must reach exactly the same elements.
 */

const EXAMPLES = new URL('../../../../node_modules/hl7.fhir.r4.examples/', import.meta.url);

interface Example {
  readonly resourceType: string;
  readonly id?: string;
}

interface Bundle extends Example {
  readonly entry?: readonly { readonly resource?: Example }[];
}

/** Every example of a stored type, those inside of example Bundles included. */
const examples: Example[] = readdirSync(EXAMPLES)
  .filter((file) => file.endsWith('.json') && (file.startsWith('Bundle-') || isStoredType(file.split('-')[0] ?? '')))
  .flatMap((file) => {
    const resource = JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8')) as Bundle;
    return resource.resourceType === 'Bundle' ? (resource.entry ?? []).map((entry) => entry.resource) : [resource];
  })
  .filter((resource) => resource !== undefined)
  .filter(({ resourceType }) => isStoredType(resourceType));

const published = publishedParameters();

const expressionOf = ({ type, name }: SearchParameter): string => {
  const bases = [type, 'DomainResource', 'Resource'];
  const found = published.find(({ code, base }) => code === name && base.some((each) => bases.includes(each)));
  if (found?.expression === undefined) throw new Error(`${type}.${name} is not published`);
  return found.expression;
};

/** What stands for `resolve() is X`, which would need the whole record: the type that the reference's text names. */
const leadsTo = (references: readonly { readonly data?: unknown }[], type: string): boolean[] =>
  references.map((node) => {
    const reference = (node.data ?? node) as { readonly reference?: string; readonly type?: string };
    const segments = (reference.reference ?? '').split('/_history/')[0]?.split('/') ?? [];
    const named = segments.length >= 2 && !reference.reference?.startsWith('#') ? segments.at(-2) : reference.type;
    return named === type;
  });

/** R4 wrote `as` for what FHIRPath has since called `ofType`: the engine lets `as` be asked of single elements only. */
const runnable = (expression: string): string =>
  expression
    .replaceAll(/ as (\w+)/g, '.ofType($1)')
    .replaceAll(/\.as\((\w+)\)/g, '.ofType($1)')
    .replaceAll(/resolve\(\) is (\w+)/g, "leadsTo('$1')");

const compiled = new Map<string, (resource: unknown) => unknown[]>();

function oracle(expression: string): (resource: unknown) => unknown[] {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  // One by one: the union of the engine compares its members, and refuses to compare quantities with a comparator.
  const members = expression.split(' | ').map((member) =>
    fhirpath.compile(runnable(member), r4, {
      async: false,
      userInvocationTable: { leadsTo: { fn: leadsTo, arity: { 1: ['String'] } } },
    }),
  );
  const made = (resource: unknown): unknown[] => members.flatMap((member) => member(resource));
  compiled.set(expression, made);
  return made;
}

const distinct = (elements: readonly unknown[]): string[] =>
  [...new Set(elements.filter((element) => element !== null).map((element) => JSON.stringify(element)))].sort();

function programElements(parameter: SearchParameter, resource: Example): unknown[] {
  const found: unknown[] = [];
  for (const path of parameter.paths) eachElement(pathProgram(path), resource, (element) => found.push(element));
  return parameter.truth === true ? [found.some((element) => element !== false)] : found;
}

/** Elements that an expression reaches but that a parameter of its kind cannot hold: listed, each with its reason. */
const unheld = leftOut.flatMap(({ type, name, reason }) => {
  const path = / does not fit a /.test(reason) ? reason.split(' ')[0] : undefined;
  return path === undefined ? [] : [{ type, name, path }];
});

function unheldElements({ type, name }: SearchParameter, resource: object): string[] {
  const found: unknown[] = [];
  for (const each of unheld) {
    if (each.type !== type || each.name !== name) continue;
    eachElement(pathProgram(each.path), resource, (element) => found.push(element));
  }
  return distinct(found);
}

/** Where the program and the expression part ways on a resource, in words; undefined when they agree. */
function difference(parameter: SearchParameter, resource: Example): string | undefined {
  const left = unheldElements(parameter, resource);
  const theirs = distinct(oracle(expressionOf(parameter))(resource)).filter((element) => !left.includes(element));
  const ours = distinct(programElements(parameter, resource));
  if (JSON.stringify(theirs) === JSON.stringify(ours)) return undefined;
  return `${resource.resourceType}/${resource.id} ${parameter.name}: published ${theirs}, here ${ours}`;
}

/** The least resource in which a path leads somewhere; every field repeats, and a filter is met by some items only. */
function resourceFor(parameter: SearchParameter, path: string): Example {
  const { steps, type } = pathProgram(path);
  const filter = steps.at(-1)?.filter;
  let items: readonly unknown[] = [{ id: 'here' }];
  if (/^[a-z]/.test(type)) items = [type === 'boolean' ? true : '2026'];
  if (filter !== undefined && 'resolvesTo' in filter) {
    items = [{ reference: `${filter.resolvesTo}/1` }, { reference: 'Basic/1' }];
  }
  for (const step of steps.toReversed()) {
    items = [
      { [step.field]: step.filter !== undefined && 'field' in step.filter ? filtered(items, step.filter) : items },
    ];
  }
  return { resourceType: parameter.type, id: 'made', ...(items[0] as object) };
}

const filtered = (items: readonly unknown[], filter: { readonly field: string; readonly equals: string }): unknown[] =>
  items.flatMap((item) => [
    { ...(item as object), [filter.field]: filter.equals },
    { ...(item as object), id: 'other', [filter.field]: 'other' },
  ]);

describe('the path programs', () => {
  it('reach what fhirpath.js reaches with the published expressions, on every public example', () => {
    const differences: string[] = [];
    let reached = 0;
    for (const resource of examples) {
      for (const parameter of searchParameters(resource.resourceType)) {
        const found = difference(parameter, resource);
        if (found !== undefined) differences.push(found);
        reached += programElements(parameter, resource).length;
      }
    }
    expect(differences).toEqual([]);
    expect(reached).toBeGreaterThan(4_000);
  });

  it('reach what fhirpath.js reaches on a resource made for each of their paths', () => {
    const differences: string[] = [];
    const unreached: string[] = [];
    for (const parameter of STORED_TYPES.flatMap(searchParameters)) {
      for (const path of parameter.paths) {
        const resource = resourceFor(parameter, path);
        const found = difference(parameter, resource);
        if (found !== undefined) differences.push(`${path} ${found}`);
        if (programElements(parameter, resource).length === 0) unreached.push(`${parameter.type} ${path}`);
      }
    }
    expect(differences).toEqual([]);
    expect(unreached).toEqual([]);
  });
});
