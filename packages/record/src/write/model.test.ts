import type { JsonResource, Result } from '@cryopath/fhir';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepted, BASE, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import type { Written } from '../record.ts';

/**
 * The record against the smallest thing that behaves as SPEC.md says: a list of versions for each id. Random sequences of interactions must give the same
 * answers, versions, histories and search results in both.
 */
class Model {
  readonly histories = new Map<string, Version[]>();
  readonly keys = new Map<string, { readonly act: string; readonly answer: string }>();

  /** What is answered: a version's number and interaction, or the code of a refusal. */
  act(act: Act): string {
    const asText = JSON.stringify({ ...act, key: undefined });
    const kept = act.key === undefined ? undefined : this.keys.get(act.key);
    if (kept) return kept.act === asText ? kept.answer : 'CRYO-207';
    const answer = this.#written(act);
    if (act.key !== undefined && /^\d+ /.test(answer)) this.keys.set(act.key, { act: asText, answer });
    return answer.replace(' again', '');
  }

  #written({ kind, id, value, ifMatch }: Act): string {
    const history = this.histories.get(id) ?? [];
    const current = history.at(-1);
    if (!current) {
      if (kind !== 'update' || ifMatch !== undefined) return 'CRYO-201';
      return this.#append(id, history, 'update', value);
    }
    if (kind === 'delete' && current.value === undefined) return `${history.length} delete again`;
    if (kind === 'patch' && current.value === undefined) return 'CRYO-202';
    if (ifMatch === undefined) return 'CRYO-205';
    if (ifMatch !== history.length) return 'CRYO-204';
    return this.#append(id, history, kind, kind === 'delete' ? undefined : value);
  }

  #append(id: string, history: Version[], interaction: Kind, value: number | undefined): string {
    history.push({ interaction, value });
    this.histories.set(id, history);
    return `${history.length} ${interaction}`;
  }
}

type Kind = 'update' | 'patch' | 'delete';
interface Version {
  readonly interaction: Kind;
  /** undefined: deleted. */
  readonly value: number | undefined;
}
interface Act {
  readonly kind: Kind;
  readonly id: string;
  readonly value: number;
  readonly ifMatch: number | undefined;
  readonly key: string | undefined;
}

let opened: TestRecord;
let chart: string;
let run = 0;
beforeAll(async () => {
  opened = await freshRecord();
  chart = accepted(await opened.record.create(people.service, patient())).id;
});
afterAll(() => opened.close());

const body = (id: string, value: number): JsonResource =>
  score(chart, { id, valueInteger: value, identifier: [{ system: 'urn:run', value: `${run}` }] });

async function acted({ kind, id, value, ifMatch, key }: Act): Promise<string> {
  const { record } = opened;
  const options = {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  };
  switch (kind) {
    case 'update':
      return answerOf(await record.update(people.service, 'Observation', id, body(id, value), options), kind);
    case 'patch':
      return answerOf(
        await record.patch(
          people.service,
          'Observation',
          id,
          [{ op: 'replace', path: '/valueInteger', value }],
          options,
        ),
        kind,
      );
    case 'delete':
      return answerOf(await record.delete(people.service, 'Observation', id, options), kind);
    default:
      return kind satisfies never;
  }
}

const answerOf = (result: Result<Written>, kind: Kind): string =>
  result.ok ? `${result.value.version} ${kind}` : codesOf(result).join(' ');

interface HistoryBundle {
  readonly entry?: readonly { readonly resource?: JsonResource; readonly request: { readonly method: string } }[];
}
/** A patch stands in a history as the PUT of what it made: see read/history-entry.ts. */
const METHOD: Readonly<Record<Kind, string>> = { update: 'PUT', patch: 'PUT', delete: 'DELETE' };

async function expectSame(model: Model): Promise<void> {
  const { record } = opened;
  const current: [string, number][] = [];
  for (const [id, versions] of model.histories) {
    const bundle: HistoryBundle = JSON.parse(
      accepted(await record.history(people.service, 'Observation', id, { base: BASE, query: '_count=100' })).text,
    );
    const entries = (bundle.entry ?? []).toReversed();
    expect(entries.map(({ request, resource }) => [request.method, resource?.valueInteger])).toEqual(
      versions.map(({ interaction, value }) => [METHOD[interaction], value]),
    );
    for (const [index, { value }] of versions.entries()) {
      const version = await record.vread(people.service, 'Observation', id, index + 1);
      const told = version.ok ? JSON.parse(version.value.text) : { codes: codesOf(version) };
      const expected = { valueInteger: value, meta: { versionId: `${index + 1}` } };
      expect(told).toMatchObject(value === undefined ? { codes: ['CRYO-202'] } : expected);
    }
    const last = versions.at(-1)?.value;
    if (last !== undefined) current.push([id, last]);
  }
  const query = `identifier=urn:run|${run}&_count=100`;
  const found: { readonly entry?: readonly { readonly resource: JsonResource }[] } = JSON.parse(
    accepted(await record.search(people.service, 'Observation', query, { base: BASE })).text,
  );
  const inSearch = (found.entry ?? []).map(({ resource }) => [resource.id, resource.valueInteger]);
  expect(inSearch.sort()).toEqual(current.sort());
}

test('random sequences of changes give what SPEC.md says, version by version', async () => {
  const act = (names: readonly string[]) =>
    fc.record({
      kind: fc.constantFrom<Kind>('update', 'update', 'patch', 'delete'),
      id: fc.constantFrom(...names),
      value: fc.integer({ min: 0, max: 10 }),
      ifMatch: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      key: fc.option(fc.constantFrom('k1', 'k2', 'k3'), { nil: undefined, freq: 3 }),
    });
  await fc.assert(
    fc.asyncProperty(fc.array(act(['a', 'b']), { minLength: 1, maxLength: 25 }), async (acts) => {
      run += 1;
      const model = new Model();
      for (const each of acts) {
        const mine = { ...each, id: `run-${run}-${each.id}`, key: each.key && `run-${run}-${each.key}` };
        expect(await acted(mine)).toBe(model.act(mine));
      }
      await expectSame(model);
    }),
    { seed: 20_260_302, numRuns: 60 },
  );
});
