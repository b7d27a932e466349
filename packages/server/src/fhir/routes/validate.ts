import { type JsonResource, outcome } from '@cryopath/fhir';
import { outcomeAnswer, refusalAnswer } from '../answer.ts';
import type { FhirService } from '../fhir-service.ts';
import { resourceParameter, textParameter } from '../parameters.ts';
import { bodyResource } from '../request-body.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';

const MODES = ['create', 'update', 'delete'] as const;
type Mode = (typeof MODES)[number];
const isMode = (text: string): text is Mode => MODES.some((mode) => mode === text);

/** $validate (R4 resource-operation-validate): what a write would be told, without writing. Always 200: the outcome is the answer. */
async function validate(request: FhirRequest, { record }: FhirService) {
  const { requester, type, id, query, language } = request;
  const body = bodyResource(request);
  if (!body.ok) return refusalAnswer(body.outcome, language);
  const isWrapped = body.value.resourceType === 'Parameters';
  const resource: JsonResource | undefined = isWrapped ? resourceParameter(body.value, 'resource') : body.value;
  const needed = { operation: '$validate', parameter: 'resource' };
  if (resource === undefined) return refusalAnswer(outcome('CRYO-168', needed), language);
  if (resource.resourceType !== type) {
    return refusalAnswer(outcome('CRYO-166', { body: resource.resourceType, address: type }), language);
  }
  const asked = isWrapped ? textParameter(body.value, 'mode') : (new URLSearchParams(query).get('mode') ?? undefined);
  const mode = asked ?? (id === '' ? 'create' : 'update');
  if (!isMode(mode))
    return refusalAnswer(outcome('CRYO-306', { parameter: 'mode', value: mode.slice(0, 64) }), language);
  const subject = id === '' ? resource : { ...resource, id };
  return outcomeAnswer(await record.validate(requester, subject, mode), language);
}

export const validateRoutes: readonly FhirRoute[] = [
  { method: 'POST', url: '/:type/$validate', interaction: '$validate', answer: validate },
  { method: 'POST', url: '/:type/:id/$validate', interaction: '$validate', answer: validate },
];
