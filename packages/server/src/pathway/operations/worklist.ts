import { type JsonObject, ok, type Result } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { WorklistQuery, WorklistRow } from '@cryopath/record';
import type { FhirService } from '../../fhir/fhir-service.ts';
import { type Operation, type OperationInput, parametersAnswer } from '../../fhir/operation/operation.ts';
import type { Protocols } from '../../protocol/protocols.ts';
import { deadlinesOf } from '../alerts/untaken.ts';
import { bornPart, patientPart } from '../views/called-parts.ts';
import { codePart, instantPart, partOf, textPart } from '../views/text-parts.ts';
import { PAGE, PAGE_END, pageEndParts, pageQuery } from './page-of-charts.ts';
import { LANGUAGE, languageOf } from './question.ts';

/** Tells what waits for whom since when, in the charts of one's clinic. */
export const worklist: Operation = {
  code: 'worklist',
  resource: 'CarePlan',
  level: 'type',
  permission: 'worklist',
  title: 'The worklist',
  description: 'What waits in the pathways of one’s clinic: steps that may be done, and alerts; in pages.',
  affectsState: false,
  input: [
    { name: 'stage', min: 0, max: '1', type: 'code', documentation: 'Only this stage; alert for alerts.' },
    { name: 'step', min: 0, max: '1', type: 'code', documentation: 'Only this step.' },
    {
      name: 'role',
      min: 0,
      max: '1',
      type: 'code',
      documentation: 'Only what waits for this role.',
      codes: ['patient', 'caregiver', 'doctor', 'nurse'],
    },
    {
      name: 'state',
      min: 0,
      max: '1',
      type: 'code',
      documentation: 'Only these.',
      codes: ['overdue', 'ready', 'soon', 'alert'],
    },
    {
      name: 'once',
      min: 0,
      max: '1',
      type: 'boolean',
      documentation:
        'One row a patient, of steps: what is overdue, then what the clinic must do, then what it may, then what waits for the patient; what comes soon only of whom nothing waits for now.',
    },
    {
      name: 'order',
      min: 0,
      max: '1',
      type: 'code',
      documentation:
        'Alerts first, then by when it is due (default); who has waited longest first; or, of what waits for a moment, by that moment.',
      codes: ['urgency', 'since', 'ready'],
    },
    ...PAGE,
    LANGUAGE,
  ],
  output: [
    {
      name: 'waiting',
      min: 0,
      max: '*',
      documentation: 'Something that waits.',
      part: [
        { name: 'patient', min: 1, max: '1', type: 'Reference', documentation: 'Whose pathway, with the name.' },
        { name: 'born', min: 0, max: '1', type: 'date', documentation: 'Their birth date.' },
        {
          name: 'pathway',
          min: 0,
          max: '1',
          type: 'Reference',
          documentation: 'The CarePlan; of an alert, only if it can be told.',
        },
        {
          name: 'protocol',
          min: 1,
          max: '1',
          type: 'canonical',
          documentation: 'The version of the protocol that says so: that which the pathway keeps.',
        },
        { name: 'stage', min: 1, max: '1', type: 'code', documentation: 'Stage, or alert.' },
        { name: 'step', min: 1, max: '1', type: 'code', documentation: 'Step, or alert.' },
        { name: 'title', min: 0, max: '1', type: 'string', documentation: 'Title of the step.' },
        { name: 'level', min: 1, max: '1', type: 'code', documentation: 'emergency, same-day, routine.' },
        { name: 'role', min: 0, max: '*', type: 'code', documentation: 'Whom it waits for.' },
        { name: 'since', min: 1, max: '1', type: 'instant', documentation: 'Since when.' },
        {
          name: 'ready',
          min: 0,
          max: '1',
          type: 'instant',
          documentation: 'From when it may be done; now when it is not said.',
        },
        { name: 'due', min: 0, max: '1', type: 'instant', documentation: 'After this it is overdue.' },
        { name: 'overdue', min: 1, max: '1', type: 'boolean', documentation: 'Whether it is.' },
        {
          name: 'call',
          min: 0,
          max: '1',
          type: 'instant',
          documentation: 'Of a red flag that nobody has taken: after this somebody must be called.',
        },
        {
          name: 'task',
          min: 0,
          max: '1',
          type: 'Reference',
          documentation: 'Of an alert: its Task, for $acknowledge.',
        },
      ],
    },
    ...PAGE_END,
  ],
  async run(call, service) {
    const query = queryOf(call.input, service.protocols);
    if (!query.ok) return query;
    const page = await service.record.worklist(call.requester, query.value);
    if (!page.ok) return page;
    const now = isoOf(service.clock.now());
    const language = languageOf(call);
    return ok(
      parametersAnswer([
        ...page.value.rows.map((row) => partOf('waiting', rowParts(row, service, now, language))),
        ...pageEndParts(page.value),
      ]),
    );
  },
};

