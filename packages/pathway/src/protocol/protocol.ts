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

/** How long before a procedure a blood thinner is usually paused: shown beside "confirm the plan with the prescriber", never as an order. */
export interface AnticoagulantHold {
  readonly id: string;
  readonly title: Text;
  readonly low: number;
  readonly high: number;
  readonly unit: 'h' | 'd';
  readonly note?: Text;
  readonly source: string;
  readonly signature: string;
}

/** Who may open a gate by hand, two of them together (I2). */
export const OVERRIDERS = ['doctor', 'lead'] as const;
export type Overrider = (typeof OVERRIDERS)[number];

/** One named condition. It holds when its FHIRPath expression gives exactly `[true]` (I2). */
export interface Condition {
  readonly name: string;
  readonly expression: string;
  readonly title: Text;
  /** Why it does not hold, for the clinic. */
  readonly reason: Text;
  /** The same for the patient; without it the clinic's words serve both. */
  readonly patientReason?: Text;
  /** Roles of which two different people may open it by hand; empty when nobody may. */
  readonly override: readonly Overrider[];
}

export const OFFSET_UNITS = ['min', 'h', 'd', 'wk', 'mo'] as const;

/**
 * A span after the end of another action, as the policy says it: its unit tells elapsed time (min, h) from the calendar's (d, wk, mo), so
 * they are never mistaken (I7).
 */
export interface Offset {
  readonly after: string;
  readonly low: number;
  readonly high: number;
  readonly unit: (typeof OFFSET_UNITS)[number];
}

export const PARTICIPANTS = ['patient', 'caregiver', 'doctor', 'nurse'] as const;
export type Participant = (typeof PARTICIPANTS)[number];

/** FHIR's ActionRequiredBehavior: whether a step may be left out, and whether somebody must say why. */
export const REQUIRED_BEHAVIORS = ['must', 'must-unless-documented', 'could'] as const;
export type RequiredBehavior = (typeof REQUIRED_BEHAVIORS)[number];

/** FHIR's RequestResourceType, as far as a step comes to one. */
export const ACTIVITY_KINDS = ['ServiceRequest', 'Task'] as const;

export interface Activity {
  readonly kind: (typeof ACTIVITY_KINDS)[number];
  readonly code: { readonly system: string; readonly code: string };
}

export interface Step {
  readonly id: string;
  readonly stage: string;
  readonly title: Text;
  readonly about: Text;
  readonly participants: readonly Participant[];
  readonly form?: string;
  /** Of a step without a form: what its ActivityDefinition asks for. */
  readonly activity?: Activity;
  /** Answers that the step itself gives, by linkId: a patient is not asked which visit it is. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Name of the evidence that says the step is done; without one, its Task says it. */
  readonly output?: string;
  readonly required: RequiredBehavior;
  /** Exactly false makes the step not applicable; what is not known does not. */
  readonly applies: readonly Condition[];
  readonly gate: readonly Condition[];
  /** Not before `low` after the end of another step. */
  readonly offset?: Offset;
  /** Overdue once `high` after the end of another step has passed. */
  readonly due?: Offset;
  /** FHIRPath: the moment that the step is appointed for. It closes no gate; the step is overdue once the clinic's day of it has passed. */
  readonly timing?: string;
  /** Whether the record refuses the step's form too, and not its Task alone, while the step may not start. */
  readonly guarded: boolean;
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
  /** The sentence of the clinic that it comes from. */
  readonly why: Text;
  readonly offset: Offset;
  /** A restriction with these ends when all of them hold, and not before the offset's `low`. */
  readonly until: readonly Condition[];
  /** Answers of a check-in that a reaction explains, while it lasts and no red flag stands beside it. */
  readonly explains: readonly TriageRule[];
}

/** From the most urgent to the least. */
export const LEVELS = ['emergency', 'same-day', 'routine', 'expected'] as const;
export type Level = (typeof LEVELS)[number];

/** What an answer means, when its expression gives exactly `[true]`. */
export interface TriageRule {
  readonly name: string;
  /** What the patient is told was found. */
  readonly title: Text;
  readonly expression: string;
  readonly level: Level;
  /** linkIds of the questions that it speaks of. */
  readonly questions: readonly string[];
}

export interface RedFlag {
  readonly id: string;
  readonly title: Text;
  readonly rules: readonly TriageRule[];
}

/** Findings that mean more together than each alone. */
export interface Escalation {
  readonly name: string;
  readonly title: Text;
  readonly level: 'emergency' | 'same-day';
  /** Names of rules that must all hold … */
  readonly all: readonly string[];
  /** … and of which one must, when there are any here. */
  readonly any: readonly string[];
  /** The red flag that it counts as. */
  readonly redFlag?: string;
}

/** What the answers of a check-in mean. */
export interface Triage {
  readonly form: string;
  /** For every question the answer that needs no word: exactly true means nothing was found. */
  readonly unremarkable: readonly { readonly linkId: string; readonly expression: string }[];
  readonly routine: readonly TriageRule[];
  readonly escalations: readonly Escalation[];
  /** What to do, by level. */
  readonly advice: Readonly<Record<Level, { readonly title: Text; readonly act: Text }>>;
  /** Minutes after which a red flag that nobody has taken is told on every screen of the clinic, and after which somebody must be called (I5, H07). */
  readonly untaken: { readonly warns: number; readonly calls: number };
  /** What is told when a check-in cannot be taken at its word. */
  readonly unread: Readonly<Record<Unread, Text>>;
}

/** Why a check-in escalates though no rule says so (H06): unknown is never taken for well. */
export const UNREAD = ['unanswered', 'unknown-answer', 'unforeseen', 'another-form', 'undecided'] as const;
export type Unread = (typeof UNREAD)[number];

/** When a further procedure may be considered. The doctor decides. */
export interface RepeatRule {
  readonly title: Text;
  readonly offset: Offset;
  readonly conditions: readonly Condition[];
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
  | {
      readonly name: string;
      readonly form: string;
      readonly computed?: 'block-relief' | 'answers';
      /** What only the patient can tell: their own word counts too. No condition of a step or a window speaks of it (I1). */
      readonly word?: 'patient';
    }
  | { readonly name: string; readonly type: string; readonly expression: string };

export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

export type GuideContent =
  | { readonly kind: 'paragraph' | 'emphasis'; readonly text: Text }
  | { readonly kind: 'list' | 'sequence'; readonly texts: readonly Text[] }
  | { readonly kind: 'windows'; readonly title: Text }
  | { readonly kind: 'red-flags'; readonly texts: readonly Text[]; readonly emergency: Text }
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
  /** Canonical addresses of the forms that patients and caregivers may fill in themselves. None of them opens a gate. */
  readonly patientForms: readonly string[];
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
  readonly windows: readonly Window[];
  readonly redFlags: readonly RedFlag[];
  /** What an answer of a check-in means; a protocol without it takes no check-in. */
  readonly triage?: Triage;
  readonly repeat?: RepeatRule;
  /** The indications of the clinic's page. */
  readonly indications: readonly Named[];
  readonly targets: readonly Target[];
  readonly anticoagulants: readonly AnticoagulantHold[];
  readonly forms: readonly Questionnaire[];
  readonly guide: Guide;
}
