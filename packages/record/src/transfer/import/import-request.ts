import type { Issue, Outcome } from '@cryopath/fhir';
import type { Place } from './found.ts';

export interface ImportOptions {
  /** Name of the system that the resources come from: letters, digits, `-` and `.`; at most 64. */
  readonly source: string;
  /** Addresses of that system: absolute references below them are references to its resources. */
  readonly bases?: readonly string[];
  /** Whether resources keep their ids (the default) or get new ones; see `import/origin.ts`. */
  readonly ids?: 'kept' | 'new';
  /** Whether what is here under the same id gives way, whoever wrote it. */
  readonly update?: boolean;
  /** Tells what would become of it, without storing anything and without asking the gates. */
  readonly dryRun?: boolean;
  /** Everything that is not stored, as it is found. Awaited, so that a slow report slows the import and does not fill the memory. */
  readonly onRefused?: (refusal: ImportRefusal) => void | Promise<void>;
  /** Called after every batch. */
  readonly onProgress?: (tally: ImportTally) => void;
}

/** Something that was not stored, and why. */
export interface ImportRefusal {
  readonly place: Place;
  /** '' when it could not be told. */
  readonly type: string;
  /** As it stands in the file; '' when it has none. */
  readonly id: string;
  readonly issues: readonly Issue[];
}

/** How many resources became what. */
export interface ImportTally {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Those that wait for something else of the same import. */
  readonly waiting: number;
}

export interface ImportSummary extends ImportTally {
  /** By type; '' for what could not be read. */
  readonly types: ReadonlyMap<string, ImportTally>;
  /** How often a resource of a type was refused by a code: `Observation CRYO-702`. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Why the import ended before its end, when it did: the service could not store any more. What is counted is stored. */
  readonly stopped: Outcome | undefined;
}
