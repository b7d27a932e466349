import { outcome } from '@cryopath/fhir';
import { bundleAnswer, refusalAnswer } from '../answer.ts';
import type { FhirService } from '../fhir-service.ts';
import { queryOf } from '../parameters.ts';
import { preferenceOf } from '../preference.ts';
import { bodyResource } from '../request-body.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';

async function everything(
  { requester, id, headers, language }: FhirRequest,
  { record, base }: FhirService,
  query: string,
) {
  const { strict } = preferenceOf(headers.prefer);
  const found = await record.everything(requester, id, query, { strict, base, language });
  return found.ok ? bundleAnswer(found.value) : refusalAnswer(found.outcome, language);
}

/** Patient/$everything (R4 patient-operation-everything): the whole record of one patient, in pages. */
export const everythingRoutes: readonly FhirRoute[] = [
  {
    method: 'GET',
    url: '/Patient/:id/$everything',
    interaction: '$everything',
    answer: (request, service) => everything(request, service, request.query),
  },
  {
    method: 'POST',
    url: '/Patient/:id/$everything',
    interaction: '$everything',
    async answer(request, service) {
      const body = bodyResource(request);
      if (!body.ok) return refusalAnswer(body.outcome, request.language);
      const { resourceType } = body.value;
      if (resourceType !== 'Parameters') {
        return refusalAnswer(outcome('CRYO-166', { body: resourceType, address: 'Parameters' }), request.language);
      }
      return everything(request, service, queryOf(body.value));
    },
  },
];
