import type { Json, JsonObject, JsonResource } from '@cryopath/fhir';
import { localReference } from './local-reference.ts';

/** The clinic that a Patient names as theirs (managingOrganization), if they name one of this record. */
export function clinicNamed(patient: JsonResource): string | undefined {
  const organization = localReference(patient.managingOrganization);
  return organization?.type === 'Organization' ? organization.id : undefined;
}

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const RESTRICTING: ReadonlySet<Json | undefined> = new Set(['R', 'V']);

/** Whether a Patient's chart is marked restricted or very restricted (meta.security, v3 Confidentiality R or V). */
export function isRestricted(patient: JsonResource): boolean {
  const labels = patient.meta?.security;
  if (!Array.isArray(labels)) return false;
  return (labels as readonly JsonObject[]).some(
    ({ system, code }) => system === CONFIDENTIALITY && RESTRICTING.has(code),
  );
}
