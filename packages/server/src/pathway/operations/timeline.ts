import { ok } from '@cryopath/fhir';
import { parseInstant } from '@cryopath/pathway';
import { type Operation, parametersAnswer } from '../../fhir/operation/operation.ts';
import { readPathway } from '../act-on-pathway.ts';
import { timelineParameters } from '../views/timeline-parameters.ts';
import { AT, LANGUAGE, languageOf, PATHWAY_AT } from './question.ts';

/** Tells what not to do until when, and what is normal until when, at any moment. `$timeline.ics` gives the same as a calendar. */
export const timeline: Operation = {
  code: 'timeline',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-read',
  title: 'The timeline of a pathway',
  description:
    'Every restriction and reaction with its window, its state at the moment asked about and why. GET CarePlan/{id}/$timeline.ics gives the windows as a calendar without any health data.',
  affectsState: false,
  input: [AT, LANGUAGE],
  output: [
    ...PATHWAY_AT,
    { name: 'time-zone', min: 1, max: '1', type: 'string', documentation: 'IANA zone whose calendar days count.' },
    {
      name: 'window',
      min: 0,
      max: '*',
      documentation: 'One restriction or reaction.',
      part: [
        { name: 'id', min: 1, max: '1', type: 'code', documentation: 'Id.' },
        { name: 'kind', min: 1, max: '1', type: 'code', documentation: 'restriction or reaction.' },
        { name: 'title', min: 1, max: '1', type: 'string', documentation: 'What it is about.' },
        { name: 'state', min: 1, max: '1', type: 'code', documentation: 'ahead, soon, now, over.' },
        { name: 'why', min: 1, max: '1', type: 'string', documentation: 'Why it is so.' },
        { name: 'from', min: 0, max: '1', type: 'instant', documentation: 'Its beginning, when that is known.' },
        {
          name: 'earliest',
          min: 0,
          max: '1',
          type: 'instant',
          documentation: 'When a restriction may end at the earliest.',
        },
        { name: 'until', min: 0, max: '1', type: 'instant', documentation: 'Its end.' },
        {
          name: 'waits-for',
          min: 0,
          max: '*',
          documentation: 'What a restriction still waits for.',
          part: [{ name: 'reason', min: 1, max: '1', type: 'string', documentation: 'What has to come.' }],
        },
      ],
    },
  ],
  async run(call, service) {
    const found = await readPathway('$timeline', call, service, parseInstant(call.input.text('at') ?? ''));
    return found.ok ? ok(parametersAnswer(timelineParameters(found.value, languageOf(call)))) : found;
  },
};
