/** A resource as the record stores it and a browser receives it. */
export interface RecordResource {
  readonly resourceType: string;
  readonly [element: string]: unknown;
}

/** What is known of one patient. */
export interface PatientRecord {
  /** The patient's id, without `Patient/`. */
  readonly patient: string;
  readonly resources: readonly RecordResource[];
}
