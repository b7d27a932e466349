export { type BlockRelief, type BlockScore, blockRelief, type PainScore, painScore } from './block/relief.ts';
export { addDays, type CalendarDay, calendarDayAt, isoOfDay, parseCalendarDay } from './clock/calendar-day.ts';
export { type Clock, type SimulatedClock, simulatedClock } from './clock/clock.ts';
export { type ElapsedMilliseconds, type Instant, instantOf, isoOf, parseInstant } from './clock/instant.ts';
export { evaluate, type PathwayView } from './evaluate/evaluate.ts';
export type { OpenedByHand, StepState, StepView } from './evaluate/step-state.ts';
export type { DatedWindow, TimelineWindow } from './evaluate/timeline.ts';
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
export { beginsCryoablation, evidenceTypes, procedureGate } from './gate/procedure-gate.ts';
export { type CompiledProtocol, compileProtocol, type ProtocolFiles } from './protocol/compile.ts';
export { describeFault, type Fault } from './protocol/fault.ts';
export type {
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
