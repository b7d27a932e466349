import { type JsonObject, type JsonResource, ok, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { ActChange } from '@cryopath/record';
import type { Operation } from '../../fhir/operation/operation.ts';
import { actOnPathway } from '../act-on-pathway.ts';
import { stepOf } from '../pathway-at.ts';
import { taskOf } from './step-task.ts';

/** Takes back what was said of a step: its Task, and the form it was completed with, become entered in error. Nothing is deleted (I3). */
export const undoStep: Operation = {
  code: 'undo-step',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-step',
  title: 'Undo a step',
  description:
    'Marks the step’s Task as entered in error and, with retract, the form that it was completed with. Gates that rested on the form close again; what was begun on it stays told.',
  affectsState: true,
  input: [
    { name: 'step', min: 1, max: '1', type: 'code', documentation: 'Id of the step.' },
    { name: 'reason', min: 1, max: '1', type: 'string', documentation: 'Why; it stays on the chart.' },
    { name: 'retract', min: 0, max: '1', type: 'boolean', documentation: 'Whether the form is entered in error too.' },
  ],
  output: [{ name: 'task', min: 1, max: '1', type: 'Task', documentation: 'The step’s Task, entered in error.' }],
  run: (call, service) =>
    actOnPathway({ operation: '$undo-step', permission: 'pathway-step' }, call, service, (at) => {
      const step = stepOf(at, call.input.text('step') ?? '');
      if (!step.ok) return step;
      const resources = at.record.resources as readonly JsonResource[];
      const task = taskOf(resources, at.view, step.value);
      if (!task) {
        const { en, pl } = step.value.title;
        return refused({ issues: [{ code: 'CRYO-627', params: { step: en, 'step.pl': pl } }] });
      }
      const reason = { text: call.input.text('reason') ?? '' };
      const undone: ActChange = {
        interaction: 'update',
        resource: { ...task, status: 'entered-in-error', statusReason: reason, lastModified: isoOf(at.now) },
      };
      const focus = (task.focus as JsonObject | undefined)?.reference;
      const form = resources.find(
        (each) => each.resourceType === 'QuestionnaireResponse' && focus === `QuestionnaireResponse/${each.id}`,
      );
      const retracted: readonly ActChange[] =
        form && call.input.boolean('retract') === true
          ? [{ interaction: 'update', resource: { ...form, status: 'entered-in-error' } }]
          : [];
      return ok({
        changes: [undone, ...retracted],
        answer: ([written = undone.resource]) => ({
          resourceType: 'Parameters',
          parameter: [{ name: 'task', resource: written }],
        }),
      });
    }),
};
