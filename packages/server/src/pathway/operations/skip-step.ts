import { ok } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { Operation } from '../../fhir/operation/operation.ts';
import { actOnPathway } from '../act-on-pathway.ts';
import { stepOf } from '../pathway-at.ts';
import { taskChanged } from './step-task.ts';

/** Leaves a step out, where the protocol lets it be. */
export const skipStep: Operation = {
  code: 'skip-step',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-step',
  title: 'Skip a step',
  description: 'Leaves a step out, with a reason. Refused for a step that the protocol does not let be left out.',
  affectsState: true,
  input: [
    { name: 'step', min: 1, max: '1', type: 'code', documentation: 'Id of the step.' },
    { name: 'reason', min: 1, max: '1', type: 'string', documentation: 'Why; it stays on the chart.' },
  ],
  output: [{ name: 'return', min: 1, max: '1', type: 'Task', documentation: 'The step’s Task, cancelled.' }],
  run: (call, service) =>
    actOnPathway({ operation: '$skip-step', permission: 'pathway-step' }, call, service, (at) => {
      const step = stepOf(at, call.input.text('step') ?? '');
      if (!step.ok) return step;
      const task = taskChanged(at, step.value, call.requester.who, {
        status: 'cancelled',
        statusReason: { text: call.input.text('reason') ?? '' },
        executionPeriod: { end: isoOf(at.now) },
      });
      return ok({ changes: [task], answer: ([written]) => written ?? task.resource });
    }),
};
