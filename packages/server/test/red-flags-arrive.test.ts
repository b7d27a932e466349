import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import { foundUnder } from '@cryopath/record';
import { createPool } from '@cryopath/record/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importRequester } from '../src/sign-in/service-requester.ts';
import { refusalCode } from './clinic.ts';
import { cryoablationOf, goodAnswers, type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

let clinic: PathwayClinic;
let patient: string;
beforeAll(async () => {
  clinic = await pathwayClinic();
}, 120_000);
afterAll(() => clinic.close());
beforeEach(async () => {
  patient = await clinic.patient();
});

const begun = async () => {
  const subject = { name: 'subject', valueReference: { reference: `Patient/${patient}` } };
  return String((await clinic.operate('doctor', 'CarePlan/$start', [subject])).id);
};
const checkIn = async (given: Readonly<Record<string, unknown>>, more: object = {}): Promise<JsonResource> => ({
  ...goodAnswers(await clinic.form('check-in'), { compared: 'same', pain: 2, ...given }),
  subject: { reference: `Patient/${patient}` },
  authored: isoOf(clinic.clock.now()),
  ...more,
});
const sent = async (body: JsonResource, role = `patient:${patient}`) => {
  const answer = await clinic.call(role as never, 'POST', '/fhir/QuestionnaireResponse', { body });
  if (answer.statusCode !== 201) throw new Error(answer.body.slice(0, 800));
  return answer.json() as JsonResource;
};
const changed = async (role: string, body: JsonResource) =>
  clinic.call(role as never, 'PUT', `/fhir/${body.resourceType}/${body.id}`, {
    body,
    headers: { 'if-match': `W/"${(body.meta as JsonObject).versionId}"` },
  });
const tasks = async () => {
  const found = (await clinic.call('nurse', 'GET', `/fhir/Task?patient=Patient/${patient}`)).json() as {
    entry?: { resource: JsonResource }[];
  };
  return (found.entry ?? []).map(({ resource }) => resource);
};
/** The levels of the patient's alerts on the worklist. */
const listed = async (): Promise<readonly unknown[]> => {
  const list = (
    await clinic.call('nurse', 'GET', '/fhir/CarePlan/$worklist?stage=alert&count=200')
  ).json() as JsonResource;
  return ((list.parameter ?? []) as unknown as readonly { part?: readonly JsonObject[] }[]).flatMap(({ part = [] }) => {
    const of = (name: string) => part.find((each) => each.name === name);
    const isOurs = (of('patient')?.valueReference as JsonObject | undefined)?.reference === `Patient/${patient}`;
    return isOurs ? [of('level')?.valueCode] : [];
  });
};

describe('H06, H07: a red flag stands on the worklist', () => {
  test('of a patient without a pathway', async () => {
    await sent(await checkIn({ fever: 'fever' }));
    expect(await listed()).toEqual(['same-day']);
    // Made anew from nothing, it is the same.
    const pool = createPool(clinic.address, { connections: 1 });
    await pool.query('delete from worklist');
    await pool.end();
    await clinic.operate('lead', 'CarePlan/$rebuild-worklist');
    expect(await listed()).toEqual(['same-day']);
  });

  test('once, of a patient with two pathways, of which the answers name none', async () => {
    await begun();
    await begun();
    await sent(await checkIn({ fever: 'fever' }));
    expect(await listed()).toEqual(['same-day']);
  });

  test.each(['completed', 'on-hold', 'revoked', 'entered-in-error'])(
    'also once its pathway is %s, before the answers or after',
    async (status) => {
      const id = await begun();
      const plan = (await clinic.call('doctor', 'GET', `/fhir/CarePlan/${id}`)).json() as JsonResource;
      await sent(await checkIn({ fever: 'fever' }, { basedOn: [{ reference: `CarePlan/${id}` }] }));
      expect((await changed('doctor', { ...plan, status })).statusCode).toBe(200);
      expect(await listed()).toEqual(['same-day']);
      await sent(await checkIn({ fever: 'rigors' }, { basedOn: [{ reference: `CarePlan/${id}` }] }));
      expect(await listed()).toEqual(['emergency', 'same-day']);
    },
  );

  test('again when what was dealt with gets another sign', async () => {
    await begun();
    const first = await sent(await checkIn({ fever: 'fever' }));
    const [task] = await tasks();
    await clinic.operate('nurse', `Task/${task?.id}/$acknowledge`, [
      { name: 'close', valueBoolean: true },
      { name: 'note', valueString: 'Seen; no infection.' },
    ]);
    expect(await listed()).toEqual([]);
    const more = await checkIn(
      { fever: 'fever', site: 'redness' },
      { id: first.id, meta: first.meta, status: 'amended' },
    );
    const answer = await changed('nurse', more);
    expect(answer.statusCode).toBe(200);
    expect(await listed()).toEqual(['same-day']);
    expect((await changed('nurse', { ...(answer.json() as JsonResource), language: 'pl' })).statusCode).toBe(200);
    expect(await listed()).toEqual(['same-day']);
  });

  test.each(['entered-in-error', 'stopped'])('of answers that were sent as %s', async (status) => {
    const id = await begun();
    const response = { name: 'response', resource: await checkIn({ fever: 'fever' }, { status }) };
    await clinic.operate(`patient:${patient}` as never, `CarePlan/${id}/$check-in`, [response as never]);
    expect(await listed()).toEqual(['same-day']);
  });

  test.each([undefined, 'urn:cryopath:form:Check-In|1', 'https://clinic.test/Questionnaire/check-in'])(
    'and answers to the form %j, which would tell nobody, are refused, so that the phone knows',
    async (questionnaire) => {
      const { questionnaire: _, ...rest } = await checkIn({ fever: 'fever' });
      const body = { ...rest, ...(questionnaire === undefined ? {} : { questionnaire }) };
      const answer = await clinic.call(`patient:${patient}` as never, 'POST', '/fhir/QuestionnaireResponse', { body });
      expect([answer.statusCode, refusalCode(answer)]).toEqual([403, 'CRYO-426']);
    },
  );

  test('of pain that rises after the flare, by a phone whose clock is days behind', async () => {
    await begun();
    await clinic.qualify(patient);
    const start = isoOf(clinic.clock.now());
    clinic.clock.advance(60_000);
    const performedPeriod = { start, end: isoOf(clinic.clock.now()) };
    const body = cryoablationOf(patient, 'completed', { performedPeriod });
    expect((await clinic.call('doctor', 'POST', '/fhir/Procedure', { body })).statusCode).toBe(201);
    clinic.clock.advance(8 * 86_400_000);
    const authored = isoOf((clinic.clock.now() - 5 * 86_400_000) as never);
    await sent(await checkIn({ compared: 'worse' }, { authored }));
    expect(await listed()).toEqual(['same-day']);
  });
});

describe('H06, H07: a red flag that an import brings', () => {
  /** Imports as `cryopath import` does, with the product's own rules. */
  const imported = async (resources: readonly JsonResource[], dryRun = false) => {
    const folder = mkdtempSync(join(tmpdir(), 'cryopath-answers-'));
    const file = join(folder, 'answers.ndjson');
    writeFileSync(file, resources.map((each) => `${JSON.stringify(each)}\n`).join(''));
    const summary = await clinic.record.import(importRequester('c1'), foundUnder([file]), { source: 'his', dryRun });
    rmSync(folder, { recursive: true });
    if (!summary.ok) throw new Error(JSON.stringify(summary.outcome));
    return summary.value;
  };
  const arriving = async (given: Readonly<Record<string, unknown>>, more: object = {}) => ({
    ...(await checkIn(given, more)),
    id: `from-his-${patient}`,
  });

  test('stands on the worklist in the transaction that stores it, with its Flag, and once however often it is imported', async () => {
    const answers = await arriving({ fever: 'fever' });
    expect(await imported([answers], true)).toMatchObject({ created: 1 });
    expect(await listed()).toEqual([]);
    expect(await imported([answers])).toMatchObject({ created: 1, refused: 0 });
    expect(await listed()).toEqual(['same-day']);
    const flags = (await clinic.call('nurse', 'GET', `/fhir/Flag?patient=Patient/${patient}`)).json() as JsonObject;
    expect(flags.entry).toHaveLength(1);
    expect(await imported([answers])).toMatchObject({ created: 0, unchanged: 1 });
    expect(await listed()).toEqual(['same-day']);
  });

  test('also before the patient whom it is about, in one file', async () => {
    patient = `late-${patient}`;
    const about = { resourceType: 'Patient', id: patient, managingOrganization: { reference: 'Organization/c1' } };
    expect(await imported([await arriving({ fever: 'rigors' }), about as JsonResource])).toMatchObject({ created: 2 });
    expect(await listed()).toEqual(['emergency']);
  });

  test('of yesterday or of a month ago: an alert waits since it arrived, and is as urgent', async () => {
    const authored = isoOf((clinic.clock.now() - 30 * 86_400_000) as never);
    await imported([await arriving({ fever: 'fever' }, { authored })]);
    expect(await listed()).toEqual(['same-day']);
    expect((await tasks()).map(({ authoredOn }) => authoredOn)).toEqual([isoOf(clinic.clock.now())]);
  });
});

describe('I5, H07: an alert', () => {
  const alerted = async () => {
    await begun();
    await sent(await checkIn({ fever: 'fever' }));
    return (await tasks())[0] as JsonResource;
  };

  test.each(['patient', 'administrator', 'integrator', 'auditor'])('is not taken by the role %s', async (role) => {
    const task = await alerted();
    const who = role === 'patient' ? `patient:${patient}` : role;
    const taken = await clinic.call(who as never, 'POST', `/fhir/Task/${task.id}/$acknowledge`);
    expect(taken.statusCode).toBeGreaterThanOrEqual(400);
    expect((await changed(who, { ...task, status: 'completed' })).statusCode).toBeGreaterThanOrEqual(400);
    expect(await listed()).toEqual(['same-day']);
  });

  test.each([
    ['closed without a word', { status: 'completed', owner: { reference: 'Practitioner/nurse' } }],
    [
      'closed in another’s name',
      { status: 'completed', owner: { reference: 'Practitioner/doctor' }, note: [{ text: 'Seen.' }] },
    ],
    ['retracted', { status: 'entered-in-error' }],
    ['no alert any more', { code: { text: 'Call' } }],
    ['about other answers', { focus: { reference: 'QuestionnaireResponse/other' } }],
    [
      'less urgent',
      {
        code: {
          coding: [
            { system: 'urn:cryopath:task', code: 'answer-to-read' },
            { system: 'urn:cryopath:advice-level', code: 'routine' },
          ],
        },
      },
    ],
  ])('is not made %s by a plain write', async (_, different) => {
    const task = await alerted();
    const answer = await changed('nurse', { ...task, ...different } as JsonResource);
    expect([answer.statusCode, refusalCode(answer)]).toEqual([422, 'CRYO-634']);
    expect(await listed()).toEqual(['same-day']);
  });
});

describe('I5, H07: a red flag that nobody takes escalates', () => {
  /** Deadlines of the patient's alert as the service tells them. */
  const deadlines = async () => {
    const list = (
      await clinic.call('lead', 'GET', '/fhir/CarePlan/$worklist?stage=alert&count=200')
    ).json() as JsonResource;
    const rows = (list.parameter ?? []) as unknown as readonly { part?: readonly JsonObject[] }[];
    const ours = rows.find(({ part = [] }) => JSON.stringify(part).includes(`Patient/${patient}"`))?.part ?? [];
    const of = (name: string) => ours.find((each) => each.name === name);
    const since = Date.parse(String(of('since')?.valueInstant));
    const minutes = (name: string) => {
      const at = of(name)?.valueInstant;
      return at === undefined ? undefined : (Date.parse(String(at)) - since) / 60_000;
    };
    return { warns: minutes('due'), calls: minutes('call'), isLate: of('overdue')?.valueBoolean };
  };
  const takeIt = async () => {
    const [task] = await tasks();
    await clinic.operate('nurse', `Task/${task?.id}/$acknowledge`);
  };

  test('after five minutes to the whole clinic, after fifteen to a call, by time alone and until somebody takes it by name', async () => {
    await sent(await checkIn({ fever: 'fever' }));
    expect(await deadlines()).toEqual({ warns: 5, calls: 15, isLate: false });
    clinic.clock.advance(5 * 60_000 + 1000);
    expect(await deadlines()).toEqual({ warns: 5, calls: 15, isLate: true });
    await clinic.operate('lead', 'CarePlan/$rebuild-worklist');
    expect(await deadlines()).toEqual({ warns: 5, calls: 15, isLate: true });
    await takeIt();
    expect(await deadlines()).toEqual({ warns: undefined, calls: undefined, isLate: false });
    expect(await listed()).toEqual(['same-day']);
  });

  test('and never an answer that has time', async () => {
    await begun();
    await sent(await checkIn({ site: 'bruise' }));
    expect(await listed()).toEqual(['routine']);
    expect(await deadlines()).toEqual({ warns: undefined, calls: undefined, isLate: false });
  });
});
