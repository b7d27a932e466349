import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of the published definitions; why these and no others is said in published.ts. */
const FOLDER = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));

/** A published SearchParameter, as far as it is compiled. */
export interface PublishedParameter {
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly base: readonly string[];
  readonly expression?: string;
  readonly target?: readonly string[];
  readonly xpathUsage?: string;
}

interface CompartmentDefinition {
  readonly resource: readonly { readonly code: string; readonly param?: readonly string[] }[];
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

/** Files of the standard itself are named by a type or by a group of types; examples and extensions are named otherwise. */
const STANDARD = /^SearchParameter-(?:[A-Z][A-Za-z]*|clinical|conformance|individual|medications)-[^-].*\.json$/;

/** The SearchParameters of FHIR R4 (4.0.1) in the order of their ids, without those of extensions. */
export const publishedParameters = (): PublishedParameter[] =>
  readdirSync(FOLDER)
    .filter((file) => STANDARD.test(file))
    .sort()
    .map((file) => read(file) as PublishedParameter);

/** The parameters that put resources into a patient's compartment, by type (CompartmentDefinition `patient`). */
export const publishedPatientCompartment = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (read('CompartmentDefinition-patient.json') as CompartmentDefinition).resource.map(({ code, param }) => [
      code,
      param ?? [],
    ]),
  );
