import type { JsonResource, Language, Outcome, Result } from '@cryopath/fhir';
import type { Instant } from '@cryopath/pathway';
import type { Act } from './act/act-request.ts';
import type { Chart, ChartRequest } from './act/chart-request.ts';
import type { Requester } from './requester.ts';
import type { Exported, ExportOptions } from './transfer/export/export-request.ts';
import type { Found } from './transfer/import/found.ts';
import type { ImportOptions, ImportSummary } from './transfer/import/import-request.ts';
import type { WorklistPage } from './worklist/worklist.ts';
import type { ChartsAtRest, ChartsAtRestQuery, WorklistQuery } from './worklist/worklist-query.ts';

/** One version as it was acknowledged. `text` is the resource's JSON, '' when this version is a deletion. */
export interface StoredVersion {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** FHIR instant, UTC, milliseconds. */
  readonly lastUpdated: string;
  readonly deleted: boolean;
  readonly text: string;
}

export interface Written extends StoredVersion {
  /** False when nothing new was written: If-None-Exist found one, or an idempotency key was seen before. */
  readonly isNew: boolean;
  readonly created: boolean;
}

export interface WriteOptions {
  readonly ifMatch?: number;
  /** `If-None-Match: *`: only when nothing is there. */
  readonly ifNoneMatchAny?: boolean;
  /** Search criteria of If-None-Exist, or of a conditional update, patch or delete: `identifier=urn:x|1`. */
  readonly criteria?: string;
  readonly idempotencyKey?: string;
}

/** JSON Patch (RFC 6902). */
export type PatchOperations = readonly unknown[];

export interface SearchOptions {
  /** `Prefer: handling=strict` refuses unknown parameters; lenient (the default) ignores them and says so in the self link and an outcome entry. */
  readonly strict?: boolean;
  /** Base of the links in the Bundle, without a trailing slash: `https://clinic.example/fhir`. */
  readonly base: string;
  /** Of the texts of outcomes inside a Bundle; 'en' when not said. */
  readonly language?: Language;
}

/** A Bundle as JSON text: entries are the stored texts, never parsed and printed again. */
export interface BundleText {
  readonly text: string;
}

export interface HistoryOptions extends SearchOptions {
  /** Raw query: `_count`, `_since`, `_at`, `_cursor`. */
  readonly query: string;
}

/**
 * The record: everything that may be done to it, each act with the requester first. Refusals are values.
 * @see ../SPEC.md
 */
export interface ClinicRecord {
  create(requester: Requester, resource: JsonResource, options?: WriteOptions): Promise<Result<Written>>;
  update(
    requester: Requester,
    type: string,
    id: string,
    resource: JsonResource,
    options?: WriteOptions,
  ): Promise<Result<Written>>;
  /** Conditional update: `options.criteria` names the resource; none found creates, several are refused (412). */
  updateWhere(
    requester: Requester,
    type: string,
    resource: JsonResource,
    options: WriteOptions & { criteria: string },
  ): Promise<Result<Written>>;
  patch(
    requester: Requester,
    type: string,
    id: string,
    operations: PatchOperations,
    options?: WriteOptions,
  ): Promise<Result<Written>>;
  delete(requester: Requester, type: string, id: string, options?: WriteOptions): Promise<Result<Written>>;
  /** transaction or batch; the answer is a Bundle of type transaction-response or batch-response. */
  transact(
    requester: Requester,
    bundle: JsonResource,
    options: SearchOptions & WriteOptions,
  ): Promise<Result<BundleText>>;

  read(requester: Requester, type: string, id: string): Promise<Result<StoredVersion>>;
  vread(requester: Requester, type: string, id: string, version: number): Promise<Result<StoredVersion>>;
  /** History of an instance (id given) or of a type, newest first, paged. */
  history(
    requester: Requester,
    type: string,
    id: string | undefined,
    options: HistoryOptions,
  ): Promise<Result<BundleText>>;
  /** `query` is the raw query string without `?`. */
  search(requester: Requester, type: string, query: string, options: SearchOptions): Promise<Result<BundleText>>;
  /** Patient/$everything, paged: `_count`, `_since`, `_type`, `start`, `end`. */
  everything(requester: Requester, patient: string, query: string, options: SearchOptions): Promise<Result<BundleText>>;
  /** $validate: the same validation and the same guards as a write, without writing. */
  validate(requester: Requester, resource: JsonResource, mode?: 'create' | 'update' | 'delete'): Promise<Outcome>;

  /** What an operation needs to know of one patient's record: read at once, within reach, and on the trail. */
  chart(requester: Requester, asked: ChartRequest): Promise<Result<Chart>>;
  /** What an operation does to one patient's record: decided and written in one transaction that nobody else writes the chart in. */
  act(requester: Requester, asked: Act): Promise<Result<BundleText>>;
  /** A page of what waits for whom in the requester's clinic. */
  worklist(requester: Requester, query: WorklistQuery): Promise<Result<WorklistPage>>;
  /** A page of the charts of that clinic in which nothing waits. */
  chartsAtRest(requester: Requester, query: ChartsAtRestQuery): Promise<Result<ChartsAtRest>>;
  /** Makes the worklist anew from the record. Gives how many patients were looked at. */
  rebuildWorklist(requester: Requester, onProgress?: (done: number) => void): Promise<Result<number>>;

  /** Opens one chart for 30 minutes (H16). The reason is kept and shown to the patient. */
  breakGlass(requester: Requester, patient: string, reason: string): Promise<Result<{ readonly until: string }>>;
  /** Charts that were opened so, newest first: a patient's own, or a clinic's for its lead to review. */
  openings(requester: Requester, since?: Instant): Promise<Result<readonly Opening[]>>;

  /** Files resources of another system; see docs/import-export.md. `found` is what `readImportFile` comes upon. */
  import(requester: Requester, found: AsyncIterable<Found>, options: ImportOptions): Promise<Result<ImportSummary>>;

  /** Gives a patient's record, or everything within reach, as it is at one moment; see docs/import-export.md. */
  export(requester: Requester, options: ExportOptions): Promise<Result<Exported>>;

  /** Changes committed by any process, for the event stream: resource coordinates only, filtered by the requester's reach. */
  changes(
    requester: Requester,
    since: number,
  ): Promise<{ readonly next: number; readonly changed: readonly ChangedResource[] }>;

  close(): Promise<void>;
}

/** One opening of a chart in an emergency. */
export interface Opening {
  readonly id: string;
  /** Literal reference of whoever opened it. */
  readonly who: string;
  readonly patient: string;
  readonly reason: string;
  /** FHIR instants. */
  readonly since: string;
  readonly until: string;
}

export interface ChangedResource {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly patient: string;
}
