import type { JsonResource } from '@cryopath/fhir';
import { isoOf, STEP_SYSTEM } from '@cryopath/pathway';
import { createPool } from '@cryopath/record/database';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalCode } from './clinic.ts';
import {
  consentOf,
  cryoablationOf,
  goodAnswers,
  type PathwayClinic,
  pathwayClinic,
  QUALIFYING,
  writerOf,
} from './pathway-clinic.ts';

let clinic: PathwayClinic;
let pool: pg.Pool;
beforeAll(async () => {
  clinic = await pathwayClinic();
  pool = createPool(clinic.address, { connections: 1 });
}, 120_000);
afterAll(async () => {
  await pool.end();
  await clinic.close();
});

/** What the gate asks for, one piece of evidence each. Of the time-out what is missing is the second person's entry (H02). */
const EVIDENCE = [...QUALIFYING.filter((each) => each !== 'time-out'), 'consent'] as const;

/** Every subset of the evidence that lacks one thing at least: each alone missing, each alone there, and the empty one; then all others by their number. */
const SUBSETS = Array.from({ length: 2 ** EVIDENCE.length - 1 }, (_, bits) => bits);

interface Chart {
  readonly patient: string;
  /** Id of the CarePlan. */
  readonly pathway: string;
}

/** Ways in which a Procedure, or its step, can come to be under way. Each gives the refusal's code, or '' when the write passed. */
const ROUTES: readonly (readonly [string, (chart: Chart, prepared: JsonResource) => Promise<string>])[] = [
  ['create', ({ patient }) => told('POST', '/fhir/Procedure', cryoablationOf(patient, 'in-progress'))],
  [
    'create of one that is over',
    ({ patient }) => told('POST', '/fhir/Procedure', cryoablationOf(patient, 'completed')),
  ],
  [
    'update',
    ({ patient }, { id }) =>
      told('PUT', `/fhir/Procedure/${id}`, { ...cryoablationOf(patient, 'in-progress'), id }, { 'if-match': 'W/"1"' }),
  ],
  [
    'patch',
    (_chart, { id }) =>
      told('PATCH', `/fhir/Procedure/${id}`, [{ op: 'replace', path: '/status', value: 'in-progress' }], {
        'if-match': 'W/"1"',
        'content-type': 'application/json-patch+json',
      }),
  ],
  [
    'conditional update',
    ({ patient }, { id }) =>
      told('PUT', `/fhir/Procedure?_id=${id}`, { ...cryoablationOf(patient, 'in-progress'), id }),
  ],
  [
    'transaction',
    ({ patient }) => told('POST', '/fhir', bundleOf('transaction', cryoablationOf(patient, 'in-progress'))),
  ],
  [
    'batch',
    async ({ patient }) =>
      innerCode(
        await clinic.call('doctor', 'POST', '/fhir', {
          body: bundleOf('batch', cryoablationOf(patient, 'in-progress')),
        }),
      ),
  ],
  ['operation that starts the step', (chart) => operated(chart, '$start-step')],
  ['operation that completes the step', (chart) => operated(chart, '$complete-step')],
  ['Task of the step', (chart) => told('POST', '/fhir/Task', taskOf(chart))],
  ['import', imported],
  ['plain SQL', bySql],
];

/** I1, H03: every subset of what the gate asks for, by every route. */
test('a cryoablation begins by no route while anything that its gate asks for is missing', async () => {
  const passed: string[] = [];
  let tried = 0;
  for (const bits of SUBSETS) {
    const missing = EVIDENCE.filter((_, index) => (bits & (1 << index)) === 0);
    const { chart, prepared } = await chartWithout(missing);
    for (const [route, write] of ROUTES) {
      const code = await write(chart, prepared);
      tried += 1;
      if (!(route === 'plain SQL' ? /^CRG01$/ : /^CRYO-60[12]$/).test(code))
        passed.push(`${route} without ${missing.join(', ')}: ${code || 'passed'}`);
    }
  }
  expect(passed).toEqual([]);
  expect(tried).toBe(511 * 12);
}, 600_000);

test('a cryoablation begins by every route of the record when nothing is missing, and by plain SQL it does not', async () => {
  for (const [route, write] of ROUTES) {
    const { chart, prepared } = await chartWithout([]);
    expect([route, await write(chart, prepared)]).toEqual([route, route === 'plain SQL' ? 'CRG01' : '']);
  }
}, 120_000);

test('a cryoablation begins by no route on the time-out of the day before (H02)', async () => {
  const passed: string[] = [];
  for (const [route, write] of ROUTES) {
    const { chart, prepared } = await chartWithout([]);
    clinic.clock.advance(86_400_000);
    const code = await write(chart, prepared);
    if (!(route === 'plain SQL' ? code === 'CRG01' : code === 'CRYO-601')) passed.push(`${route}: ${code || 'passed'}`);
  }
  expect(passed).toEqual([]);
}, 120_000);

