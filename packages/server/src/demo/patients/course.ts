/** Stages of a history, in their order. */
export const STAGES = [
  'referred',
  'interviewed',
  'examined',
  'scanned',
  'imaged',
  'blocked',
  'decided',
  'consented',
  'cleared',
  'booked',
  'treated',
] as const;
export type Stage = (typeof STAGES)[number];

/** What in a history is not as usual. */
export interface Turn {
  /** The review of the images finds another cause. */
  readonly otherCause?: 'hernia' | 'degeneration' | 'tumour';
  /** The block helps too little; or, of two that are asked for, only the first was set. */
  readonly block?: 'negative' | 'first-of-two';
  readonly consent?: 'thinks-it-over';
  readonly contraindication?: { readonly linkId: string; readonly answer: 'yes' | 'unknown' };
  readonly anticoagulant?: 'apixaban-open' | 'warfarin-agreed';
  /** Gates opened by hand, or begun to be. */
  readonly override?: 'by-two' | 'begun';
  readonly isRestricted?: true;
}

/** How the days after the procedure went. */
export type Home = 'smooth' | 'silent' | 'flare' | 'bruised' | 'infection' | 'rising' | 'returning';

/** How far a patient has come. Days are calendar days before today. */
export type Course = { readonly turn?: Turn } & (
  | { readonly kind: 'before'; readonly stage: Exclude<Stage, 'booked' | 'treated'>; readonly ago: number }
  | { readonly kind: 'booked'; readonly inDays: number }
  /** Today: positioned and marked; under the needle; under observation; gone home. */
  | { readonly kind: 'today'; readonly now: 'waiting' | 'positioned' | 'in-theatre' | 'in-recovery' | 'discharged' }
  | { readonly kind: 'home'; readonly days: number; readonly went: Home }
);
