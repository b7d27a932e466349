import { type JsonResource, outcome } from '@cryopath/fhir';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accepted, BASE, codesOf, freshRecord, patient, people, score, type TestRecord } from '../../test/record.ts';
import type { Change, Guard, PatientView } from '../guard.ts';

/**
 * R9, I1, H03: a guard decides on the state after the change, by every route. The guard of these tests is a small gate: a Procedure in progress needs a
 * Consent that is active.
 */
const isProcedureUnderWay = ({ after }: Change) =>
  after?.resourceType === 'Procedure' && after.status === 'in-progress';
const isConsent = ({ type }: Change) => type === 'Consent';

let decided: string[] = [];
const gate: Guard = {
  name: 'consent before procedure',
  concerns: (change) => isProcedureUnderWay(change) || isConsent(change),
  async decide(change, after) {
    decided.push(`${change.interaction} ${change.type}`);
    const consents = await after.resources(['Consent']);
    const procedures = await after.resources(['Procedure']);
    const isUnderWay = procedures.some(({ status }) => status === 'in-progress');
    const isGiven = consents.some(({ status }) => status === 'active');
    return isUnderWay && !isGiven ? outcome('CRYO-605', { reason: 'no consent' }) : undefined;
  },
};
const broken: Guard = {
  name: 'broken',
  concerns: ({ type }) => type === 'Flag',
  decide: async () => {
    throw new TypeError('a bug in a guard');
  },
};
const undecided: Guard = {
  name: 'undecided',
  concerns: ({ type }) => {
    if (type === 'Goal') throw new TypeError('a bug in a guard');
    return false;
  },
  decide: async () => outcome('CRYO-605', { reason: 'undecided' }),
};
const swallowing: Guard = {
  name: 'swallowing',
  concerns: ({ type }) => type === 'RiskAssessment',
  async decide(_change, after: PatientView) {
    // A statement that fails (no text holds U+0000) leaves the transaction unfit to commit, whatever the guard makes of it.
    await after.resources(['\0']).catch(() => {});
    return undefined;
  },
};

const procedure = (id: string, more: Partial<JsonResource> = {}): JsonResource => ({
  resourceType: 'Procedure',
  status: 'in-progress',
  code: { text: 'Physiotherapy' },
  subject: { reference: `Patient/${id}` },
  ...more,
});
const consent = (id: string, more: Partial<JsonResource> = {}): JsonResource => ({
  resourceType: 'Consent',
  status: 'active',
  scope: { text: 'treatment' },
  category: [{ text: 'treatment' }],
  policyRule: { text: 'clinic' },
  patient: { reference: `Patient/${id}` },
  ...more,
});
const bundle = (
  type: 'transaction' | 'batch',
  ...entries: [method: string, url: string, resource?: JsonResource, ifMatch?: string][]
) =>
  ({
    resourceType: 'Bundle',
    type,
    entry: entries.map(([method, url, resource, ifMatch]) => ({
      ...(resource ? { resource } : {}),
      request: { method, url, ...(ifMatch ? { ifMatch } : {}) },
    })),
  }) as JsonResource;

