import { ok } from '@cryopath/fhir';
import { type Operation, parametersAnswer } from '../operation/operation.ts';

/** Opens one chart for half an hour, with a reason that the patient will see (H16). */
export const breakGlass: Operation = {
  code: 'break-glass',
  resource: 'Patient',
  level: 'instance',
  permission: 'break-glass',
  title: 'Open a chart in an emergency',
  description:
    'Opens one chart for 30 minutes to whoever has no relation to it. The reason is kept, shown to the patient and put on the list that the clinic lead reviews.',
  affectsState: true,
  input: [{ name: 'reason', min: 1, max: '1', type: 'string', documentation: 'Why: at least ten characters.' }],
  output: [{ name: 'until', min: 1, max: '1', type: 'instant', documentation: 'When the chart closes again.' }],
  async run({ requester, id, input }, { record }) {
    const opened = await record.breakGlass(requester, id, input.text('reason') ?? '');
    if (!opened.ok) return opened;
    return ok(parametersAnswer([{ name: 'until', valueInstant: opened.value.until }]));
  },
};
