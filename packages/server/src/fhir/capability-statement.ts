import { STORED_TYPES, type StoredType, searchParameters } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { isAuditParameter } from '@cryopath/record';
import { isServed } from './address.ts';
import type { Operation } from './operation/operation.ts';
import { definitionUrl } from './operation/operation-definition.ts';
import type { FhirRoute, ServedInteraction } from './route.ts';

/** What the statement says besides what the routes say. */
export interface Served {
  readonly base: string;
  readonly softwareVersion: string;
  /** When this program began to serve. */
  readonly since: Instant;
  /** Where programs get their tokens (SMART Backend Services), when they can. */
  readonly tokenUrl?: string;
}

/** Interactions of a type, in the order of R4's table. */
const OF_A_TYPE = [
  'read',
  'vread',
  'update',
  'patch',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
] as const satisfies readonly ServedInteraction[];

/**
 * The CapabilityStatement (R4 capabilitystatement.html), computed from the routes that are there and the search parameters that are
 * extracted: it can claim nothing else.
 */
export function capabilityStatement(routes: readonly FhirRoute[], { base, softwareVersion, since, tokenUrl }: Served) {
  const interactions = new Set(routes.map((route) => route.interaction));
  const ours = [...new Set(routes.flatMap(({ operation }) => operation ?? []))];
  const named = (operation: Operation) => ({ name: operation.code, definition: definitionUrl(operation, base) });
  const conditional = new Set(routes.flatMap((route) => route.conditional ?? []));

  const resource = (type: StoredType) => {
    const served = OF_A_TYPE.filter((code) => interactions.has(code) && isServed(type, code));
    const has = (code: ServedInteraction) => served.some((each) => each === code);
    const links = searchedBy(type).filter((parameter) => parameter.kind === 'reference' && type !== 'AuditEvent');
    const operations = [
      ...standardOperations(type).filter(({ name }) => interactions.has(`$${name}`)),
      ...ours.filter(({ resource }) => resource === type).map(named),
    ];
    return {
      type,
      interaction: served.map((code) => ({ code })),
      versioning: has('update') ? 'versioned-update' : 'no-version',
      readHistory: has('vread'),
      // Ids are the server's: see `mayChooseId` of the record.
      updateCreate: false,
      conditionalCreate: has('create') && conditional.has('conditionalCreate'),
      conditionalRead: has('read') && conditional.has('conditionalRead') ? 'full-support' : 'not-supported',
      conditionalUpdate: has('update') && conditional.has('conditionalUpdate'),
      conditionalDelete: has('delete') && conditional.has('conditionalDelete') ? 'single' : 'not-supported',
      ...(links.length > 0 ? { searchInclude: links.map(({ name }) => `${type}:${name}`) } : {}),
      ...(type === 'AuditEvent' ? {} : reverseIncludes(type)),
      searchParam: searchedBy(type).map(({ name, kind }) => ({ name, type: kind })),
      ...(operations.length > 0 ? { operation: operations } : {}),
    };
  };

  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: isoOf(since),
    kind: 'instance',
    software: { name: 'Cryopath', version: softwareVersion },
    implementation: { description: 'Cryopath: the record of a cryoablation clinic', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    ...(interactions.has('patch') ? { patchFormat: ['application/json-patch+json'] } : {}),
    rest: [
      {
        mode: 'server',
        security: {
          ...(tokenUrl === undefined ? {} : smartSecurity(tokenUrl)),
          cors: false,
          description:
            'Everything but this statement needs a signed-in requester. Access is denied unless role, purpose and compartment allow it.',
        },
        resource: [...STORED_TYPES.map(resource), ...(ours.length > 0 ? [DEFINITIONS] : [])],
        ...(interactions.has('transaction') ? { interaction: [{ code: 'transaction' }, { code: 'batch' }] } : {}),
      },
    ],
  };
}

/** The search parameters of a type. AuditEvents are searched in the trail, by fewer of them and without includes. */
const searchedBy = (type: StoredType) =>
  searchParameters(type).filter(({ name }) => type !== 'AuditEvent' || isAuditParameter(name));

/** SMART App Launch 2.2, "Conformance": the same is told at `.well-known/smart-configuration`, where newer clients look. */
const smartSecurity = (tokenUrl: string) => ({
  extension: [
    {
      url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
      extension: [{ url: 'token', valueUri: tokenUrl }],
    },
  ],
  service: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }],
    },
  ],
});

/** Links that lead to a type from others: `_revinclude`. */
function reverseIncludes(type: StoredType): { searchRevInclude?: string[] } {
  const links = STORED_TYPES.filter((source) => source !== 'AuditEvent').flatMap((source) =>
    searchParameters(source)
      .filter(({ kind, targets }) => kind === 'reference' && (targets === undefined || targets.includes(type)))
      .map(({ name }) => `${source}:${name}`),
  );
  return links.length > 0 ? { searchRevInclude: links } : {};
}

/** What the operations take and give is served beside the record, and computed from them. */
const DEFINITIONS = {
  type: 'OperationDefinition',
  interaction: [{ code: 'read' }, { code: 'search-type' }],
  versioning: 'no-version',
  readHistory: false,
  updateCreate: false,
  conditionalCreate: false,
  conditionalRead: 'not-supported',
  conditionalUpdate: false,
  conditionalDelete: 'not-supported',
  searchParam: [
    { name: '_id', type: 'token' },
    { name: 'code', type: 'token' },
    { name: 'url', type: 'uri' },
  ],
} as const;

/** Operations of the standard, which have their own way of taking input. */
const standardOperations = (type: StoredType): readonly { readonly name: string; readonly definition: string }[] => [
  ...(type === 'Patient'
    ? [{ name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' }]
    : []),
  { name: 'validate', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate' },
];