describe('a guard', () => {
  let opened: TestRecord;
  let id: string;
  beforeAll(async () => {
    opened = await freshRecord({ guards: [gate, broken, undecided, swallowing] });
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    id = accepted(await opened.record.create(people.doctor, patient())).id;
    decided = [];
  });
  const countOf = async (type: string) =>
    (
      await opened.pool.query('select count(*) from resource where type = $1 and patient = $2 and not deleted', [
        type,
        id,
      ])
    ).rows[0].count as number;
  const planned = async () =>
    accepted(await opened.record.create(people.doctor, procedure(id, { status: 'preparation' }))).id;
  const transact = (...entries: Parameters<typeof bundle> extends [unknown, ...infer Rest] ? Rest : never) =>
    opened.record.transact(people.doctor, bundle('transaction', ...entries), { base: BASE });

  test('refuses a create, and nothing of it is left', async () => {
    expect(codesOf(await opened.record.create(people.doctor, procedure(id)))).toEqual(['CRYO-605']);
    expect(await countOf('Procedure')).toBe(0);
    const { rows } = await opened.pool.query(`select count(*) from version where type = 'Procedure' and patient = $1`, [
      id,
    ]);
    expect(rows[0].count).toBe(0);
  });

  test('refuses an update, a patch and an update that creates', async () => {
    const step = await planned();
    const { record } = opened;
    const update = await record.update(people.doctor, 'Procedure', step, procedure(id, { id: step }), { ifMatch: 1 });
    const patch = await record.patch(
      people.doctor,
      'Procedure',
      step,
      [{ op: 'replace', path: '/status', value: 'in-progress' }],
      { ifMatch: 1 },
    );
    const own = await record.update(people.service, 'Procedure', `own-${id}`, procedure(id, { id: `own-${id}` }));
    expect([update, patch, own].flatMap(codesOf)).toEqual(['CRYO-605', 'CRYO-605', 'CRYO-605']);
    expect(decided).toEqual(['update Procedure', 'patch Procedure', 'update Procedure']);
  });

  test('lets pass what has what it asks for', async () => {
    accepted(await opened.record.create(people.doctor, consent(id)));
    const step = await planned();
    const started = await opened.record.patch(
      people.doctor,
      'Procedure',
      step,
      [{ op: 'replace', path: '/status', value: 'in-progress' }],
      { ifMatch: 1 },
    );
    expect(accepted(started).version).toBe(2);
  });

  test('refuses to take away what a procedure under way stands on: by update, patch and deletion', async () => {
    const { record } = opened;
    const given = accepted(await record.create(people.doctor, consent(id))).id;
    accepted(await record.create(people.doctor, procedure(id)));
    const update = await record.update(
      people.doctor,
      'Consent',
      given,
      consent(id, { id: given, status: 'rejected' }),
      { ifMatch: 1 },
    );
    const patch = await record.patch(
      people.doctor,
      'Consent',
      given,
      [{ op: 'replace', path: '/status', value: 'inactive' }],
      { ifMatch: 1 },
    );
    const deletion = await record.delete(people.lead, 'Consent', given, { ifMatch: 1 });
    expect([update, patch, deletion].flatMap(codesOf)).toEqual(['CRYO-605', 'CRYO-605', 'CRYO-605']);
    expect(accepted(await record.read(people.doctor, 'Consent', given)).version).toBe(1);
  });

  test('refuses an entry of a transaction, and with it all the others, naming the entry', async () => {
    const result = await transact(['POST', 'Observation', score(id)], ['POST', 'Procedure', procedure(id)]);
    expect(result).toMatchObject({
      ok: false,
      outcome: { issues: [{ code: 'CRYO-605', expression: 'Bundle.entry[1]' }] },
    });
    expect(await countOf('Observation')).toBe(0);
  });

  test('decides on a transaction as a whole: two entries that are only allowed together are allowed', async () => {
    const together = await transact(['POST', 'Procedure', procedure(id)], ['POST', 'Consent', consent(id)]);
    expect(together.ok).toBe(true);
    expect([await countOf('Procedure'), await countOf('Consent')]).toEqual([1, 1]);
  });

  test('decides on a transaction as a whole: two entries that are refused only together are refused', async () => {
    const { record } = opened;
    const given = accepted(await record.create(people.doctor, consent(id))).id;
    const step = await planned();
    const start = ['PUT', `Procedure/${step}`, procedure(id, { id: step }), 'W/"1"'] as const;
    const withdraw = ['PUT', `Consent/${given}`, consent(id, { id: given, status: 'rejected' }), 'W/"1"'] as const;
    expect(codesOf(await transact([...start], [...withdraw]))).toEqual(['CRYO-605']);
    expect((await transact([...start])).ok).toBe(true);
  });

  test('refuses an entry of a batch, and lets the others pass', async () => {
    const request = bundle('batch', ['POST', 'Observation', score(id)], ['POST', 'Procedure', procedure(id)]);
    const { text } = accepted(await opened.record.transact(people.doctor, request, { base: BASE }));
    expect(JSON.parse(text).entry.map((entry: { response: { status: string } }) => entry.response.status)).toEqual([
      '201 Created',
      '422 Unprocessable Entity',
    ]);
    expect([await countOf('Observation'), await countOf('Procedure')]).toEqual([1, 0]);
  });

  test('is asked by $validate too, which writes nothing', async () => {
    const tried = await opened.record.validate(people.doctor, procedure(id));
    expect(tried.issues.map(({ code }) => code)).toEqual(['CRYO-605']);
    expect((await opened.record.validate(people.doctor, consent(id))).issues.map(({ code }) => code)).toEqual([
      'CRYO-100',
    ]);
    expect([await countOf('Consent'), await countOf('Procedure')]).toEqual([0, 0]);
  });

  test('that throws refuses, whether while deciding or before', async () => {
    const flag = {
      resourceType: 'Flag',
      status: 'active',
      code: { text: 'x' },
      subject: { reference: `Patient/${id}` },
    };
    const goal = {
      resourceType: 'Goal',
      lifecycleStatus: 'active',
      description: { text: 'x' },
      subject: { reference: `Patient/${id}` },
    };
    expect(codesOf(await opened.record.create(people.doctor, flag))).toEqual(['CRYO-605']);
    expect(codesOf(await opened.record.create(people.doctor, goal))).toEqual(['CRYO-605']);
    expect([await countOf('Flag'), await countOf('Goal')]).toEqual([0, 0]);
  });

  test('leaves an idempotency key free when it refuses', async () => {
    const key = { idempotencyKey: `gate-${id}` };
    expect(codesOf(await opened.record.create(people.doctor, procedure(id), key))).toEqual(['CRYO-605']);
    accepted(await opened.record.create(people.doctor, consent(id)));
    const written = accepted(await opened.record.create(people.doctor, procedure(id), key));
    const again = accepted(await opened.record.create(people.doctor, procedure(id), key));
    expect(again).toMatchObject({ id: written.id, isNew: false });
    expect(await countOf('Procedure')).toBe(1);
  });

  test('is not passed by two writers who each see half of the other’s change', async () => {
    const { record } = opened;
    const given = accepted(await record.create(people.doctor, consent(id))).id;
    const step = await planned();
    for (let round = 0; round < 10; round += 1) {
      const [version, consentVersion] = await Promise.all(
        [['Procedure', step] as const, ['Consent', given] as const].map(
          async ([type, each]) => accepted(await record.read(people.doctor, type, each)).version,
        ),
      );
      const [started, withdrawn] = await Promise.all([
        record.update(people.doctor, 'Procedure', step, procedure(id, { id: step }), { ifMatch: version as number }),
        record.update(people.doctor, 'Consent', given, consent(id, { id: given, status: 'rejected' }), {
          ifMatch: consentVersion as number,
        }),
      ]);
      expect([started.ok, withdrawn.ok].filter(Boolean)).toHaveLength(1);
      // Back to where both are possible again.
      if (started.ok) {
        accepted(
          await record.update(people.doctor, 'Procedure', step, procedure(id, { id: step, status: 'preparation' }), {
            ifMatch: started.value.version,
          }),
        );
      } else if (withdrawn.ok) {
        accepted(
          await record.update(people.doctor, 'Consent', given, consent(id, { id: given }), {
            ifMatch: withdrawn.value.version,
          }),
        );
      }
    }
  });

  test('that swallowed a failed statement does not let an unwritten change be acknowledged', async () => {
    const assessment = { resourceType: 'RiskAssessment', status: 'final', subject: { reference: `Patient/${id}` } };
    await expect(opened.record.create(people.doctor, assessment)).rejects.toThrow('passed over');
    expect(await countOf('RiskAssessment')).toBe(0);
  });

  test('is not asked about what does not concern it', async () => {
    accepted(await opened.record.create(people.doctor, score(id)));
    expect(decided).toEqual([]);
  });

  test('puts what it refused on the trail', async () => {
    await opened.record.create(people.doctor, procedure(id));
    const { rows } = await opened.pool.query(
      `select who, detail from audit where interaction = 'create' and outcome = 4 order by id desc limit 1`,
    );
    expect(rows).toEqual([{ who: 'Practitioner/doctor', detail: 'CRYO-605' }]);
  });
});
