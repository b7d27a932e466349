import { type JsonObject, type JsonResource, ok, outcome, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { Operation } from '../../fhir/operation/operation.ts';
import { actOnPathway } from '../act-on-pathway.ts';
import { adviceOn, isCheckIn } from '../alerts/check-in-alert.ts';
import { codePart, partOf, textPart } from '../views/text-parts.ts';

/** Records a patient's answers and says what they mean. The clinic is told in the same transaction, as by any other route. */
export const checkIn: Operation = {
  code: 'check-in',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'check-in',
  title: 'Check in',
  description:
    'Stores the answers to the form check-in and answers with the advice: emergency, same-day, routine or expected. Unless it is expected, a Task waits for the clinic when this is answered, and of an emergency or a same-day matter a Flag besides; both are stored with the answers or nothing is.',
  affectsState: true,
  input: [
    {
      name: 'response',
      min: 1,
      max: '1',
      type: 'QuestionnaireResponse',
      documentation: 'The answers, to the form urn:cryopath:form:check-in.',
    },
  ],
  output: [
    {
      name: 'level',
      min: 1,
      max: '1',
      type: 'code',
      documentation: 'How urgent it is: emergency, same-day, routine, expected.',
    },
    { name: 'title', min: 1, max: '1', type: 'string', documentation: 'In the reader’s language.' },
    { name: 'act', min: 1, max: '1', type: 'string', documentation: 'What to do.' },
    {
      name: 'finding',
      min: 0,
      max: '*',
      documentation: 'What it rests on, the most urgent first.',
      part: [
        {
          name: 'kind',
          min: 1,
          max: '1',
          type: 'code',
          documentation: 'red-flag, escalation, routine, reaction, or why it could not be read.',
        },
        { name: 'level', min: 1, max: '1', type: 'code', documentation: 'How urgent this alone is.' },
        { name: 'title', min: 1, max: '1', type: 'string', documentation: 'What was found.' },
        { name: 'red-flag', min: 0, max: '1', type: 'code', documentation: 'The red flag that it is.' },
      ],
    },
    {
      name: 'response',
      min: 1,
      max: '1',
      type: 'QuestionnaireResponse',
      documentation: 'The answers as they were stored.',
    },
  ],
  run: (call, service) =>
    actOnPathway({ operation: '$check-in', permission: 'check-in' }, call, service, async (at) => {
      const given = call.input.resource('response');
      if (!given || !isCheckIn(service.protocols, given)) return refused(outcome('CRYO-628'));
      const response: JsonResource = {
        status: 'completed',
        authored: isoOf(at.now),
        source: { reference: call.requester.who },
        ...given,
        // What is retracted before it was told would tell nobody (H06).
        ...(given.status === 'entered-in-error' ? { status: 'completed' } : {}),
        id: at.place.newId(),
        subject: { reference: `Patient/${at.patient}` },
        basedOn: [{ reference: `CarePlan/${at.id}` }],
      };
      const { advice } = await adviceOn(service.protocols, at.patient, response, at.place.view, at.now);
      const { language } = call;
      const told: readonly JsonObject[] = [
        codePart('level', advice.level),
        textPart('title', advice.title, language),
        textPart('act', advice.act, language),
        ...advice.rules.map(({ kind, level, title, redFlag }) =>
          partOf('finding', [
            codePart('kind', kind),
            codePart('level', level),
            textPart('title', title, language),
            redFlag === undefined ? undefined : codePart('red-flag', redFlag),
          ]),
        ),
      ];
      return ok({
        changes: [{ interaction: 'create', resource: response }],
        answer: ([written = response]) => ({
          resourceType: 'Parameters',
          parameter: [...told, { name: 'response', resource: written }],
        }),
      });
    }),
};
