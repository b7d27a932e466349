import { Decimal, type Json, type JsonObject, type JsonResource } from '@cryopath/fhir';

/** Operations take their input as a Parameters resource (R4 operations.html); these read what ours need of it. */
const parametersOf = (resource: JsonResource): readonly JsonObject[] =>
  Array.isArray(resource.parameter) ? resource.parameter.filter(isObject) : [];

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);

/** The parameter's `value[x]`, when it is a string in some FHIR type (string, code, date, instant …). */
export function textParameter(resource: JsonResource, name: string): string | undefined {
  for (const parameter of parametersOf(resource)) {
    if (parameter.name !== name) continue;
    const value = Object.entries(parameter).find(([key]) => key.startsWith('value'))?.[1];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** The parameter's `resource`. */
export function resourceParameter(resource: JsonResource, name: string): JsonResource | undefined {
  const found = parametersOf(resource).find((parameter) => parameter.name === name)?.resource;
  return isObject(found) && typeof found.resourceType === 'string' ? (found as JsonResource) : undefined;
}

/** Every simple parameter as a query, for operations that may be called by GET as well. */
export function queryOf(resource: JsonResource): string {
  const query = new URLSearchParams();
  for (const parameter of parametersOf(resource)) {
    const value = Object.entries(parameter).find(([key]) => key.startsWith('value'))?.[1];
    if (typeof parameter.name === 'string' && (typeof value === 'string' || typeof value === 'number')) {
      query.append(parameter.name, String(value));
    }
  }
  return query.toString();
}
