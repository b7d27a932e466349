import { type JsonResource, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { isoOf, OVERRIDE_CODE, OVERRIDE_EXTENSION, ROLE_EXTENSION, readOverride } from '@cryopath/pathway';
import type { Operation, OperationCall } from '../../fhir/operation/operation.ts';
import { actOnPathway, type PathwayPlace, type PathwayPlan } from '../act-on-pathway.ts';
import { stepOf } from '../pathway-at.ts';

/** Opens a gate by hand: the first person says why, the second confirms; only then does it open, and a Flag stays on the chart (I2). */
export const override: Operation = {
  code: 'override',
  resource: 'CarePlan',
  level: 'instance',
  permission: 'pathway-override',
  title: 'Open a gate by hand',
  description:
    'Called by one person with step, condition and reason: begins an override, which opens nothing. Called by another person with override: confirms it. Both must have a role that the protocol names for the condition.',
  affectsState: true,
  input: [
    {
      name: 'step',
      min: 0,
      max: '1',
      type: 'code',
      documentation: 'Id of the step whose gate is to be opened; of the first call.',
    },
    {
      name: 'condition',
      min: 0,
      max: '*',
      type: 'code',
      documentation: 'Names of the conditions that are to be opened; of the first call.',
    },
    {
      name: 'reason',
      min: 0,
      max: '1',
      type: 'string',
      documentation: 'Why; it stays visible on the chart. Of the first call.',
    },
    {
      name: 'override',
      min: 0,
      max: '1',
      type: 'Reference',
      documentation: 'The DetectedIssue that the first call answered; of the second.',
    },
  ],
  output: [
    {
      name: 'return',
      min: 1,
      max: '1',
      type: 'DetectedIssue',
      documentation: 'preliminary after the first call, final after the second.',
    },
  ],
  run: (call, service) =>
    actOnPathway({ operation: '$override', permission: 'pathway-override' }, call, service, (at) =>
      call.input.reference('override') === undefined ? begun(at, call) : confirmed(at, call),
    ),
};

function begun(at: PathwayPlace, { input, requester }: OperationCall): Result<PathwayPlan> {
  const named = input.text('step');
  const conditions = input.texts('condition');
  if (named === undefined) return missing('step');
  if (conditions.length === 0) return missing('condition');
  const step = stepOf(at, named);
  if (!step.ok) return step;
  const reason = (input.text('reason') ?? '').trim();
  if (reason === '') return refused(outcome('CRYO-604'));
  const now = isoOf(at.now);
  const issue: JsonResource = {
    resourceType: 'DetectedIssue',
    id: at.place.newId(),
    status: 'preliminary',
    code: { coding: [{ system: 'urn:cryopath:code', code: OVERRIDE_CODE }], text: 'Gate opened by hand' },
    severity: 'high',
    patient: { reference: `Patient/${at.patient}` },
    identifiedDateTime: now,
    author: { reference: requester.who },
    implicated: [{ reference: `CarePlan/${at.id}` }],
    detail: reason,
    mitigation: [signature(requester, now)],
    extension: [
      {
        url: OVERRIDE_EXTENSION,
        extension: [
          { url: 'step', valueCode: step.value.id },
          ...conditions.map((valueCode) => ({ url: 'condition', valueCode })),
        ],
      },
    ],
  };
  return ok({ changes: [{ interaction: 'create', resource: issue }], answer: ([written]) => written ?? issue });
}

function confirmed(at: PathwayPlace, { input, requester }: OperationCall): Result<PathwayPlan> {
  const reference = input.reference('override') ?? '';
  const resources = at.record.resources as readonly JsonResource[];
  const issue = resources.find((each) => `${each.resourceType}/${each.id}` === reference);
  if (!issue || readOverride(issue)?.pathway !== at.id)
    return refused(outcome('CRYO-201', { reference: reference.slice(0, 100) }));
  const signed = Array.isArray(issue.mitigation) ? issue.mitigation : [];
  const final: JsonResource = {
    ...issue,
    status: 'final',
    mitigation: [...signed, signature(requester, isoOf(at.now))],
  };
  return ok({ changes: [{ interaction: 'update', resource: final }], answer: ([written]) => written ?? final });
}

const signature = ({ who, role }: OperationCall['requester'], date: string) => ({
  extension: [{ url: ROLE_EXTENSION, valueCode: role }],
  action: { text: 'Opened by hand' },
  date,
  author: { reference: who },
});

const missing = (parameter: string) => refused(outcome('CRYO-168', { operation: '$override', parameter }));
