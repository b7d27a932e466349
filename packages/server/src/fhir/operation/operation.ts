import type { Json, JsonObject, JsonResource, Language, Result } from '@cryopath/fhir';
import type { PolicyOperation, Requester } from '@cryopath/record';
import type { FhirService } from '../fhir-service.ts';

/** The simple types that our operations take and give (R4 operations.html, 2.40.2.1). Any other type is a resource's. */
export const VALUE_TYPES = [
  'boolean',
  'canonical',
  'code',
  'date',
  'dateTime',
  'instant',
  'integer',
  'Reference',
  'string',
  'uri',
] as const;

/** One parameter, as R4's OperationDefinition.parameter describes it. */
export interface OperationParameter {
  readonly name: string;
  readonly min: 0 | 1;
  readonly max: '1' | '*';
  /** One of {@link VALUE_TYPES}, or the type of a resource; without one it has parts. */
  readonly type?: string;
  readonly documentation: string;
  /** The values that a code may have. */
  readonly codes?: readonly string[];
  readonly part?: readonly OperationParameter[];
}

/**
 * One operation beside the interactions of R4: what is served, what its OperationDefinition says and what its input is held against are this one value, so
 * that they cannot disagree.
 */
export interface Operation {
  /** Without the `$`. */
  readonly code: string;
  /** Type at whose address it stands. */
  readonly resource: string;
  readonly level: 'instance' | 'type' | 'both';
  /** What the policy must allow the requester: the record asks for it, and puts a refusal on the trail. */
  readonly permission: PolicyOperation;
  readonly title: string;
  readonly description: string;
  /** Whether it changes the record. One that does not answers to GET as well. */
  readonly affectsState: boolean;
  readonly input: readonly OperationParameter[];
  readonly output: readonly OperationParameter[];
  /** The standard's own definition, when the operation is the standard's. */
  readonly definedBy?: string;
  run(call: OperationCall, service: FhirService): Promise<Result<OperationAnswer>>;
}

/** The parameters of a call, after they were held against the operation's definition. */
export interface OperationInput {
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  boolean(name: string): boolean | undefined;
  integer(name: string): number | undefined;
  /** The literal reference that a parameter of type Reference holds. */
  reference(name: string): string | undefined;
  references(name: string): readonly string[];
  resource(name: string): JsonResource | undefined;
}

export interface OperationCall {
  readonly requester: Requester;
  /** '' at the level of a type. */
  readonly id: string;
  readonly input: OperationInput;
  /** Everything that was asked for, for the fingerprint of an idempotency key. */
  readonly asked: Json;
  readonly idempotencyKey?: string;
  readonly language: Language;
}

/** A Parameters resource, or the one resource that the operation returns. */
export type OperationAnswer = JsonResource;

/** `Parameters` with these. FHIR has no empty lists. */
export const parametersAnswer = (parameter: readonly JsonObject[]): OperationAnswer => ({
  resourceType: 'Parameters',
  ...(parameter.length === 0 ? {} : { parameter: [...parameter] }),
});
