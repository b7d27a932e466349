export { type BlockRelief, type BlockScore, blockRelief, type PainScore, painScore } from './block/relief.ts';
export type { BlockClass, SiteBlock } from './block/target-block.ts';
export {
  addDays,
  type CalendarDay,
  calendarDayAt,
  isoOfDay,
  parseCalendarDay,
  startOfDay,
} from './clock/calendar-day.ts';
export { type Clock, type SimulatedClock, simulatedClock } from './clock/clock.ts';
export { type ElapsedMilliseconds, type Instant, instantOf, isoOf, parseInstant } from './clock/instant.ts';
export type { ClosedCondition } from './evaluate/condition.ts';
export { evaluate, type PathwayView } from './evaluate/evaluate.ts';
export type { RepeatView } from './evaluate/repeat.ts';
export type { OpenedByHand, StepState, StepView } from './evaluate/step-state.ts';
export type { DatedWindow, TimelineWindow } from './evaluate/timeline.ts';
export { evidenceTime } from './evidence/evidence-time.ts';
export type { AuthoredRecord, PatientRecord, RecordResource } from './evidence/patient-record.ts';
export {
  type Answer,
  type Answers,
  answersOf,
  askedItems,
  type GivenAnswers,
  givenAnswers,
  isAnswered,
  type QuestionnaireResponse,
  questionsOf,
  responseTo,
} from './form/response.ts';
export { beginsCryoablation, isCryoablationBegun } from './gate/cryoablation-begins.ts';
export {
  type GateOverride,
  OVERRIDE_CODE,
  OVERRIDE_EXTENSION,
  type OverrideSignature,
  ROLE_EXTENSION,
  readOverride,
} from './gate/override.ts';
export { concernsOverride, overrideChange, type Signer } from './gate/override-change.ts';
export { evidenceTypes, procedureGate } from './gate/procedure-gate.ts';
export { type StepChange, stepChange } from './gate/step-change.ts';
export { type GateAnswer, stepGate } from './gate/step-gate.ts';
export { carePlansOf, type Pathway, pathwayFor, pathwayOf, pathwaysOf } from './pathway/pathway.ts';
export { type CompiledProtocol, compileProtocol, type ProtocolFiles } from './protocol/compile.ts';
export { describeFault, type Fault } from './protocol/fault.ts';
export type {
  Activity,
  BlockRule,
  Condition,
  Escalation,
  Guide,
  GuideContent,
  GuideSection,
  GuideStep,
  Level,
  Overrider,
  Protocol,
  RedFlag,
  RepeatRule,
  RequiredBehavior,
  Stage,
  Step,
  Target,
  Text,
  Triage,
  TriageRule,
  Window,
} from './protocol/protocol.ts';
export {
  libraryId,
  PUBLICATION,
  publicationIn,
  publishedFiles,
  publishedProtocol,
  signedText,
} from './protocol/publication.ts';
export {
  CALCULATED,
  CONTROL_SYSTEM,
  EXPECTED,
  extensionText,
  HELP,
  HIDDEN,
  ITEM_CONTROL,
  LEVEL_SYSTEM,
  MAX_DECIMAL_PLACES,
  MAXIMUM,
  MINIMUM,
  OBSERVATION_EXTRACT,
  OPTION_EXCLUSIVE,
  type Questionnaire,
  type QuestionnaireItem,
  REGION_SYSTEM,
  SCALE_ENDS,
  SIDE_SYSTEM,
  SIGNATURE_REQUIRED,
  TARGET_SYSTEM,
  textIn,
  UNIT,
} from './protocol/questionnaire.ts';
export { checkProtocol } from './review/check-protocol.ts';
export { diffProtocols, type ProtocolChange } from './review/diff-protocols.ts';
export { type PastPathway, type Replayed, replay } from './review/replay.ts';
export { type Site, siteParts, sitesOfProcedure, sitesOfResponse } from './site/site.ts';
export { STEP_SYSTEM, stepIdOf } from './task/step-task.ts';
export { type Advice, advise, type Finding } from './triage/advise.ts';
