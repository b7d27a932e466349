import { type JsonResource, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { isoOf, type Step } from '@cryopath/pathway';
import type { ActChange } from '@cryopath/record';
import type { Operation, OperationCall } from '../../fhir/operation/operation.ts';
import { actOnPathway, type PathwayPlace, type PathwayPlan } from '../act-on-pathway.ts';
import { stepOf } from '../pathway-at.ts';
import { taskChanged } from './step-task.ts';

const INPUT = [
  { name: 'step', min: 1, max: '1', type: 'code', documentation: 'Id of the step, as $pathway-state names it.' },
  {
    name: 'response',
    min: 0,
    max: '1',
    type: 'QuestionnaireResponse',
    documentation: 'The filled-in form of the step. It is stored as this pathway’s, completed.',
  },
  { name: 'evidence', min: 0, max: '1', type: 'Reference', documentation: 'What on the record says that it is done.' },
  { name: 'note', min: 0, max: '1', type: 'string', documentation: 'A word about it.' },
] as const;

const OUTPUT = [
  { name: 'task', min: 1, max: '1', type: 'Task', documentation: 'The step’s Task.' },
  { name: 'response', min: 0, max: '1', type: 'QuestionnaireResponse', documentation: 'The form as it was stored.' },
] as const;

/** Says that somebody is at a step. Its gate must be open. */
export const startStep: Operation = {
  code: 'start-step',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-step',
  title: 'Start a step',
  description: 'Puts a step in progress. Refused while its gate is closed or its time has not come.',
  affectsState: true,
  input: INPUT.filter(({ name }) => name === 'step' || name === 'note'),
  output: OUTPUT.filter(({ name }) => name === 'task'),
  run: (call, service) =>
    actOnPathway({ operation: '$start-step', permission: 'pathway-step' }, call, service, (at) =>
      planned(at, call, 'in-progress'),
    ),
};

/** Says that a step is done, with its form when it has one: both are stored, or neither. */
export const completeStep: Operation = {
  code: 'complete-step',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-step',
  title: 'Complete a step',
  description:
    'Stores the step’s form, if one is given, and completes its Task, in one transaction. Refused while the step’s gate is closed or its time has not come.',
  affectsState: true,
  input: INPUT,
  output: OUTPUT,
  run: (call, service) =>
    actOnPathway({ operation: '$complete-step', permission: 'pathway-step' }, call, service, (at) =>
      planned(at, call, 'completed'),
    ),
};

async function planned(
  at: PathwayPlace,
  call: OperationCall,
  status: 'in-progress' | 'completed',
): Promise<Result<PathwayPlan>> {
  const step = stepOf(at, call.input.text('step') ?? '');
  if (!step.ok) return step;
  const given = call.input.resource('response');
  const form = given && responseOf(at, step.value, given, call.requester.who);
  if (form && !form.ok) return form;
  const evidence = call.input.reference('evidence');
  if (evidence !== undefined && !(await isOfPatient(at, evidence))) {
    return refused(outcome('CRYO-201', { reference: evidence.slice(0, 100) }));
  }
  const focus = form ? `QuestionnaireResponse/${form.value.resource.id}` : evidence;
  const note = call.input.text('note');
  const now = isoOf(at.now);
  const task = taskChanged(at, step.value, call.requester.who, {
    status,
    executionPeriod: status === 'completed' ? { end: now } : { start: now },
    ...(focus === undefined ? {} : { focus: { reference: focus } }),
    ...(note === undefined
      ? {}
      : { note: [{ authorReference: { reference: call.requester.who }, time: now, text: note }] }),
  });
  const changes = form ? [form.value, task] : [task];
  return ok({
    changes,
    answer: (written) => ({
      resourceType: 'Parameters',
      parameter: written.map((resource) => ({
        name: resource.resourceType === 'Task' ? 'task' : 'response',
        resource,
      })),
    }),
  });
}

/** What says that a step is done lies in the same patient's record (H01). */
async function isOfPatient({ place }: PathwayPlace, reference: string): Promise<boolean> {
  const [type = '', id] = reference.split('/');
  return (await place.view.resources([type])).some((each) => each.id === id);
}

/** The form as it is stored: to this patient and pathway, by whoever completes the step unless it says whose word it is. */
function responseOf(at: PathwayPlace, step: Step, given: JsonResource, who: string): Result<ActChange> {
  const form = String(given.questionnaire).split('|')[0];
  const questionnaire = `urn:cryopath:form:${step.form}`;
  if (step.form === undefined || form !== questionnaire) {
    const { en, pl } = step.title;
    return refused({
      issues: [{ code: 'CRYO-626', params: { form: String(form).slice(0, 100), step: en, 'step.pl': pl } }],
    });
  }
  const { id, patient, protocol, now, place } = at;
  const resource: JsonResource = {
    author: { reference: who },
    authored: isoOf(now),
    ...given,
    id: place.newId(),
    questionnaire: `${questionnaire}|${protocol.version}`,
    status: 'completed',
    subject: { reference: `Patient/${patient}` },
    basedOn: [{ reference: `CarePlan/${id}` }],
  };
  return ok({ interaction: 'create', resource });
}
