import type { JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillWorklist } from '../../test/large-worklist.ts';
import { accepted, codesOf, freshRecord, patient as patientOf, people, type TestRecord } from '../../test/record.ts';
import { prepared } from '../postgres/prepared.ts';
import { pageStatement } from './page-statement.ts';
import type { Waiting } from './projection.ts';

/** A list of these tests' own: every Task of a chart waits; one with a moment of its own, until then. */
const waitingFor = (task: JsonResource, patient: string): readonly Waiting[] =>
  task.status === 'requested'
    ? [
        {
          pathway: `p-${patient}`,
          protocol: 'urn:x|1',
          stage: 'recovery',
          step: 'discharge',
          level: 2,
          roles: ['nurse'],
          since: '2026-03-02T09:00:00.000Z',
          resource: `Task/${String(task.id)}`,
          ...(typeof task.lastModified === 'string' ? { until: task.lastModified } : {}),
        },
      ]
    : [];

let opened: TestRecord;
beforeAll(async () => {
  opened = await freshRecord({
    projection: {
      name: 'tasks',
      concerns: ({ type }) => type === 'Task' || type === 'Patient',
      waiting: async (patient, view) => (await view.resources(['Task'])).flatMap((task) => waitingFor(task, patient)),
    },
  });
});
afterAll(() => opened.close());

const rows = async (requester = people.nurse) =>
  accepted(await opened.record.worklist(requester, { order: 'urgency', count: 200 })).rows;

const task = (id: string, status: string) => ({
  resourceType: 'Task',
  status,
  intent: 'order',
  for: { reference: `Patient/${id}` },
});

/** R18, I6: what waits, for whoever may see it. */
describe('the worklist', () => {
  test('is written with what changes it, seen by the chart’s own clinic alone, and is the same when it is made anew', async () => {
    const { id } = accepted(
      await opened.record.create(
        people.doctor,
        patientOf({ managingOrganization: { reference: 'Organization/north' } }),
      ),
    );
    const plan = {
      resourceType: 'CarePlan',
      status: 'active',
      intent: 'plan',
      subject: { reference: `Patient/${id}` },
    };
    accepted(await opened.record.create(people.doctor, plan));
    const made = accepted(await opened.record.create(people.doctor, task(id, 'requested')));
    expect((await rows()).map(({ patient, resource }) => [patient, resource])).toEqual([[id, `Task/${made.id}`]]);
    expect(await rows(people.southDoctor)).toEqual([]);
    for (const stranger of [people.patient(id), people.auditor, people.administrator, people.service])
      expect(codesOf(await opened.record.worklist(stranger, { order: 'urgency', count: 10 }))).toEqual(['CRYO-403']);

    const before = await opened.pool.query('select patient, clinic, restricted, step, resource from worklist');
    await opened.pool.query('delete from worklist');
    expect(codesOf(await opened.record.rebuildWorklist(people.nurse))).toEqual(['CRYO-403']);
    expect(accepted(await opened.record.rebuildWorklist(people.service))).toBe(1);
    expect((await opened.pool.query('select patient, clinic, restricted, step, resource from worklist')).rows).toEqual(
      before.rows,
    );

    accepted(
      await opened.record.update(
        people.doctor,
        'Task',
        made.id,
        { ...task(id, 'completed'), id: made.id },
        { ifMatch: 1 },
      ),
    );
    expect(await rows()).toEqual([]);
  });

  test('lets what has an end go at that moment, though nobody writes to the chart', async () => {
    const { id } = accepted(
      await opened.record.create(
        people.doctor,
        patientOf({ managingOrganization: { reference: 'Organization/north' } }),
      ),
    );
    const until = isoOf((opened.clock.now() + 1000) as Instant);
    accepted(await opened.record.create(people.doctor, { ...task(id, 'requested'), lastModified: until }));
    const isListed = async () => (await rows()).some(({ patient }) => patient === id);
    const atRest = async () =>
      accepted(await opened.record.chartsAtRest(people.nurse, { count: 50 })).charts.some(
        ({ patient }) => patient === id,
      );
    expect([await isListed(), await atRest()]).toEqual([true, false]);
    opened.clock.advance(1000);
    expect([await isListed(), await atRest()]).toEqual([false, true]);
  });

  test('hides a restricted chart from all but the lead, at once', async () => {
    const home = { managingOrganization: { reference: 'Organization/north' } };
    const { id } = accepted(await opened.record.create(people.doctor, patientOf(home)));
    accepted(await opened.record.create(people.doctor, task(id, 'requested')));
    const restricted = {
      ...patientOf(home),
      id,
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
    };
    accepted(await opened.record.update(people.lead, 'Patient', id, restricted, { ifMatch: 1 }));
    const seenBy = async (requester: typeof people.nurse) =>
      (await rows(requester)).some(({ patient }) => patient === id);
    expect([await seenBy(people.nurse), await seenBy(people.lead)]).toEqual([false, true]);
  });

  test('is read in pages that hold every row once, and refuses a cursor that is none', async () => {
    await fillWorklist(opened.pool, { pathways: 500, clinic: 'north' });
    for (const order of ['urgency', 'since'] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = { order, count: 37, stage: 'aftercare', ...(cursor === undefined ? {} : { cursor }) };
        const page = accepted(await opened.record.worklist(people.nurse, query));
        seen.push(...page.rows.map(({ patient }) => patient));
        cursor = page.next;
      } while (cursor !== undefined);
      const { rows: all } = await opened.pool.query(
        `select count(*)::int as n from worklist where clinic = 'north' and stage = 'aftercare' and not restricted`,
      );
      expect([order, seen.length, new Set(seen).size]).toEqual([order, all[0].n, all[0].n]);
    }
    for (const cursor of [
      'x',
      '',
      Buffer.from('[1,2,3]').toString('base64url'),
      Buffer.from(`[0,"now'; --",1]`).toString('base64url'),
    ])
      expect([
        cursor,
        codesOf(await opened.record.worklist(people.nurse, { order: 'urgency', count: 5, cursor })),
      ]).toEqual([cursor, ['CRYO-306']]);
  });
});

