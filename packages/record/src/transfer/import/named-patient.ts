import { type Json, type JsonObject, type JsonResource, ok, type Result } from '@cryopath/fhir';
import type { FindOne } from './find-one.ts';

/** The elements by which a resource says whose it is. */
const OWNERS = ['subject', 'patient'] as const;

/**
 * The resource with a patient whom it names by identifier alone (`subject: { identifier: … }`, a national number) also named by reference. Without that it would
 * lie in nobody's record, where the whole clinic may read it (H01, H15).
 *
 * Refused: CRYO-220 no such patient is here yet, CRYO-206 there are several. An identifier that is said to be of another type than Patient stays.
 */
export async function withNamedPatient(resource: JsonResource, findOne: FindOne): Promise<Result<JsonResource>> {
  for (const name of OWNERS) {
    const owner = resource[name];
    if (!isObject(owner) || owner.reference !== undefined) continue;
    if (owner.type !== undefined && owner.type !== 'Patient') continue;
    const criteria = criteriaOf(owner.identifier);
    if (criteria === undefined) continue;
    const id = await findOne('Patient', criteria);
    if (!id.ok) return id;
    return ok({ ...resource, [name]: { reference: `Patient/${id.value}`, ...owner } });
  }
  return ok(resource);
}

function criteriaOf(identifier: Json | undefined): string | undefined {
  if (!isObject(identifier) || typeof identifier.value !== 'string') return undefined;
  const { system, value } = identifier;
  const token = typeof system === 'string' ? `${escaped(system)}|${escaped(value)}` : escaped(value);
  return `identifier=${encodeURIComponent(token)}`;
}

/** R4 search.html, 3.1.1.4.0.1. */
const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
