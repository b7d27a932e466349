import type { Language } from '@cryopath/fhir';
import type { ProcedureNames } from '../gate/cryoablation-names.ts';
import type { Questionnaire } from './questionnaire.ts';

/** A text in every language there is. There is no fallback from one to another (I8). */
export type Text = Readonly<Record<Language, string>>;

/** A number that a clinic may tune. A value without a range has `low` equal to `high`. */
export interface PolicyValue {
  readonly id: string;
  readonly low: number;
  readonly high: number;
  /** UCUM, or % */
  readonly unit: string;
  readonly range: { readonly low: number; readonly high: number };
  readonly source: string;
  readonly signature: string;
}

/** One named condition of a gate. It holds when its FHIRPath expression gives exactly `[true]` (I2). */
export interface Condition {
  readonly name: string;
  readonly expression: string;
  readonly title: Text;
  readonly reason: Text;
}

/** A span after the end of another action, as the policy says it: its unit tells elapsed time from calendar days (I7). */
export interface Offset {
  readonly after: string;
  readonly low: number;
  readonly high: number;
  readonly unit: 'min' | 'h' | 'd';
}

export const PARTICIPANTS = ['patient', 'caregiver', 'doctor', 'nurse'] as const;
export type Participant = (typeof PARTICIPANTS)[number];

export interface Step {
  readonly id: string;
  readonly stage: string;
  readonly title: Text;
  readonly about: Text;
  readonly participants: readonly Participant[];
  readonly form?: string;
  /** Name of the evidence that says the step is done. */
  readonly output: string;
  readonly gate: readonly Condition[];
  readonly offset?: Offset;
}

export interface Stage {
  readonly id: string;
  readonly title: Text;
}

/** A restriction, what not to do until when; or a reaction, what is normal until when. */
export interface Window {
  readonly id: string;
  readonly kind: 'restriction' | 'reaction';
  readonly title: Text;
  readonly offset: Offset;
}

export interface RedFlag {
  readonly id: string;
  readonly title: Text;
}

export const SIDES = ['left', 'right', 'both'] as const;
export type Side = (typeof SIDES)[number];

/** Parts of the body that a rule may ask for: breathing matters above the diaphragm, the bladder everywhere. */
export const TARGET_REGIONS = ['cervical', 'thoracic', 'lumbar', 'pelvis', 'hip', 'knee', 'groin', 'head'] as const;
export type TargetRegion = (typeof TARGET_REGIONS)[number];

/** Something of the protocol's own that has a code and a name. */
export interface Named {
  readonly id: string;
  readonly title: Text;
}

/** A nerve, or nerves, that the clinic freezes: what a block, a time-out and a procedure name alike (H02). */
export interface Target extends Named {
  readonly region: TargetRegion;
  /** Ids of indications, as the clinic's page lists them. */
  readonly indications: readonly string[];
  readonly nerves: readonly Named[];
  /** Empty for a target that has no levels. Codes such as `L4/L5`; Polish writes thoracic ones with Th. */
  readonly levels: readonly Named[];
  readonly sides: readonly Side[];
  readonly block: BlockRule;
  /** How the X-ray or ultrasound is set. */
  readonly view: Text;
  readonly hazards: readonly Named[];
  readonly source: string;
  readonly signature: string;
}

/** What a diagnostic block of a target must show before its nerve is frozen (evidence.md 1). */
export interface BlockRule {
  /** Percent of the pain before; relief of exactly this much is enough. */
  readonly minimumRelief: number;
  /** How many positive blocks, on different occasions. */
  readonly blocks: 'single' | 'dual';
  /** Minutes after the injection whose scores decide. */
  readonly scoredAt: { readonly from: number; readonly to: number };
  readonly agents: readonly BlockAgent[];
  readonly source: string;
  readonly signature: string;
}

/** An anaesthetic and how much of it, in millilitres. `low` is 0 where the source only says "at most". */
export interface BlockAgent {
  readonly id: string;
  readonly title: Text;
  readonly volume?: { readonly low: number; readonly high: number; readonly per: 'nerve' | 'joint' | 'injection' };
}

/** Where a name that conditions use is found in the record. */
export type EvidenceSource =
  | { readonly name: string; readonly form: string; readonly computed?: 'block-relief' }
  | { readonly name: string; readonly type: string; readonly expression: string };

export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

export type GuideContent =
  | { readonly kind: 'paragraph' | 'emphasis'; readonly text: Text }
  | { readonly kind: 'list' | 'sequence'; readonly texts: readonly Text[] }
  | { readonly kind: 'windows'; readonly title: Text }
  | { readonly kind: 'red-flags'; readonly emergency: Text }
  | GuideStep;

export interface GuideStep {
  readonly kind: 'step';
  readonly id: string;
  readonly by?: 'team' | 'doctor';
  readonly title: Text;
  readonly does: readonly Text[];
  readonly why?: { readonly title: Text; readonly texts: readonly Text[] };
}

export interface GuideSection {
  readonly id: string;
  readonly title: Text;
  readonly content: readonly GuideContent[];
}

export interface Guide {
  readonly title: Text;
  readonly description: Text;
  readonly tagline: Text;
  readonly sections: readonly GuideSection[];
}

/** A checked protocol. Plain JSON: it is compiled once, sent to browsers and kept beside the pathways that it governs (I4). */
export interface Protocol {
  readonly id: string;
  readonly url: string;
  readonly version: string;
  readonly title: Text;
  /** IANA name of the zone whose calendar days count. */
  readonly timeZone: string;
  readonly policy: readonly PolicyValue[];
  readonly evidence: readonly EvidenceSource[];
  readonly expressions: readonly NamedExpression[];
  /** What makes a Procedure one that the gate before the procedure is asked about. */
  readonly cryoablation: ProcedureNames;
  /** Canonical addresses of the forms that patients and caregivers may fill in themselves. None of them is evidence. */
  readonly patientForms: readonly string[];
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
  readonly windows: readonly Window[];
  readonly redFlags: readonly RedFlag[];
  /** The indications of the clinic's page. */
  readonly indications: readonly Named[];
  readonly targets: readonly Target[];
  readonly forms: readonly Questionnaire[];
  readonly guide: Guide;
}
