import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The published FHIR R4 (4.0.1) definitions, as they lie in the public package hl7.fhir.r4.examples.
 *
 * They are taken from there because other packages of definitions that were tried add elements of their own and of
 * later versions to the published types (Meta.project, Binary.url, DetectedIssue.status, half of ResearchStudy).
 */
const FOLDER = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));

export interface ElementType {
  readonly code: string;
  readonly profile?: readonly string[];
  readonly targetProfile?: readonly string[];
  readonly extension?: readonly { readonly url: string; readonly valueUrl?: string }[];
}

export interface ElementDefinition {
  readonly path: string;
  readonly min: number;
  readonly max: string;
  readonly base: { readonly path: string };
  readonly type?: readonly ElementType[];
  readonly contentReference?: string;
  readonly constraint?: readonly { readonly key: string; readonly severity: string; readonly expression: string }[];
  readonly binding?: {
    readonly strength: string;
    readonly valueSet?: string;
    readonly extension?: readonly { readonly url: string; readonly valueCanonical?: string }[];
  };
}

export interface StructureDefinition {
  readonly url: string;
  readonly type: string;
  readonly name: string;
  readonly kind: 'primitive-type' | 'complex-type' | 'resource' | 'logical';
  readonly abstract: boolean;
  readonly baseDefinition?: string;
  readonly derivation?: 'specialization' | 'constraint';
  readonly snapshot: { readonly element: readonly ElementDefinition[] };
}

interface Concept {
  readonly code: string;
  readonly property?: readonly { readonly code: string; readonly valueBoolean?: boolean }[];
  readonly concept?: readonly Concept[];
}

export interface CodeSystem {
  readonly url: string;
  readonly content: string;
  readonly concept?: readonly Concept[];
}

export interface ValueSet {
  readonly url: string;
  readonly compose?: {
    readonly include: readonly {
      readonly system?: string;
      readonly concept?: readonly Concept[];
      readonly filter?: readonly unknown[];
      readonly valueSet?: readonly string[];
    }[];
    readonly exclude?: readonly unknown[];
  };
}

/** All published resources of a type, by file name, in a stable order. */
const published = (resourceType: string): unknown[] =>
  readdirSync(FOLDER)
    .filter((name) => name.startsWith(`${resourceType}-`) && name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')));

export const publishedStructures = () => published('StructureDefinition') as StructureDefinition[];

const byUrl = <T extends { readonly url: string }>(resources: readonly T[]): ReadonlyMap<string, T> =>
  new Map(resources.map((resource) => [resource.url, resource]));

export const publishedValueSets = () => byUrl(published('ValueSet') as ValueSet[]);
export const publishedCodeSystems = () => byUrl(published('CodeSystem') as CodeSystem[]);

/** The codes of a code system and of everything below them; not those that only group others ("question" of item-type). */
export const codesOf = (concepts: readonly Concept[] = []): string[] =>
  concepts.flatMap((each) => [...(isAbstract(each) ? [] : [each.code]), ...codesOf(each.concept)]);

const isAbstract = ({ property }: Concept): boolean =>
  property?.some(
    ({ code, valueBoolean }) => (code === 'abstract' || code === 'notSelectable') && valueBoolean === true,
  ) ?? false;