const REACH = {
  clinic: 'north',
  restricted: false,
  now: '2026-03-02T09:00:00Z',
  soon: '2026-03-09T09:00:00Z',
  zone: 'Europe/Warsaw',
};

describe('a page of the worklist', () => {
  const QUESTIONS = [
    { order: 'urgency' },
    { order: 'since' },
    { order: 'urgency', stage: 'aftercare' },
    { order: 'since', stage: 'aftercare' },
    { order: 'urgency', step: 'check-in-1' },
    { order: 'since', step: 'check-in-1' },
    { order: 'urgency', state: 'alert' },
    { order: 'urgency', state: 'overdue' },
    { order: 'urgency', role: 'nurse' },
    { order: 'ready', state: 'soon' },
    { order: 'urgency', state: 'ready', once: { required: ['urn:cryopath:protocol:cryoablation|1 check-in-7'] } },
    {
      order: 'urgency',
      state: 'ready',
      stage: 'aftercare',
      once: { required: ['urn:cryopath:protocol:cryoablation|1 check-in-7'] },
    },
    { order: 'urgency', state: 'overdue', once: { required: ['urn:cryopath:protocol:cryoablation|1 check-in-7'] } },
    { order: 'ready', state: 'soon', once: { required: ['urn:cryopath:protocol:cryoablation|1 check-in-7'] } },
  ] as const;

  test('is a walk along one index that ends with the page, however many wait', async () => {
    const grown: string[] = [];
    for (const pathways of [2_000, 20_000]) {
      await opened.pool.query('truncate worklist');
      await fillWorklist(opened.pool, { pathways, clinic: 'north' });
      await opened.pool.query('analyze worklist');
      for (const question of QUESTIONS) {
        const { text, values } = prepared(pageStatement(REACH, { ...question, count: 50 }, undefined));
        const { rows: plans } = await opened.pool.query(
          `explain (analyze, timing off, summary off, format json) ${text}`,
          [...values],
        );
        const { kinds, passed } = planOf((plans[0] as { 'QUERY PLAN': { Plan: Plan }[] })['QUERY PLAN'][0]?.Plan);
        if (kinds.includes('Sort') || kinds.includes('Seq Scan') || passed > 1_000)
          grown.push(`${pathways} ${JSON.stringify(question)}: ${kinds.join(' > ')}, ${passed} rows`);
      }
    }
    expect(grown).toEqual([]);
  }, 60_000);
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** The nodes of a plan, and the rows that passed through the lowest of them. */
function planOf(plan: Plan | undefined): { readonly kinds: readonly string[]; readonly passed: number } {
  if (!plan) throw new Error('PostgreSQL gave no plan');
  const inner = (plan.Plans ?? []).map(planOf);
  const own = plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0);
  return {
    kinds: [plan['Node Type'], ...inner.flatMap(({ kinds }) => kinds)],
    passed: Math.max(own, ...inner.map(({ passed }) => passed)),
  };
}
