import type { Json } from '@cryopath/fhir';
import { jsonAnswer, refusalAnswer } from '../answer.ts';
import type { FhirService } from '../fhir-service.ts';
import { bodyResource } from '../request-body.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';
import { writeOptions } from '../write-options.ts';
import type { Operation, OperationInput } from './operation.ts';
import { inputOfBody, inputOfQuery } from './operation-input.ts';

/** The addresses of an operation: POST, and GET besides when it changes nothing (R4 operations.html, 2.40.1.1). */
export const operationRoutes = (operation: Operation): readonly FhirRoute[] => {
  const { code, resource, level } = operation;
  const urls = { type: [`/${resource}/$${code}`], instance: [`/${resource}/:id/$${code}`] };
  return (level === 'both' ? [...urls.instance, ...urls.type] : urls[level]).flatMap((url) => routesAt(url, operation));
};

function routesAt(url: string, operation: Operation): readonly FhirRoute[] {
  const { code, affectsState } = operation;
  const interaction = `$${code}` as const;
  const post: FhirRoute = {
    method: 'POST',
    url,
    interaction,
    operation,
    async answer(request, service) {
      const { language } = request;
      // An operation without a parameter that it needs may be posted without a body.
      const isBare = operation.input.every(({ min }) => min === 0) && isEmpty(request.body);
      const body = isBare ? undefined : bodyResource(request);
      if (body && !body.ok) return refusalAnswer(body.outcome, language);
      const input = body ? inputOfBody(operation, body.value) : inputOfQuery(operation, '');
      if (!input.ok) return refusalAnswer(input.outcome, language);
      return answered(operation, request, service, input.value, body?.value ?? null);
    },
  };
  if (affectsState) return [post];
  const get: FhirRoute = {
    method: 'GET',
    url,
    interaction,
    operation,
    async answer(request, service) {
      const input = inputOfQuery(operation, request.query);
      if (!input.ok) return refusalAnswer(input.outcome, request.language);
      return answered(operation, request, service, input.value, request.query);
    },
  };
  return [get, post];
}

async function answered(
  operation: Operation,
  { requester, id, headers, language }: FhirRequest,
  service: FhirService,
  input: OperationInput,
  asked: Json,
) {
  const options = writeOptions(headers);
  if (!options.ok) return refusalAnswer(options.outcome, language);
  const { idempotencyKey } = options.value;
  const call = {
    requester,
    id,
    input,
    language,
    asked,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
  const done = await operation.run(call, service);
  return done.ok ? jsonAnswer(done.value) : refusalAnswer(done.outcome, language);
}

const isEmpty = (body: unknown): boolean => !(body instanceof Uint8Array) || body.length === 0;