/** A patient on a pathway with everything but what is missing, and a Procedure in preparation. One transaction each: they are many. */
async function chartWithout(
  missing: readonly string[],
): Promise<{ readonly chart: Chart; readonly prepared: JsonResource }> {
  const patient = await clinic.patient();
  const started = await clinic.operate('doctor', 'CarePlan/$start', [
    { name: 'subject', valueReference: { reference: `Patient/${patient}` } },
  ]);
  const authored = isoOf(clinic.clock.now());
  const subject = { reference: `Patient/${patient}` };
  const resources: JsonResource[] = missing.includes('consent') ? [] : [consentOf(patient, authored)];
  for (const id of QUALIFYING.filter((each) => !missing.includes(each) && writerOf(each) === 'doctor'))
    resources.push({ ...goodAnswers(await clinic.form(id)), subject, authored });
  if (!missing.includes('time-out-second')) {
    const body = { ...goodAnswers(await clinic.form('time-out-second')), subject, authored };
    const entry = await clinic.call('nurse', 'POST', '/fhir/QuestionnaireResponse', { body });
    if (entry.statusCode !== 201) throw new Error(entry.body.slice(0, 800));
  }
  resources.push(cryoablationOf(patient, 'preparation'));
  const body = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: resource.resourceType } })),
  };
  const answer = await clinic.call('service', 'POST', '/fhir', { body });
  if (answer.statusCode !== 200) throw new Error(answer.body.slice(0, 800));
  const { entry } = answer.json() as { entry: { response: { location: string } }[] };
  const id = /Procedure\/([^/]+)/.exec(entry.at(-1)?.response.location ?? '')?.[1] ?? '';
  return {
    chart: { patient, pathway: String(started.id) },
    prepared: { ...cryoablationOf(patient, 'preparation'), id },
  };
}

async function told(method: 'POST' | 'PUT' | 'PATCH', url: string, body: unknown, headers = {}): Promise<string> {
  const answer = await clinic.call('doctor', method, url, { body, headers });
  return answer.statusCode < 300 ? '' : (refusalCode(answer) ?? String(answer.statusCode));
}

const operated = ({ pathway }: Chart, operation: string): Promise<string> =>
  told('POST', `/fhir/CarePlan/${pathway}/${operation}`, {
    resourceType: 'Parameters',
    parameter: [{ name: 'step', valueCode: 'procedure' }],
  });

const taskOf = ({ patient, pathway }: Chart): JsonResource => ({
  resourceType: 'Task',
  status: 'in-progress',
  intent: 'order',
  code: { coding: [{ system: STEP_SYSTEM, code: 'procedure' }] },
  for: { reference: `Patient/${patient}` },
  basedOn: [{ reference: `CarePlan/${pathway}` }],
});

const bundleOf = (type: string, resource: JsonResource) => ({
  resourceType: 'Bundle',
  type,
  entry: [{ resource, request: { method: 'POST', url: 'Procedure' } }],
});

function innerCode(answer: Awaited<ReturnType<PathwayClinic['call']>>): string {
  const { entry } = answer.json() as { entry: { response: { status: string; outcome?: JsonResource } }[] };
  const text = JSON.stringify(entry[0]?.response.outcome ?? {});
  return entry[0]?.response.status.startsWith('2') ? '' : (/CRYO-\d{3}/.exec(text)?.[0] ?? '');
}

async function imported({ patient }: Chart): Promise<string> {
  const codes: string[] = [];
  const resource = { ...cryoablationOf(patient, 'in-progress'), id: `import-${patient}` };
  const service = {
    who: 'Device/cryopath-import',
    role: 'service',
    purpose: 'HSYSADMIN',
    clinic: 'c1',
    patients: [],
  } as const;
  const found = (async function* () {
    yield { kind: 'resource', resource, fullUrl: '', size: 500, place: { file: 'x.ndjson', line: 1 } } as const;
  })();
  const done = await clinic.record.import(service, found, {
    source: 'other',
    bases: [],
    ids: 'kept',
    update: true,
    dryRun: false,
    onRefused: ({ issues }) => {
      codes.push(...issues.map(({ code }) => code));
    },
  });
  if (!done.ok) throw new Error(JSON.stringify(done.outcome));
  return codes[0] ?? '';
}

async function bySql({ patient }: Chart): Promise<string> {
  const content = JSON.stringify({ ...cryoablationOf(patient, 'in-progress'), id: `sql-${patient}` });
  try {
    await pool.query(
      `insert into version (type, id, version, patient, at, who, interaction, content, hash)
       values ('Procedure', $1, 1, $2, now(), 'Practitioner/x', 'create', $3, sha256(convert_to($3, 'UTF8')))`,
      [`sql-${patient}`, patient, content],
    );
    return '';
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}
