import { deletedAnswer, refusalAnswer } from '../answer.ts';
import type { FhirService } from '../fhir-service.ts';
import { preferenceOf } from '../preference.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';
import { writeOptions } from '../write-options.ts';

async function remove(request: FhirRequest, { record }: FhirService) {
  const { requester, type, id, query, headers, language } = request;
  const options = writeOptions(headers);
  if (!options.ok) return refusalAnswer(options.outcome, language);
  const conditions = id === '' ? { ...options.value, criteria: query } : options.value;
  const written = await record.delete(requester, type, id, conditions);
  if (!written.ok) return refusalAnswer(written.outcome, language);
  return deletedAnswer(written.value, preferenceOf(headers.prefer).returned, language);
}

/** delete (R4 http.html, 3.1.0.7): a version that says "deleted". What was, stays in the history. */
export const deleteRoutes: readonly FhirRoute[] = [
  { method: 'DELETE', url: '/:type/:id', interaction: 'delete', answer: remove },
  { method: 'DELETE', url: '/:type', interaction: 'delete', conditional: 'conditionalDelete', answer: remove },
];
