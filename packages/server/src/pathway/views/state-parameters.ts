import type { JsonObject, Language } from '@cryopath/fhir';
import { type Condition, isoOf, type StepView } from '@cryopath/pathway';
import type { PathwayAt } from '../pathway-at.ts';
import { codePart, instantPart, partOf, textPart } from './text-parts.ts';

/** For whom a state is told: patients in their own words, and only what is theirs to do or to know. */
export type ReaderKind = 'patient' | 'clinic';

/** Where a pathway is, as parameters: its version, and every step with its state and the reason. */
export function stateParameters(at: PathwayAt, language: Language, reader: ReaderKind): readonly JsonObject[] {
  const { protocol, view, now, id } = at;
  return [
    { name: 'pathway', valueReference: { reference: `CarePlan/${id}` } },
    { name: 'protocol', valueCanonical: `${protocol.url}|${protocol.version}` },
    instantPart('at', isoOf(now)),
    ...protocol.stages.map((stage) =>
      partOf('stage', [codePart('id', stage.id), textPart('title', stage.title, language)]),
    ),
    ...view.steps.map((step) => partOf('step', stepParts(step, language, reader))),
    ...(reader === 'clinic' && view.blockRelief !== undefined
      ? [{ name: 'block-relief', valueDecimal: Math.round(view.blockRelief * 10) / 10 }]
      : []),
  ];
}

function stepParts(
  { step, state, due, appointed, task }: StepView,
  language: Language,
  reader: ReaderKind,
): readonly (JsonObject | undefined)[] {
  return [
    codePart('id', step.id),
    codePart('stage', step.stage),
    textPart('title', step.title, language),
    textPart('about', step.about, language),
    ...step.participants.map((participant) => codePart('participant', participant)),
    codePart('required', step.required),
    step.form === undefined ? undefined : { name: 'form', valueCanonical: `urn:cryopath:form:${step.form}` },
    codePart('state', state.state),
    ...stateParts(state, language, reader),
    due === undefined ? undefined : instantPart('due', isoOf(due)),
    appointed === undefined ? undefined : instantPart('appointed', isoOf(appointed)),
    task?.id === undefined ? undefined : { name: 'task', valueReference: { reference: `Task/${task.id}` } },
  ];
}

function stateParts(state: StepView['state'], language: Language, reader: ReaderKind): readonly JsonObject[] {
  switch (state.state) {
    case 'done':
      return [instantPart('done', isoOf(state.at))];
    case 'ready':
      return [];
    case 'waiting':
      return [
        codePart('after', state.after),
        ...(state.until === undefined ? [] : [instantPart('until', isoOf(state.until))]),
      ];
    case 'blocked':
      return state.by.map((condition) => conditionPart('blocked-by', condition, language, reader));
    case 'overdue':
      return [instantPart('overdue-since', isoOf(state.since))];
    case 'missed':
      return [instantPart('missed-since', isoOf(state.since))];
    case 'skipped':
      return reader === 'clinic' ? [{ name: 'reason', valueString: state.reason }] : [];
    case 'not-applicable':
      return state.because.map((condition) => conditionPart('because', condition, language, reader));
    case 'overridden':
      return state.by.map(({ conditions, reason, authors, at, id }) =>
        partOf('opened-by-hand', [
          ...conditions.map(({ name }) => codePart('condition', name)),
          ...(reader === 'clinic' ? [{ name: 'reason', valueString: reason }] : []),
          ...authors.map((reference) => ({ name: 'by', valueReference: { reference } })),
          instantPart('at', isoOf(at)),
          id === undefined ? undefined : { name: 'override', valueReference: { reference: `DetectedIssue/${id}` } },
        ]),
      );
    default:
      return state satisfies never;
  }
}

const conditionPart = (name: string, condition: Condition, language: Language, reader: ReaderKind): JsonObject =>
  partOf(name, [
    codePart('condition', condition.name),
    textPart('title', condition.title, language),
    textPart(
      'reason',
      reader === 'patient' ? (condition.patientReason ?? condition.reason) : condition.reason,
      language,
    ),
    ...condition.override.map((role) => codePart('may-be-opened-by', role)),
  ]);
