import type { JsonResource } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
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

/** What the gate asks for, one piece of evidence each. */
const EVIDENCE = [...QUALIFYING, 'consent'] as const;

/** Every subset of the evidence that lacks one thing at least: each alone missing, each alone there, and the empty one; then all others by their number. */
const SUBSETS = Array.from({ length: 2 ** EVIDENCE.length - 1 }, (_, bits) => bits);

/** Ways in which a Procedure can come to be under way. Each gives the refusal's code, or '' when the write passed. */
const ROUTES: readonly (readonly [string, (patient: string, prepared: JsonResource) => Promise<string>])[] = [
  ['create', (patient) => told('POST', '/fhir/Procedure', cryoablationOf(patient, 'in-progress'))],
  ['create of one that is over', (patient) => told('POST', '/fhir/Procedure', cryoablationOf(patient, 'completed'))],
  [
    'update',
    (patient, { id }) =>
      told('PUT', `/fhir/Procedure/${id}`, { ...cryoablationOf(patient, 'in-progress'), id }, { 'if-match': 'W/"1"' }),
  ],
  [
    'patch',
    (_patient, { id }) =>
      told('PATCH', `/fhir/Procedure/${id}`, [{ op: 'replace', path: '/status', value: 'in-progress' }], {
        'if-match': 'W/"1"',
        'content-type': 'application/json-patch+json',
      }),
  ],
  [
    'conditional update',
    (patient, { id }) => told('PUT', `/fhir/Procedure?_id=${id}`, { ...cryoablationOf(patient, 'in-progress'), id }),
  ],
  ['transaction', (patient) => told('POST', '/fhir', bundleOf('transaction', cryoablationOf(patient, 'in-progress')))],
  [
    'batch',
    async (patient) =>
      innerCode(
        await clinic.call('doctor', 'POST', '/fhir', {
          body: bundleOf('batch', cryoablationOf(patient, 'in-progress')),
        }),
      ),
  ],
  ['import', imported],
  ['plain SQL', bySql],
];

/**
 * I1, H03: every subset of what the gate asks for, by every route. The subsets are shared out over the routes, so that each subset is tried by one route and each
 * route by every kind of subset; what lacks one thing alone, and what has everything, is tried by all of them.
 */
test('a cryoablation begins by no route while anything that its gate asks for is missing', async () => {
  const passed: string[] = [];
  const alone = new Set([0, ...EVIDENCE.map((_, index) => 2 ** EVIDENCE.length - 1 - 2 ** index)]);
  for (const bits of SUBSETS) {
    const missing = EVIDENCE.filter((_, index) => (bits & (1 << index)) === 0);
    const { patient, prepared } = await chart(missing);
    const routes = alone.has(bits) ? ROUTES : ROUTES.filter((_, index) => index === bits % ROUTES.length);
    for (const [route, write] of routes) {
      const code = await write(patient, prepared);
      if (!(route === 'plain SQL' ? /^CRG01$/ : /^CRYO-60[12]$/).test(code))
        passed.push(`${route} without ${missing.join(', ')}: ${code || 'passed'}`);
    }
  }
  expect(passed).toEqual([]);
}, 400_000);

test('a cryoablation begins by every route of the record when nothing is missing, and by plain SQL it does not', async () => {
  for (const [route, write] of ROUTES) {
    const { patient, prepared } = await chart([]);
    expect([route, await write(patient, prepared)]).toEqual([route, route === 'plain SQL' ? 'CRG01' : '']);
  }
}, 120_000);

test('a cryoablation begins by no route on the time-out of the day before (H02)', async () => {
  const passed: string[] = [];
  for (const [route, write] of ROUTES) {
    const { patient, prepared } = await chart([]);
    clinic.clock.advance(86_400_000);
    const code = await write(patient, prepared);
    if (!(route === 'plain SQL' ? code === 'CRG01' : code === 'CRYO-601')) passed.push(`${route}: ${code || 'passed'}`);
  }
  expect(passed).toEqual([]);
}, 120_000);

/** A patient with everything but what is missing, and a Procedure in preparation. One transaction each: they are many. */
async function chart(
  missing: readonly string[],
): Promise<{ readonly patient: string; readonly prepared: JsonResource }> {
  const patient = await clinic.patient();
  const authored = isoOf(clinic.clock.now());
  const subject = { reference: `Patient/${patient}` };
  const resources: JsonResource[] = missing.includes('consent') ? [] : [consentOf(patient, authored)];
  for (const id of QUALIFYING.filter((each) => !missing.includes(each)))
    resources.push({ ...goodAnswers(await clinic.form(id)), subject, authored });
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
  return { patient, prepared: { ...cryoablationOf(patient, 'preparation'), id } };
}

async function told(method: 'POST' | 'PUT' | 'PATCH', url: string, body: unknown, headers = {}): Promise<string> {
  const answer = await clinic.call('doctor', method, url, { body, headers });
  return answer.statusCode < 300 ? '' : (refusalCode(answer) ?? String(answer.statusCode));
}

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

async function imported(patient: string): Promise<string> {
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

async function bySql(patient: string): Promise<string> {
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
