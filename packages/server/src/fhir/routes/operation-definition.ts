import { outcome } from '@cryopath/fhir';
import { jsonAnswer, refusalAnswer } from '../answer.ts';
import { operationDefinition } from '../operation/operation-definition.ts';
import { OPERATIONS } from '../operations.ts';
import type { FhirRoute } from '../route.ts';

/** What the operations take and give, for programs: computed from the operations that are served, and not stored. */
export const operationDefinitionRoutes: readonly FhirRoute[] = [
  {
    method: 'GET',
    url: '/OperationDefinition',
    interaction: 'search-type',
    isComputed: true,
    async answer({ query, language }, { base }) {
      const asked = new URLSearchParams(query);
      const unknown = [...asked.keys()].find((name) => !SEARCHED.has(name));
      if (unknown !== undefined)
        return refusalAnswer(
          outcome('CRYO-301', { parameter: unknown.slice(0, 64), type: 'OperationDefinition' }),
          language,
        );
      const found = OPERATIONS.map((operation) => operationDefinition(operation, base)).filter(
        ({ code, id, url }) =>
          [code, null].includes(asked.get('code')) &&
          [id, null].includes(asked.get('_id')) &&
          [url, null].includes(asked.get('url')),
      );
      return jsonAnswer({
        resourceType: 'Bundle',
        type: 'searchset',
        total: found.length,
        entry: found
          .slice(0, Number(asked.get('_count') ?? found.length))
          .map((resource) => ({ fullUrl: resource.url, resource, search: { mode: 'match' } })),
      });
    },
  },
  {
    method: 'GET',
    url: '/OperationDefinition/:id',
    interaction: 'read',
    isComputed: true,
    async answer({ id, language }, { base }) {
      const found = OPERATIONS.map((operation) => operationDefinition(operation, base)).find((each) => each.id === id);
      if (found) return jsonAnswer(found);
      return refusalAnswer(outcome('CRYO-201', { reference: `OperationDefinition/${id.slice(0, 64)}` }), language);
    },
  },
];

const SEARCHED: ReadonlySet<string> = new Set(['code', '_id', 'url', '_count']);
