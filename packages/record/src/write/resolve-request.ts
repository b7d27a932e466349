import { isStoredType, type JsonResource, type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { mayWrite } from '../access/policy.ts';
import type { Reach } from '../access/reach.ts';
import type { Interaction } from '../guard.ts';
import type { Connection } from '../postgres/connection.ts';
import { isId, notFound } from '../read/address.ts';
import type { Requester } from '../requester.ts';
import { addressOf, type ChangeRequest } from './change-request.ts';
import { type Head, readHead, resourceOf } from './head.ts';
import { patched } from './json-patch.ts';
import type { Intent } from './prepare-change.ts';
import type { MatchIds } from './write-path.ts';

/** What a request comes to: a change of one resource, or nothing to change because it is already as asked. */
export type Resolved =
  | { readonly kind: 'change'; readonly intent: Intent }
  | { readonly kind: 'existing'; readonly head: Head };

export interface Resolver {
  readonly db: Connection;
  readonly requester: Requester;
  readonly reach: Reach;
  readonly matchIds: MatchIds;
  readonly newId: () => string;
}

/**
 * Finds the resource that a request means, by its id or by its condition, and the version that the change is to replace (R3, H14). The table of
 * SPEC.md, "Expected version", as code. Permission is asked before anything is looked up, so that a refusal tells nothing of what is there.
 */
export async function resolveRequest(resolver: Resolver, request: ChangeRequest): Promise<Result<Resolved>> {
  const { interaction, type } = request;
  const refusal = notAllowed(resolver.requester, interaction, type);
  if (refusal) return refused(refusal);
  const found = await headMeant(resolver, request);
  if (!found.ok) return found;
  const head = found.value;
  switch (interaction) {
    case 'create':
      return head ? ok({ kind: 'existing', head }) : created(request, resolver.newId());
    case 'update':
      return updated(request, head, resolver);
    case 'patch':
      return patchedFrom(request, head);
    case 'delete':
      return deleted(request, head);
    default:
      return interaction satisfies never;
  }
}

/** Why nobody of this role may make this kind of change to this type. The trail only grows: its events are created, and that is all. */
export function notAllowed(requester: Requester, interaction: Interaction, type: string): Outcome | undefined {
  if (!isStoredType(type)) return outcome('CRYO-104', { type: type.slice(0, 100) });
  if (type === 'AuditEvent' && interaction !== 'create') return outcome('CRYO-403');
  return mayWrite(requester, interaction, type) ? undefined : outcome('CRYO-403');
}

/** The head of the resource that is meant; undefined when there is none. A condition that several meet is refused. */
async function headMeant(resolver: Resolver, request: ChangeRequest): Promise<Result<Head | undefined>> {
  const { db, requester, reach, matchIds } = resolver;
  const { type, id, criteria } = request;
  if (id !== undefined) {
    if (!isId(id)) return refused(outcome('CRYO-218', { id: id.slice(0, 100) }));
    return ok(await readHead(db, reach, type, id));
  }
  if (criteria === undefined) return ok(undefined);
  if (criteria.trim() === '') return refused(outcome('CRYO-217'));
  const ids = await matchIds(db, requester, type, criteria);
  if (!ids.ok) return ids;
  const [first, second] = ids.value;
  if (second !== undefined) return refused(outcome('CRYO-206', { type, criteria }));
  return ok(first === undefined ? undefined : await readHead(db, reach, type, first));
}

const change = (intent: Intent): Result<Resolved> => ok({ kind: 'change', intent });

function created({ type, resource }: ChangeRequest, id: string): Result<Resolved> {
  if (!resource) return refused(outcome('CRYO-113'));
  return change({ interaction: 'create', type, id, resource: { ...resource, id }, expected: 0 });
}

function updated(request: ChangeRequest, head: Head | undefined, { reach, newId }: Resolver): Result<Resolved> {
  const { type, resource, criteria } = request;
  if (!resource) return refused(outcome('CRYO-113'));
  const disagreement = idDisagreement(request, head, resource);
  if (disagreement) return refused(disagreement);
  // By condition, an id in the body names the new resource when none is found (R4 http.html, 3.1.0.10.2).
  const id = request.id ?? head?.id ?? (typeof resource.id === 'string' ? resource.id : newId());
  if (!head && request.ifMatch === undefined && !mayChooseId(reach) && (request.id ?? resource.id) !== undefined) {
    return refused(outcome('CRYO-223', { reference: `${type}/${id}` }));
  }
  const expected = request.ifNoneMatchAny ? ok(0) : expectedVersion(request, head);
  if (!expected.ok) return expected;
  const mustBeNew = request.ifNoneMatchAny === true;
  if (mustBeNew && head && !head.deleted) return refused(outcome('CRYO-219', { reference: `${type}/${id}` }));
  const before = expected.value === 0 ? undefined : head;
  const body = criteria === undefined ? resource : { ...resource, id };
  return change({ interaction: 'update', type, id, resource: body, before, expected: expected.value, mustBeNew });
}

/**
 * Whether what is not there may be created under an id of the writer's choice (R4 http.html, 3.1.0.7.1 leaves it to the server). Only who sees everything may:
 * anybody else would learn from the answer which ids are taken by what they may not see (H15), since two resources cannot have one id. For them an id that is
 * free and one that is out of sight are refused alike, before anything is validated, by the same steps.
 */
const mayChooseId = ({ kind }: Reach): boolean => kind === 'everything';

function idDisagreement(
  { id, criteria }: ChangeRequest,
  head: Head | undefined,
  body: JsonResource,
): Outcome | undefined {
  const address = id ?? head?.id;
  if (body.id === undefined) return criteria === undefined ? outcome('CRYO-167') : undefined;
  if (address === undefined || body.id === address) return undefined;
  return outcome('CRYO-165', { body: String(body.id).slice(0, 100), address });
}

function patchedFrom(request: ChangeRequest, head: Head | undefined): Result<Resolved> {
  const there = mustExist(request, head);
  if (!there.ok) return there;
  const { type, id } = there.value;
  const before = resourceOf(there.value);
  if (!before) return refused(outcome('CRYO-202', { reference: `${type}/${id}` }));
  const expected = expectedVersion(request, head);
  if (!expected.ok) return expected;
  const after = patched(before, request.operations ?? []);
  if (!after.ok) return after;
  return change({
    interaction: 'patch',
    type,
    id,
    resource: after.value,
    before: there.value,
    expected: expected.value,
  });
}

function deleted(request: ChangeRequest, head: Head | undefined): Result<Resolved> {
  const there = mustExist(request, head);
  if (!there.ok) return there;
  // Deleting what is deleted changes nothing, and is no fault (R4 http.html, 3.1.0.7).
  if (there.value.deleted) return ok({ kind: 'existing', head: there.value });
  const expected = expectedVersion(request, head);
  if (!expected.ok) return expected;
  const { type, id } = there.value;
  return change({ interaction: 'delete', type, id, before: there.value, expected: expected.value });
}

function mustExist(request: ChangeRequest, head: Head | undefined): Result<Head> {
  if (head) return ok(head);
  const { type, id, criteria = '' } = request;
  return refused(id === undefined ? outcome('CRYO-220', { type, criteria }) : notFound(type, id));
}

/**
 * The version that the writer saw: that of If-Match, which whoever changes what exists must give. A condition stands in its place: what it finds is what
 * the writer means, and is held until the commit.
 */
function expectedVersion(request: ChangeRequest, head: Head | undefined): Result<number> {
  const { ifMatch } = request;
  const reference = addressOf(request);
  if (!head) return ifMatch === undefined ? ok(0) : refused(outcome('CRYO-201', { reference }));
  if (ifMatch === undefined && request.criteria === undefined) return refused(outcome('CRYO-205', { reference }));
  if (ifMatch !== undefined && ifMatch !== head.version) {
    return refused(outcome('CRYO-204', { reference, current: head.version, expected: ifMatch }));
  }
  return ok(head.version);
}
