export interface ExportOptions {
  /** Id of a Patient: their record, and what belongs to no patient and it refers to. Absent: everything within reach. */
  readonly patient?: string;
  /** Only these types. */
  readonly types?: readonly string[];
  /** A FHIR date or instant: only what was written since, and what was deleted. */
  readonly since?: string;
  /** Every version, instead of the current ones. */
  readonly history?: boolean;
  /** Takes what is exported, in the order of types. Awaited: nothing more is read from the database meanwhile. */
  readonly take: (texts: readonly ExportedText[]) => Promise<void>;
}

/** One version as it leaves. */
export interface ExportedText {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** The stored text, byte for byte; '' of a deletion. */
  readonly text: string;
}

export interface Exported {
  /** FHIR instant: everything that was acknowledged before is in it, unless it was left out on purpose. */
  readonly at: string;
  readonly texts: number;
  readonly deletions: number;
  /** Whose records it holds. */
  readonly patients: number;
}
