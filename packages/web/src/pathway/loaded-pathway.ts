import type { PathwayView, PatientRecord, Protocol } from '@cryopath/pathway';

/** A patient's record, and which pathway it is looked at as. */
export interface LocatedPathway {
  /** The version that the pathway keeps; of a chart without a pathway the one that governs it (I4). */
  readonly protocol: Protocol;
  readonly record: PatientRecord;
  readonly view: Pick<PathwayView, 'pathway'>;
  /** The moment that it is true for. */
  readonly at: number;
  /** Read from this device, because the clinic could not be reached. */
  readonly isKept: boolean;
}

/** A patient's record, and where their pathway is. */
export interface LoadedPathway extends LocatedPathway {
  readonly view: PathwayView;
}
