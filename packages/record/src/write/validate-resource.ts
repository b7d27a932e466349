import { isStoredType, type JsonResource, type Outcome, outcome, validate } from '@cryopath/fhir';
import { isId } from '../read/address.ts';

/** Why a resource cannot be stored at this address, or undefined. Everything that is wrong is told at once. */
export function invalidity(resource: JsonResource, type: string, id: string): Outcome | undefined {
  if (!isStoredType(type)) return outcome('CRYO-104', { type }, 'resourceType');
  if (resource.resourceType !== type)
    return outcome('CRYO-166', { body: String(resource.resourceType), address: type });
  if (!isId(id)) return outcome('CRYO-218', { id });
  const issues = validate(resource);
  return issues.length === 0 ? undefined : { issues };
}
