export type { Change, Guard, Interaction, PatientView } from './guard.ts';
export { openRecord, type RecordOptions } from './open-record.ts';
export type {
  BundleText,
  ChangedResource,
  ClinicRecord,
  HistoryOptions,
  PatchOperations,
  SearchOptions,
  StoredVersion,
  WriteOptions,
  Written,
} from './record.ts';
export { type Purpose, type Requester, ROLES, type Role } from './requester.ts';
