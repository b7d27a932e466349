import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillLargeStore } from '../../test/large-store.ts';
import { type RecordFixture, recordFixture } from '../../test/record-fixture.ts';
import type { ReadSide } from '../read/read-side.ts';
import type { Requester } from '../requester.ts';
import { search } from './search.ts';

/*
 * What a hot search costs is held here as what it touches, not as time: rows that pass through its plan. It must be as many as a page needs, whatever lies in the
 * store. Plans are the generic ones, which every connection uses after a few calls of a statement.
 */

const OBSERVATIONS = 40_000;
const DOCTOR: Requester = { who: 'Practitioner/d', role: 'doctor', purpose: 'TREAT', clinic: 'A', patients: [] };
const PATIENT: Requester = { who: 'Patient/p7', role: 'patient', purpose: 'PATRQT', clinic: '', patients: ['p7'] };

let fixture: RecordFixture;
beforeAll(async () => {
  fixture = await recordFixture();
  await fillLargeStore(fixture.sql, 2_000, OBSERVATIONS);
  await fixture.sql.query('set plan_cache_mode = force_generic_plan');
}, 120_000);
afterAll(() => fixture.close());

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The plans of every statement of a search, as they ran. */
async function plansOf(
  requester: Requester,
  type: string,
  query: string,
): Promise<{ readonly nodes: readonly PlanNode[]; readonly entries: number }> {
  const nodes: PlanNode[] = [];
  const explaining = async ({ text, values }: { text: string; values: unknown[] }) => {
    await fixture.sql.query(`prepare explained as ${text}`);
    const given = values.map((value) =>
      fixture.sql.escapeLiteral(
        Array.isArray(value) ? `{${value.map((each) => JSON.stringify(each))}}` : String(value),
      ),
    );
    const { rows } = await fixture.sql.query(`explain (analyze, timing off, format json) execute explained(${given})`);
    await fixture.sql.query('deallocate explained');
    nodes.push(...nodesOf(rows[0]['QUERY PLAN'][0].Plan));
    return fixture.sql.query({ text, values });
  };
  const side = {
    db: { query: explaining },
    short: { query: explaining },
    clock: fixture.clock,
    zone: 'Europe/Warsaw',
    logged: async () => ({ ok: true, value: undefined }),
  };
  const found = await search(side as unknown as ReadSide, requester, type, query, {
    base: 'https://clinic.example/fhir',
  });
  if (!found.ok) throw new Error(JSON.stringify(found.outcome));
  return { nodes, entries: JSON.parse(found.value.text).entry?.length ?? 0 };
}

/** Rows that came out of, or were thrown away by, the busiest node. */
const busiest = (nodes: readonly PlanNode[]): number =>
  Math.max(
    ...nodes.map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']),
  );

test.each([
  // who, type, query, entries, rows that the busiest part of the plan may see
  ['a code, newest first', DOCTOR, 'Observation', 'code=http://loinc.org|c3', 20, 25],
  ['a code without its system', DOCTOR, 'Observation', 'code=c3', 20, 25],
  ['one of two codes', DOCTOR, 'Observation', 'code=c3,c5', 20, 45],
  ['what all have', DOCTOR, 'Observation', 'status=final', 20, 25],
  ['everything of a type', DOCTOR, 'Observation', '', 20, 25],
  ['a patient’s, newest first', DOCTOR, 'Observation', 'patient=p77', 20, 25],
  ['a patient’s of one code', DOCTOR, 'Observation', 'patient=p77&code=c3', 1, 25],
  ['a patient’s by date', DOCTOR, 'Observation', 'patient=p77&_sort=-date', 20, 25],
  ['one’s own', PATIENT, 'Observation', 'status=final', 20, 25],
  ['an identifier', DOCTOR, 'Patient', 'identifier=urn:pesel|1500', 1, 2],
  ['a family name', DOCTOR, 'Patient', 'family=nazwisko12', 20, 25],
  ['the beginning of all family names', DOCTOR, 'Patient', 'family=naz', 20, 25],
  ['a range of dates', DOCTOR, 'Observation', 'date=ge2020-10-01&date=lt2021-01-01', 20, 40],
  ['a day', DOCTOR, 'Observation', 'date=2020-10-10', 20, 40],
  ['all by date', DOCTOR, 'Observation', '_sort=-date', 20, 25],
  ['all by date, upwards, then by code', DOCTOR, 'Observation', '_sort=date,code', 20, 25],
  [
    'a page deep in all by date',
    DOCTOR,
    'Observation',
    `_sort=-date&_cursor=${Buffer.from('[1612000000000,20000]').toString('base64url')}`,
    20,
    25,
  ],
  ['changed lately', DOCTOR, 'Observation', '_lastUpdated=ge2026-01-15', 20, 25],
  ['with its patient', DOCTOR, 'Observation', 'code=c3&_include=Observation:subject', 40, 45],
  ['a patient with all of theirs', DOCTOR, 'Patient', '_id=p77&_revinclude=Observation:subject', 21, 25],
  ['of patients with a name', DOCTOR, 'Observation', 'patient.family=nazwisko77', 20, 250],
] as const)(
  '%s: the plan touches what the page needs, and no table is read from end to end',
  async (_name, who, type, query, entries, most) => {
    const { nodes, entries: found } = await plansOf(who, type, query);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    expect(busiest(nodes)).toBeLessThanOrEqual(most);
    expect(found).toBeGreaterThanOrEqual(entries);
  },
);

test('where two wide conditions meet, the walk is along one of them and ends with the page', async () => {
  const { nodes, entries } = await plansOf(DOCTOR, 'Observation', 'code=c3&value-quantity=gt5&_sort=-date');
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  expect(entries).toBe(20);
  // Counting stops at its bound; the walk meets one in twenty of one code, half of which are above five.
  expect(busiest(nodes)).toBeLessThan(OBSERVATIONS / 8);
});