function queryOf(input: OperationInput, { all }: Protocols): Result<WorklistQuery> {
  const page = pageQuery('$worklist', input);
  if (!page.ok) return page;
  const [stage, step, role, state, order] = ['stage', 'step', 'role', 'state', 'order'].map((name) => input.text(name));
  // By the version that each pathway keeps (I4).
  const required = all.flatMap(({ url, version, steps }) =>
    steps.flatMap((each) => (each.required === 'must' ? [`${url}|${version} ${each.id}`] : [])),
  );
  return ok({
    ...page.value,
    order: order === 'since' || order === 'ready' ? order : 'urgency',
    ...(stage === undefined ? {} : { stage }),
    ...(step === undefined ? {} : { step }),
    ...(role === undefined ? {} : { role }),
    ...(state === 'overdue' || state === 'ready' || state === 'soon' || state === 'alert' ? { state } : {}),
    ...(input.boolean('once') ? { once: { required } } : {}),
  });
}

const LEVELS = ['emergency', 'same-day', 'routine'] as const;

function rowParts(
  row: WorklistRow,
  { protocols }: FhirService,
  now: string,
  language: 'en' | 'pl',
): readonly (JsonObject | undefined)[] {
  const protocol = protocols.known(row.protocol.split('|')[1] ?? '');
  const step = protocol?.steps.find(({ id }) => id === row.step);
  // An alert has a deadline as long as nobody has taken it.
  const call =
    row.stage === 'alert' && row.due !== undefined
      ? deadlinesOf(row.since, protocol ?? protocols.current).calls
      : undefined;
  return [
    patientPart(row),
    bornPart(row),
    row.pathway === '' ? undefined : { name: 'pathway', valueReference: { reference: `CarePlan/${row.pathway}` } },
    { name: 'protocol', valueCanonical: row.protocol },
    codePart('stage', row.stage),
    codePart('step', row.step),
    step && textPart('title', step.title, language),
    codePart('level', LEVELS[row.level]),
    ...row.roles.map((role) => codePart('role', role)),
    instantPart('since', row.since),
    row.ready === undefined || row.ready <= now ? undefined : instantPart('ready', row.ready),
    row.due === undefined ? undefined : instantPart('due', row.due),
    { name: 'overdue', valueBoolean: row.due !== undefined && row.due < now },
    call === undefined ? undefined : instantPart('call', isoOf(call)),
    row.resource === undefined ? undefined : { name: 'task', valueReference: { reference: row.resource } },
  ];
}

/** Makes the worklist anew from the record. */
export const rebuildWorklist: Operation = {
  code: 'rebuild-worklist',
  resource: 'CarePlan',
  level: 'type',
  permission: 'worklist-rebuild',
  title: 'Rebuild the worklist',
  description: 'Makes the worklist of every clinic anew from the record, while it is in use.',
  affectsState: true,
  input: [],
  output: [{ name: 'patients', min: 1, max: '1', type: 'integer', documentation: 'How many charts were looked at.' }],
  async run({ requester }, { record }) {
    const rebuilt = await record.rebuildWorklist(requester);
    return rebuilt.ok ? ok(parametersAnswer([{ name: 'patients', valueInteger: rebuilt.value }])) : rebuilt;
  },
};
