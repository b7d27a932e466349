import { outcome } from '@cryopath/fhir';
import { refusalAnswer, writtenAnswer } from '../answer.ts';
import { writtenResource } from '../binary-content.ts';
import type { FhirService } from '../fhir-service.ts';
import { preferenceOf } from '../preference.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';
import { writeOptions } from '../write-options.ts';

async function update(request: FhirRequest, { record, base }: FhirService) {
  const { requester, type, id, query, headers, language } = request;
  const options = writeOptions(headers);
  if (!options.ok) return refusalAnswer(options.outcome, language);
  const resource = writtenResource(request, type, id === '' ? undefined : id);
  if (!resource.ok) return refusalAnswer(resource.outcome, language);
  const { resourceType } = resource.value;
  if (resourceType !== type) return refusalAnswer(outcome('CRYO-166', { body: resourceType, address: type }), language);
  const written =
    id === ''
      ? await record.updateWhere(requester, type, resource.value, { ...options.value, criteria: query })
      : await record.update(requester, type, id, resource.value, options.value);
  if (!written.ok) return refusalAnswer(written.outcome, language);
  return writtenAnswer(written.value, preferenceOf(headers.prefer).returned, base, language);
}

/** update (R4 http.html, 3.1.0.4) of the resource at the address, or of the one that the query finds. */
export const updateRoutes: readonly FhirRoute[] = [
  { method: 'PUT', url: '/:type/:id', interaction: 'update', answer: update },
  { method: 'PUT', url: '/:type', interaction: 'update', conditional: 'conditionalUpdate', answer: update },
];
