import { type JsonObject, ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import type { FastifyRequest } from 'fastify';

/** The body of a request to sign-in as an object: JSON, or a form of one of our own pages. */
export function bodyObject({ body, headers }: FastifyRequest): Result<JsonObject> {
  if (typeof body !== 'string') return refused(outcome('CRYO-113'));
  if (isForm(headers['content-type'])) return ok(Object.fromEntries(new URLSearchParams(body)));
  const parsed = parseJson(body);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? ok(value as JsonObject) : refused(outcome('CRYO-113'));
}

export const isForm = (contentType = ''): boolean => /^application\/x-www-form-urlencoded\b/i.test(contentType);

/** Fields of the body that must be texts. Refused: CRYO-419 with the first one that is not. */
export function textFields<const Name extends string>(
  request: FastifyRequest,
  ...names: readonly Name[]
): Result<Readonly<Record<Name, string>>> {
  const body = bodyObject(request);
  if (!body.ok) return body;
  const fields: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = Object.hasOwn(body.value, name) ? body.value[name] : undefined;
    if (typeof value !== 'string' || value.length > LONGEST_FIELD || value.includes('\0')) {
      return refused(outcome('CRYO-419', { field: name }));
    }
    fields[name] = value;
  }
  return ok(fields as Record<Name, string>);
}

const LONGEST_FIELD = 2_000;
