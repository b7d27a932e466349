import { outcome } from '@cryopath/fhir';
import { refusalAnswer, writtenAnswer } from '../answer.ts';
import type { FhirService } from '../fhir-service.ts';
import { preferenceOf } from '../preference.ts';
import { bodyJson } from '../request-body.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';
import { writeOptions } from '../write-options.ts';

async function patch(request: FhirRequest, { record, base }: FhirService) {
  const { requester, type, id, query, headers, language } = request;
  const options = writeOptions(headers);
  if (!options.ok) return refusalAnswer(options.outcome, language);
  const operations = bodyJson(request, 'patch');
  if (!operations.ok) return refusalAnswer(operations.outcome, language);
  if (!Array.isArray(operations.value)) return refusalAnswer(outcome('CRYO-160', { index: 0 }), language);
  const conditions = id === '' ? { ...options.value, criteria: query } : options.value;
  const written = await record.patch(requester, type, id, operations.value, conditions);
  if (!written.ok) return refusalAnswer(written.outcome, language);
  return writtenAnswer(written.value, preferenceOf(headers.prefer).returned, base, language);
}

/** patch by JSON Patch (R4 http.html, 3.1.0.6), of the resource at the address or of the one that the query finds. */
export const patchRoutes: readonly FhirRoute[] = [
  { method: 'PATCH', url: '/:type/:id', interaction: 'patch', answer: patch },
  { method: 'PATCH', url: '/:type', interaction: 'patch', conditional: 'conditionalPatch', answer: patch },
];
