import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { STORED_TYPES } from '../src/resource-types.ts';
import { type ElementTypes, readElementTypes } from './element-types.ts';
import { type PublishedParameter, publishedParameters, publishedPatientCompartment } from './published-search.ts';
import { type Alias, aliasesAmong, type CandidateParameter } from './search-alias.ts';
import { expressionPaths } from './search-expression.ts';

/**
 * Compiles the published R4 SearchParameters of the stored types into src/definitions/search-parameters.json:
 * what is published, with the path programs that extract the values, the patient compartment, and what was left out.
 *
 * A parameter's number is assigned once and kept for ever, because the record's index tables are keyed by it. The
 * committed file is therefore an input too: known parameters keep their number, new ones are appended, the number of
 * one that is no longer published is retired and never given again.
 */
interface CompiledParameter {
  readonly number: number;
  readonly name: string;
  readonly kind: string;
  readonly paths: readonly string[];
  readonly truth?: true;
  readonly targets?: readonly string[];
  readonly alias?: Alias;
}

interface LeftOut {
  readonly type: string;
  readonly name: string;
  readonly reason: string;
}

export interface CompiledSearch {
  readonly nextNumber: number;
  readonly retired: Readonly<Record<string, number>>;
  readonly types: Readonly<Record<string, readonly CompiledParameter[]>>;
  readonly compartment: Readonly<Record<string, readonly string[]>>;
  readonly linkFields: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

const FILE = fileURLToPath(new URL('../src/definitions/search-parameters.json', import.meta.url));

/** More targets than this means "any type", which is no restriction. */
const ANY_TARGET = 100;

/**
 * What a parameter may lead to: the published targets, as far as the elements of this type may lead there. One published
 * parameter often serves many types, and names the targets of all of them.
 */
function targetsOf(published: readonly string[], reachable: readonly string[]): string[] {
  const named = published.length > ANY_TARGET ? [] : published;
  if (named.length === 0) return [...reachable].sort();
  const narrowed = reachable.length === 0 ? named : named.filter((target) => reachable.includes(target));
  return [...narrowed].sort();
}

/**
 * Parameters that name a patient although R4's CompartmentDefinition does not list them: R4 has neither tasks nor a
 * patient's devices in the compartment. Access goes by the compartment (I6), so leaving them out would leave them open.
 */
const NAMES_PATIENT_TOO: Readonly<Record<string, readonly string[]>> = {
  Device: ['patient'],
  Task: ['focus', 'patient'],
};

function reasonToLeaveOut(parameter: PublishedParameter): string | undefined {
  if (parameter.type === 'composite') return 'composite: ask for its parts, or read the resource';
  if (parameter.type === 'special') return 'special: needs the distance between positions on the globe';
  if (parameter.xpathUsage === 'phonetic') return 'phonetic: needs a rule of pronunciation for each language';
  if (parameter.expression === undefined) return 'full text or named query: not offered';
  return undefined;
}

/** Names of fields whose type is uri, url, oid or uuid somewhere in a stored type or a data type: see references.ts. */
function linkFieldsOf(types: ElementTypes): string[] {
  const stored: ReadonlySet<string> = new Set(STORED_TYPES);
  const names = new Set<string>();
  for (const [path, codes] of types.paths) {
    const [owner = '', ...rest] = path.split('.');
    const last = rest.at(-1);
    const isDataType = !types.paths.has(`${owner}.implicitRules`);
    // ElementDefinition describes StructureDefinitions, which are not stored.
    if (last === undefined || owner === 'ElementDefinition' || !(isDataType || stored.has(owner))) continue;
    for (const { code } of codes) {
      if (!['uri', 'url', 'oid', 'uuid'].includes(code)) continue;
      names.add(last.endsWith('[x]') ? last.slice(0, -3) + code.charAt(0).toUpperCase() + code.slice(1) : last);
    }
  }
  return [...names].sort();
}

/** Compiles the definitions, keeping the numbers of `previous`. */
export function compileSearch(previous?: CompiledSearch): CompiledSearch {
  const types = readElementTypes();
  const parameters = publishedParameters();
  const patientCompartment = publishedPatientCompartment();

  const numbers = new Map<string, number>(Object.entries(previous?.retired ?? {}));
  for (const [type, parameters] of Object.entries(previous?.types ?? {})) {
    for (const { name, number } of parameters) numbers.set(`${type}.${name}`, number);
  }
  let nextNumber = previous?.nextNumber ?? 1;
  const unused = new Set(numbers.keys());

  const leftOut: LeftOut[] = [];
  const compiled: Record<string, readonly CompiledParameter[]> = {};
  for (const type of STORED_TYPES) {
    const candidates: (CandidateParameter & { readonly targets?: readonly string[] })[] = [];
    for (const parameter of parameters) {
      const { code: name, type: kind, base } = parameter;
      const inherited = base.includes('Resource') || base.includes('DomainResource');
      if (!inherited && !base.includes(type)) continue;
      const reason = reasonToLeaveOut(parameter);
      if (reason !== undefined) {
        leftOut.push({ type, name, reason });
        continue;
      }
      const expression = (parameter.expression ?? '').replace(/^Resource\./, `${type}.`);
      const { paths, truth, targets: reachable, unheld } = expressionPaths(expression, type, kind, types);
      if (paths.length === 0) throw new Error(`${type}.${name}: no path`);
      for (const path of unheld) leftOut.push({ type, name, reason: `${path} does not fit a ${kind}` });
      const targets = kind === 'reference' ? targetsOf(parameter.target ?? [], reachable) : [];
      candidates.push({
        name,
        kind,
        paths,
        ...(truth ? { truth } : {}),
        ...(targets.length > 0 ? { targets } : {}),
      });
    }
    candidates.sort((a, b) => (a.name < b.name ? -1 : 1));
    const aliases = aliasesAmong(candidates);
    compiled[type] = candidates.map(({ name, ...rest }) => {
      const key = `${type}.${name}`;
      const number = numbers.get(key) ?? nextNumber++;
      unused.delete(key);
      const alias = aliases.get(name);
      return { number, name, ...rest, ...(alias === undefined ? {} : { alias }) };
    });
  }
  if (nextNumber > 32_767) throw new Error('the numbers of search parameters no longer fit a smallint');

  const compartment: Record<string, readonly string[]> = {};
  for (const type of STORED_TYPES) {
    const names = [...(patientCompartment.get(type) ?? []), ...(NAMES_PATIENT_TOO[type] ?? [])];
    if (names.length > 0) compartment[type] = [...names].sort();
  }
  const retired = Object.fromEntries([...unused].sort().map((key) => [key, numbers.get(key) ?? 0]));
  leftOut.sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
  return { nextNumber, retired, types: compiled, compartment, linkFields: linkFieldsOf(types), leftOut };
}

/** The committed definitions, or undefined before the first compilation. */
export const committedSearch = (): CompiledSearch | undefined =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as CompiledSearch) : undefined;

/** One parameter a line, so that a change of the list reads well in review. */
export function formatSearch(compiled: CompiledSearch): string {
  const lines = (values: readonly unknown[]): string =>
    values.map((value) => `    ${JSON.stringify(value)}`).join(',\n');
  const types = Object.entries(compiled.types)
    .map(([type, parameters]) => `  ${JSON.stringify(type)}: [\n${lines(parameters)}\n  ]`)
    .join(',\n');
  return [
    '{',
    `"nextNumber": ${compiled.nextNumber},`,
    `"retired": ${JSON.stringify(compiled.retired)},`,
    `"types": {\n${types}\n},`,
    `"compartment": ${JSON.stringify(compiled.compartment)},`,
    `"linkFields": ${JSON.stringify(compiled.linkFields)},`,
    `"leftOut": [\n${lines(compiled.leftOut)}\n]`,
    '}\n',
  ].join('\n');
}

/** Compiles and writes src/definitions/search-parameters.json. */
export function writeSearch(): void {
  writeFileSync(FILE, formatSearch(compileSearch(committedSearch())));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeSearch();
