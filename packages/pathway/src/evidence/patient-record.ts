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
  /** The CarePlan whose pathway is asked about, by id; without it the patient's newest. */
  readonly pathway?: string;
  /**
   * Who wrote the current version of each: a literal reference. A browser does not know it, and shows what seems to stand; the gate, which the
   * server asks, decides on an {@link AuthoredRecord} alone.
   */
  readonly writers?: ReadonlyMap<RecordResource, string>;
}

/** A record that says of every resource who wrote it; of whom it does not say it, that proves nothing. */
export interface AuthoredRecord extends PatientRecord {
  readonly writers: ReadonlyMap<RecordResource, string>;
}
