import type { RecordResource } from './patient-record.ts';

/** Elements that name the patient a resource is about: of a Task it is `for`. */
const SUBJECTS = ['subject', 'patient'] as const;

/** Whether a resource says that it is about this patient (H01). */
export const isAbout = (resource: RecordResource, patient: string): boolean =>
  (resource.resourceType === 'Task' ? ['for'] : SUBJECTS).some(
    (element) => referenceOf(resource[element]) === `Patient/${patient}`,
  );

/** The literal reference of a Reference, or nothing. */
export function referenceOf(element: unknown): string {
  const reference = (element as { readonly reference?: unknown } | null | undefined)?.reference;
  return typeof reference === 'string' ? reference : '';
}
