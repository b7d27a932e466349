import { ok } from '@cryopath/fhir';
import { parseInstant } from '@cryopath/pathway';
import { type Operation, type OperationCall, parametersAnswer } from '../../fhir/operation/operation.ts';
import { readPathway } from '../act-on-pathway.ts';
import { type ReaderKind, stateParameters } from '../views/state-parameters.ts';
import { AT, LANGUAGE, languageOf, PATHWAY_AT } from './question.ts';

/** Tells where a pathway is: what is done, what may be done, what is blocked and why. */
export const pathwayState: Operation = {
  code: 'pathway-state',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-read',
  title: 'Where a pathway is',
  description:
    'Every step of a pathway with its state by the version of the protocol that the pathway keeps, in the words of whoever reads.',
  affectsState: false,
  input: [
    AT,
    LANGUAGE,
    {
      name: 'reader',
      min: 0,
      max: '1',
      type: 'code',
      documentation: 'In whose words; patients and caregivers always get their own.',
      codes: ['patient', 'clinic'],
    },
  ],
  output: [
    ...PATHWAY_AT,
    {
      name: 'stage',
      min: 0,
      max: '*',
      documentation: 'The stages, in order.',
      part: [
        { name: 'id', min: 1, max: '1', type: 'code', documentation: 'Id.' },
        { name: 'title', min: 1, max: '1', type: 'string', documentation: 'Title.' },
      ],
    },
    {
      name: 'step',
      min: 0,
      max: '*',
      documentation: 'The steps, in order.',
      part: [
        { name: 'id', min: 1, max: '1', type: 'code', documentation: 'Id, for $complete-step and its like.' },
        { name: 'stage', min: 1, max: '1', type: 'code', documentation: 'Stage.' },
        { name: 'title', min: 1, max: '1', type: 'string', documentation: 'Title.' },
        { name: 'about', min: 1, max: '1', type: 'string', documentation: 'What it is.' },
        {
          name: 'participant',
          min: 0,
          max: '*',
          type: 'code',
          documentation: 'Whose it is: patient, caregiver, doctor, nurse.',
        },
        { name: 'required', min: 1, max: '1', type: 'code', documentation: 'must, must-unless-documented, could.' },
        { name: 'form', min: 0, max: '1', type: 'canonical', documentation: 'Its form.' },
        {
          name: 'state',
          min: 1,
          max: '1',
          type: 'code',
          documentation: 'done, ready, waiting, blocked, overdue, skipped, not-applicable, missed, overridden.',
        },
        { name: 'done', min: 0, max: '1', type: 'instant', documentation: 'When it was done.' },
        { name: 'after', min: 0, max: '1', type: 'code', documentation: 'The step it waits for.' },
        { name: 'until', min: 0, max: '1', type: 'instant', documentation: 'When it may be done.' },
        { name: 'overdue-since', min: 0, max: '1', type: 'instant', documentation: 'Since when it is overdue.' },
        { name: 'due', min: 0, max: '1', type: 'instant', documentation: 'When it becomes overdue.' },
        { name: 'appointed', min: 0, max: '1', type: 'instant', documentation: 'What it is appointed for.' },
        {
          name: 'blocked-by',
          min: 0,
          max: '*',
          documentation: 'Each condition that keeps its gate closed.',
          part: [
            { name: 'condition', min: 1, max: '1', type: 'code', documentation: 'Name, for $override.' },
            { name: 'title', min: 1, max: '1', type: 'string', documentation: 'What it asks.' },
            {
              name: 'reason',
              min: 1,
              max: '1',
              type: 'string',
              documentation: 'What is missing, in the reader’s words.',
            },
            {
              name: 'may-be-opened-by',
              min: 0,
              max: '*',
              type: 'code',
              documentation: 'Roles of which two people may open it by hand.',
            },
          ],
        },
        { name: 'task', min: 0, max: '1', type: 'Reference', documentation: 'Its Task.' },
      ],
    },
  ],
  async run(call, service) {
    const at = parseInstant(call.input.text('at') ?? '');
    const found = await readPathway('$pathway-state', call, service, at);
    if (!found.ok) return found;
    return ok(parametersAnswer(stateParameters(found.value, languageOf(call), readerOf(call))));
  },
};

function readerOf({ input, requester }: OperationCall): ReaderKind {
  if (requester.role === 'patient' || requester.role === 'caregiver') return 'patient';
  return input.text('reader') === 'patient' ? 'patient' : 'clinic';
}
