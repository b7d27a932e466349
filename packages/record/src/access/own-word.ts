import { type JsonResource, type Outcome, outcome } from '@cryopath/fhir';
import type { Requester } from '../requester.ts';

/** Where the types that patients and caregivers may create (`policy.ts`) say whose word they are. */
const AUTHORS: Readonly<Record<string, readonly string[]>> = {
  Communication: ['sender'],
  Observation: ['performer'],
  QuestionnaireResponse: ['author', 'source'],
};

/**
 * The refusal (CRYO-425) of what a patient or caregiver writes in the name of somebody else. They may leave out whose word it is: the version says who
 * wrote it. Staff write down what others say, and systems what others wrote: they may name anybody.
 */
export function anothersWord({ role, who }: Requester, resource: JsonResource): Outcome | undefined {
  if (role !== 'patient' && role !== 'caregiver') return undefined;
  for (const element of AUTHORS[resource.resourceType] ?? []) {
    const named = resource[element];
    if (named === undefined) continue;
    const isOwn = [named].flat().every((each) => (each as { reference?: unknown } | null)?.reference === who);
    if (!isOwn) return outcome('CRYO-425', { who }, `${resource.resourceType}.${element}`);
  }
  return undefined;
}
