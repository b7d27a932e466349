import { bundleAnswer, refusalAnswer } from '../answer.ts';
import type { FhirService } from '../fhir-service.ts';
import { withoutPrinting } from '../media-type.ts';
import { preferenceOf } from '../preference.ts';
import { bodyText } from '../request-body.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';

async function search(
  { requester, type, headers, language }: FhirRequest,
  { record, base }: FhirService,
  query: string,
) {
  const { strict } = preferenceOf(headers.prefer);
  const found = await record.search(requester, type, query, { strict, base, language });
  return found.ok ? bundleAnswer(found.value) : refusalAnswer(found.outcome, language);
}

/** search by GET (R4 search.html). */
const searchByQuery: FhirRoute = {
  method: 'GET',
  url: '/:type',
  interaction: 'search-type',
  answer: (request, service) => search(request, service, request.query),
};

/** search by POST: what is searched for (a name, a number) stays out of addresses, and so out of proxies' logs. Both sources count. */
const searchByForm: FhirRoute = {
  method: 'POST',
  url: '/:type/_search',
  interaction: 'search-type',
  async answer(request, service) {
    const form = bodyText(request, 'form');
    if (!form.ok) return refusalAnswer(form.outcome, request.language);
    const parts = [request.query, withoutPrinting(form.value)].filter((part) => part !== '');
    return search(request, service, parts.join('&'));
  },
};

export const searchRoutes: readonly FhirRoute[] = [searchByQuery, searchByForm];
