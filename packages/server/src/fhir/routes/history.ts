import { bundleAnswer, refusalAnswer } from '../answer.ts';
import type { FhirService } from '../fhir-service.ts';
import { preferenceOf } from '../preference.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';

async function history(request: FhirRequest, { record, base }: FhirService) {
  const { requester, type, id, query, headers, language } = request;
  const { strict } = preferenceOf(headers.prefer);
  const found = await record.history(requester, type, id === '' ? undefined : id, { query, strict, base, language });
  return found.ok ? bundleAnswer(found.value) : refusalAnswer(found.outcome, language);
}

/** history (R4 http.html, 3.1.0.13) of one resource and of a type, newest first. */
export const historyRoutes: readonly FhirRoute[] = [
  { method: 'GET', url: '/:type/:id/_history', interaction: 'history-instance', answer: history },
  { method: 'GET', url: '/:type/_history', interaction: 'history-type', answer: history },
];
