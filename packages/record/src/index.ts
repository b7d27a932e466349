export type { Operation as PolicyOperation } from './access/policy.ts';
export type { Act, ActChange, ActPlace, ActPlan } from './act/act-request.ts';
export type { Chart, ChartRequest } from './act/chart-request.ts';
export { isAuditParameter } from './audit/audit-conditions.ts';
export { keepTrail, type TrailOptions } from './audit/keep-trail.ts';
export { type Verification, type VerifyOptions, verifyTrail } from './audit/verify.ts';
export type { Consequence } from './consequence.ts';
export type { Change, GateDecision, Guard, Interaction, PatientView, WrittenResource } from './guard.ts';
export { openRecord, type RecordOptions, recordIn } from './open-record.ts';
export {
  type Database,
  type OpenOptions,
  openDatabase,
  type ReachedDatabase,
  reachDatabase,
  type Where,
} from './postgres/open-database.ts';
export type {
  BundleText,
  ChangedResource,
  ClinicRecord,
  HistoryOptions,
  Opening,
  PatchOperations,
  SearchOptions,
  StoredVersion,
  WriteOptions,
  Written,
} from './record.ts';
export { type Purpose, type Requester, ROLES, type Role } from './requester.ts';
export { type Backup, type BackupOptions, backUp } from './transfer/backup.ts';
export { type ExportFile, type ExportFiles, exportFiles } from './transfer/export/export-files.ts';
export type { Exported, ExportedText, ExportOptions } from './transfer/export/export-request.ts';
export { foundUnder } from './transfer/import/found-under.ts';
export type { ImportOptions, ImportRefusal, ImportSummary, ImportTally } from './transfer/import/import-request.ts';
export { type Restored, type RestoreOptions, restore } from './transfer/restore.ts';
export type { Called } from './worklist/called.ts';
export type { Projection, Waiting } from './worklist/projection.ts';
export type { WorklistPage, WorklistRow } from './worklist/worklist.ts';
export {
  type ChartsAtRest,
  type ChartsAtRestQuery,
  MOST_COUNTED,
  type Total,
  type WorklistQuery,
} from './worklist/worklist-query.ts';
export { type DatabaseFailure, databaseFailure } from './write/database-failure.ts';
export { type ReindexOptions, reindex } from './write/reindex.ts';
