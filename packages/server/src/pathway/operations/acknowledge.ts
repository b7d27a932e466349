import { type JsonObject, type JsonResource, ok, outcome, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { ActChange } from '@cryopath/record';
import type { Operation } from '../../fhir/operation/operation.ts';
import { acted } from '../act-on-pathway.ts';
import { isAlert, isClosed } from '../alerts/alert.ts';

/** Takes an alert: somebody by name looks after it. With `close`, it has been dealt with, and its Flag ends. */
export const acknowledge: Operation = {
  code: 'acknowledge',
  resource: 'Task',
  level: 'instance',
  permission: 'pathway-step',
  title: 'Acknowledge an alert',
  description:
    'Says under one’s own name that one looks after an alert. With close, that it has been dealt with, and how: its Task is completed and its Flag inactive, and both stay on the chart.',
  affectsState: true,
  input: [
    { name: 'close', min: 0, max: '1', type: 'boolean', documentation: 'Whether it has been dealt with.' },
    { name: 'note', min: 0, max: '1', type: 'string', documentation: 'What was done; needed to close it.' },
  ],
  output: [{ name: 'return', min: 1, max: '1', type: 'Task', documentation: 'The alert’s Task.' }],
  run(call, { record }) {
    const { who } = call.requester;
    const named = { operation: '$acknowledge', permission: 'pathway-step', type: 'Task', id: call.id } as const;
    return acted(named, call, record, async ({ named: task, view, now }) => {
      const reference = `Task/${task.id}`;
      if (!isAlert(task)) return refused(outcome('CRYO-629', { reference }));
      if (isClosed(task)) return refused(outcome('CRYO-630', { reference }));
      const closes = call.input.boolean('close') === true;
      const text = (call.input.text('note') ?? '').trim();
      if (closes && text === '') return refused(outcome('CRYO-168', { operation: '$acknowledge', parameter: 'note' }));
      const at = isoOf(now);
      const notes = Array.isArray(task.note) ? task.note : [];
      const period = (task.executionPeriod as JsonObject | undefined) ?? { start: at };
      const taken: JsonResource = {
        ...task,
        status: closes ? 'completed' : 'accepted',
        owner: { reference: who },
        lastModified: at,
        executionPeriod: closes ? { ...period, end: at } : period,
        ...(text === '' ? {} : { note: [...notes, { authorReference: { reference: who }, time: at, text }] }),
      };
      const flagged = (task.reasonReference as JsonObject | undefined)?.reference;
      const flag = closes ? (await view.resources(['Flag'])).find(({ id }) => flagged === `Flag/${id}`) : undefined;
      const ended: readonly ActChange[] = flag
        ? [
            {
              interaction: 'update',
              resource: { ...flag, status: 'inactive', period: { ...(flag.period as JsonObject), end: at } },
            },
          ]
        : [];
      return ok({
        changes: [{ interaction: 'update', resource: taken }, ...ended],
        answer: ([written]) => written ?? taken,
      });
    });
  },
};
