import {
  type Json,
  type JsonObject,
  type JsonResource,
  type Outcome,
  ok,
  outcome,
  type Result,
  refused,
  validate,
} from '@cryopath/fhir';
import { type Operation, type OperationInput, type OperationParameter, VALUE_TYPES } from './operation.ts';

/**
 * The parameters of a body: a Parameters resource, or, where the operation takes one resource alone, that resource itself (R4 operations.html, 2.40.1).
 *
 * Refused: CRYO-166 another resource; CRYO-168 one is missing; CRYO-184 one that the operation does not have; CRYO-185 of the wrong type; CRYO-186 too often.
 */
export function inputOfBody(operation: Operation, body: JsonResource): Result<OperationInput> {
  const given = body.resourceType === 'Parameters' ? parametersOf(body) : bareResource(operation, body);
  if (!given.ok) return given;
  return inputOf(operation, given.value);
}

/** The parameters of a query: simple ones, each as its text. */
export function inputOfQuery(operation: Operation, query: string): Result<OperationInput> {
  const given = [...new URLSearchParams(query)].map(([name, text]): Given => {
    const type = operation.input.find((each) => each.name === name)?.type ?? 'string';
    return { name, type, value: valueOfText(type, text) };
  });
  return inputOf(operation, given);
}

interface Given {
  readonly name: string;
  readonly type: string;
  readonly value: Json;
}

function parametersOf(body: JsonResource): Result<readonly Given[]> {
  const issues = validate(body);
  if (issues.length > 0) return refused({ issues });
  const list = Array.isArray(body.parameter) ? (body.parameter as readonly JsonObject[]) : [];
  return ok(
    list.map((each): Given => {
      const name = String(each.name);
      if (isObject(each.resource)) return { name, type: String(each.resource.resourceType), value: each.resource };
      const [key = '', value = null] = Object.entries(each).find(([key]) => key.startsWith('value')) ?? [];
      return { name, type: key.slice('value'.length), value };
    }),
  );
}

function bareResource(operation: Operation, body: JsonResource): Result<readonly Given[]> {
  const { resourceType } = body;
  const taken = operation.input.find(({ type }) => type === resourceType);
  if (!taken) return refused(outcome('CRYO-166', { body: resourceType, address: 'Parameters' }));
  return ok([{ name: taken.name, type: resourceType, value: body }]);
}

function inputOf(operation: Operation, given: readonly Given[]): Result<OperationInput> {
  const fault = firstFault(operation, given);
  if (fault) return refused(fault);
  const values = (name: string) => given.filter((each) => each.name === name).map(({ value }) => value);
  const texts = (name: string) => values(name).filter((value) => typeof value === 'string');
  const references = (name: string) =>
    values(name).flatMap((value) => (isObject(value) && typeof value.reference === 'string' ? [value.reference] : []));
  return ok({
    texts,
    text: (name) => texts(name)[0],
    boolean: (name) => values(name).find((value) => typeof value === 'boolean'),
    integer(name) {
      const [value] = values(name);
      return value === undefined || value === null ? undefined : Number(String(value));
    },
    references,
    reference: (name) => references(name)[0],
    resource(name) {
      const [value] = values(name);
      return isObject(value) && typeof value.resourceType === 'string' ? (value as JsonResource) : undefined;
    },
  });
}

function firstFault(operation: Operation, given: readonly Given[]): Outcome | undefined {
  const called = { operation: `$${operation.code}` };
  for (const { name, type, value } of given) {
    const known = operation.input.find((each) => each.name === name);
    if (!known) return outcome('CRYO-184', { ...called, parameter: name.slice(0, 64) });
    if (!isOfType(known, type, value)) {
      const expected = known.codes ? known.codes.join(', ') : (known.type ?? '');
      return outcome('CRYO-185', { ...called, parameter: name, expected });
    }
  }
  for (const { name, min, max } of operation.input) {
    const count = given.filter((each) => each.name === name).length;
    if (count < min) return outcome('CRYO-168', { ...called, parameter: name });
    if (max === '1' && count > 1) return outcome('CRYO-186', { ...called, parameter: name });
  }
  return undefined;
}

function isOfType({ type = '', codes }: OperationParameter, given: string, value: Json): boolean {
  if (!isValueType(type)) return given === type || (type === 'Resource' && isObject(value));
  if (type === 'integer' && !/^-?\d{1,9}$/.test(String(value))) return false;
  if (type === 'boolean' && typeof value !== 'boolean') return false;
  if (type === 'Reference' && !(isObject(value) && typeof value.reference === 'string')) return false;
  if (type === 'instant' && !(typeof value === 'string' && INSTANT.test(value))) return false;
  if (codes && !codes.includes(String(value))) return false;
  // A text is taken under any of the names that R4 has for texts.
  return capitalised(type) === capitalised(given) || (TEXTS.has(type) && typeof value === 'string');
}

const TEXTS: ReadonlySet<string> = new Set(['canonical', 'code', 'date', 'dateTime', 'instant', 'string', 'uri']);
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function valueOfText(type: string, text: string): Json {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'Reference') return { reference: text };
  return text;
}

const isValueType = (type: string): boolean => VALUE_TYPES.some((known) => known === type);
const capitalised = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1);
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
