import type { Text } from '@cryopath/pathway';

/** What brings a patient: made up, and such as the clinic's list of indications names. Sides are answers of their own and stand in no text. */
export interface Complaint {
  /** Of `targets.yaml`. */
  readonly indication: string;
  readonly target: string;
  /** Of a target that has levels. */
  readonly level?: string;
  readonly title: Text;
  readonly nature: Text;
  readonly location: Text;
  /** Where it is marked on the drawing of the body; `-left` or `-right` is added where there are both. */
  readonly region: string;
  readonly isOneSided: boolean;
  readonly months: number;
  readonly treatment: Text;
  readonly findings: Text;
  readonly nerve: Text;
  /** The movement or touch that provokes the usual pain. */
  readonly movement: Text;
  readonly imaging: Text;
  readonly guidance: 'fluoroscopy' | 'ultrasound';
  /** mL, within what targets.yaml gives for the target. */
  readonly volume: number;
  readonly position: 'prone' | 'supine' | 'lateral' | 'sitting';
  /** Whether two blocks on two days are asked for. */
  readonly isDual?: true;
}
