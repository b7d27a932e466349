import { outcome } from '@cryopath/fhir';
import { refusalAnswer, writtenAnswer } from '../answer.ts';
import { writtenResource } from '../binary-content.ts';
import { preferenceOf } from '../preference.ts';
import type { FhirRoute } from '../route.ts';
import { createCondition, writeOptions } from '../write-options.ts';

/** create (R4 http.html, 3.1.0.8), unless If-None-Exist finds the resource: then that one is the answer. */
const create: FhirRoute = {
  method: 'POST',
  url: '/:type',
  interaction: 'create',
  conditional: 'conditionalCreate',
  async answer(request, { record, base }) {
    const { requester, type, headers, language } = request;
    const options = writeOptions(headers);
    if (!options.ok) return refusalAnswer(options.outcome, language);
    const condition = createCondition(headers);
    if (!condition.ok) return refusalAnswer(condition.outcome, language);
    const resource = writtenResource(request, type);
    if (!resource.ok) return refusalAnswer(resource.outcome, language);
    const { resourceType } = resource.value;
    if (resourceType !== type)
      return refusalAnswer(outcome('CRYO-166', { body: resourceType, address: type }), language);
    const written = await record.create(requester, resource.value, { ...options.value, ...condition.value });
    if (!written.ok) return refusalAnswer(written.outcome, language);
    return writtenAnswer(written.value, preferenceOf(headers.prefer).returned, base, language);
  },
};

export const createRoutes: readonly FhirRoute[] = [create];
