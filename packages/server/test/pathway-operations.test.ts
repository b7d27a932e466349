import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { compileProtocol, instantOf, isoOf } from '@cryopath/pathway';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { protocolFolder, withoutCases } from '../src/protocol/protocol-folder.ts';
import { publishProtocol } from '../src/protocol/publish.ts';
import { serviceRequester } from '../src/sign-in/service-requester.ts';
import { refusalCode } from './clinic.ts';
import { cryoablationOf, goodAnswers, type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

let clinic: PathwayClinic;
beforeAll(async () => {
  clinic = await pathwayClinic();
}, 120_000);
afterAll(() => clinic.close());

let patient: string;
let pathway: string;
beforeEach(async () => {
  patient = await clinic.patient();
  const subject = { name: 'subject', valueReference: { reference: `Patient/${patient}` } };
  pathway = String((await clinic.operate('doctor', 'CarePlan/$start', [subject])).id);
});

const step = (valueCode: string) => ({ name: 'step', valueCode });
const reason = { name: 'reason', valueString: 'The patient asked for it in writing.' };
const complete = async (id: string, form: string, given: Readonly<Record<string, unknown>> = {}) =>
  clinic.operate('doctor', `CarePlan/${pathway}/$complete-step`, [
    step(id),
    { name: 'response', resource: goodAnswers(await clinic.form(form), given) as unknown as JsonObject },
  ]);
const codesOf = async (role: 'doctor' | 'nurse' | 'lead', url: string, parameter: readonly JsonObject[]) => {
  const answer = await clinic.call(role, 'POST', `/fhir/${url}`, { body: { resourceType: 'Parameters', parameter } });
  return [answer.statusCode, refusalCode(answer)];
};
const read = async (type: string, id: string) =>
  (await clinic.call('doctor', 'GET', `/fhir/${type}/${id}`)).json() as JsonResource;
const found = async (query: string) => {
  const bundle = (await clinic.call('doctor', 'GET', `/fhir/${query}`)).json() as {
    entry?: { resource: JsonResource }[];
  };
  return (bundle.entry ?? []).map(({ resource }) => resource);
};
const stateOf = async (id: string) => {
  const state = (await clinic.call('doctor', 'GET', `/fhir/CarePlan/${pathway}/$pathway-state`)).json() as JsonResource;
  const steps = (state.parameter as unknown as readonly { name: string; part: readonly JsonObject[] }[]).filter(
    ({ name }) => name === 'step',
  );
  const parts = steps.find(({ part }) => part.some((each) => each.name === 'id' && each.valueCode === id))?.part;
  return parts?.find(({ name }) => name === 'state')?.valueCode;
};
/** The lead ends a flag by a plain write, past the operations. */
const closed = async (flag: JsonResource | undefined) => {
  const answer = await clinic.call('lead', 'PUT', `/fhir/Flag/${flag?.id}`, {
    body: {
      ...flag,
      status: 'inactive',
      period: { ...(flag?.period as JsonObject | undefined), end: isoOf(clinic.clock.now()) },
    },
    headers: { 'if-match': `W/"${(flag?.meta as JsonObject | undefined)?.versionId}"` },
  });
  return [answer.statusCode, refusalCode(answer)];
};
const referenceIn = (part: JsonObject) => (part.valueReference as JsonObject | undefined)?.reference;
const valueIn = (answer: JsonResource, name: string) => {
  const parameter = (answer.parameter as unknown as readonly JsonObject[]).find((each) => each.name === name);
  return parameter && Object.entries(parameter).find(([key]) => key.startsWith('value'))?.[1];
};

describe('a step', () => {
  test('is done with its form in one act; repeated under its key it is done once', async () => {
    const form = goodAnswers(await clinic.form('interview'));
    const body = { resourceType: 'Parameters', parameter: [step('interview'), { name: 'response', resource: form }] };
    const url = `/fhir/CarePlan/${pathway}/$complete-step`;
    const key = { 'idempotency-key': `k-${pathway}` };
    const [first, second] = [
      await clinic.call('doctor', 'POST', url, { body, headers: key }),
      await clinic.call('doctor', 'POST', url, { body, headers: key }),
    ];
    expect([first.statusCode, second.statusCode, second.body]).toEqual([200, 200, first.body]);
    const responses = await found(`QuestionnaireResponse?patient=${patient}`);
    expect(responses).toMatchObject([
      {
        subject: { reference: `Patient/${patient}` },
        basedOn: [{ reference: `CarePlan/${pathway}` }],
        author: { reference: 'Practitioner/doctor' },
      },
    ]);
    expect(await stateOf('interview')).toBe('done');
    const other = { ...body, parameter: [step('examination'), body.parameter[1]] };
    const mismatch = await clinic.call('doctor', 'POST', url, { body: other, headers: key });
    expect([mismatch.statusCode, refusalCode(mismatch)]).toEqual([422, 'CRYO-207']);
  });

  test('is refused while its gate is closed, with nothing of it stored', async () => {
    const form = goodAnswers(await clinic.form('diagnostic-block'));
    const refused = await codesOf('doctor', `CarePlan/${pathway}/$complete-step`, [
      step('diagnostic-block'),
      { name: 'response', resource: form as unknown as JsonObject },
    ]);
    expect(refused).toEqual([422, 'CRYO-601']);
    expect(await found(`QuestionnaireResponse?patient=${patient}`)).toEqual([]);
    expect(await codesOf('doctor', `CarePlan/${pathway}/$start-step`, [step('diagnostic-block')])).toEqual([
      422,
      'CRYO-601',
    ]);
    expect(await codesOf('doctor', `CarePlan/${pathway}/$complete-step`, [step('nothing')])).toEqual([422, 'CRYO-616']);
    expect(
      await codesOf('doctor', `CarePlan/${pathway}/$complete-step`, [
        step('interview'),
        { name: 'response', resource: form as unknown as JsonObject },
      ]),
    ).toEqual([422, 'CRYO-626']);
  });

  test('is left out only where the protocol lets it be, and undone with its form', async () => {
    expect(await codesOf('doctor', `CarePlan/${pathway}/$skip-step`, [step('interview'), reason])).toEqual([
      422,
      'CRYO-614',
    ]);
    const optional = clinic.protocols.current.steps.find(
      ({ required, gate, offset }) => required !== 'must' && gate.length === 0 && !offset,
    );
    await clinic.operate('nurse', `CarePlan/${pathway}/$skip-step`, [step(optional?.id ?? ''), reason]);
    expect(await stateOf(optional?.id ?? '')).toBe('skipped');

    await complete('interview', 'interview');
    await clinic.operate('doctor', `CarePlan/${pathway}/$undo-step`, [
      step('interview'),
      reason,
      { name: 'retract', valueBoolean: true },
    ]);
    expect(await stateOf('interview')).toBe('ready');
    expect((await found(`QuestionnaireResponse?patient=${patient}`)).map(({ status }) => status)).toEqual([
      'entered-in-error',
    ]);
    expect(await codesOf('doctor', `CarePlan/${pathway}/$undo-step`, [step('interview'), reason])).toEqual([
      422,
      'CRYO-627',
    ]);
  });

  test('is neither done nor seen by whoever may not', async () => {
    expect(
      await codesOf('nurse', `CarePlan/${pathway}/$move-version`, [{ name: 'version', valueString: '9' }]),
    ).toEqual([403, 'CRYO-403']);
    const own = await clinic.call(`patient:${patient}` as never, 'GET', `/fhir/CarePlan/${pathway}/$pathway-state`);
    const other = await clinic.call('patient:somebody' as never, 'GET', `/fhir/CarePlan/${pathway}/$pathway-state`);
    const asked = await clinic.call(`patient:${patient}` as never, 'POST', `/fhir/CarePlan/${pathway}/$complete-step`, {
      body: { resourceType: 'Parameters', parameter: [step('interview')] },
    });
    expect([own.statusCode, other.statusCode, asked.statusCode]).toEqual([200, 404, 403]);
    const auditor = await clinic.call('auditor', 'GET', `/fhir/CarePlan/${pathway}/$pathway-state`);
    expect([auditor.statusCode, refusalCode(auditor)]).toEqual([403, 'CRYO-403']);
  });
});

describe('a gate', () => {
  test('is opened by hand by two people alone, for what they named, and a flag stays on the chart (I2)', async () => {
    await complete('interview', 'interview');
    await complete('examination', 'examination');
    await complete('imaging', 'imaging-review', { 'confirms-source': false });
    const decision = clinic.protocols.current.steps.find(({ id }) => id === 'qualification-decision');
    const conditions = ['imaged', 'block-positive'].map((valueCode) => ({ name: 'condition', valueCode }));
    const url = `CarePlan/${pathway}/$override`;
    expect(decision?.gate.map(({ name }) => name)).toContain('imaged');
    expect(await stateOf('qualification-decision')).toBe('blocked');
    const lena = { resourceType: 'Practitioner', id: 'lead', name: [{ text: 'Lena Lead' }] };
    await clinic.call('service', 'PUT', '/fhir/Practitioner/lead', { body: lena });
    expect(await codesOf('nurse', url, [step('qualification-decision'), ...conditions, reason])).toEqual([
      422,
      'CRYO-603',
    ]);
    expect(await codesOf('doctor', url, [step('qualification-decision'), ...conditions])).toEqual([422, 'CRYO-604']);
    const begun = await clinic.operate('doctor', url, [step('qualification-decision'), ...conditions, reason]);
    expect([begun.status, await stateOf('qualification-decision')]).toEqual(['preliminary', 'blocked']);
    const confirm = { name: 'override', valueReference: { reference: `DetectedIssue/${begun.id}` } };
    expect(await codesOf('doctor', url, [confirm])).toEqual([422, 'CRYO-603']);
    const forged = {
      ...begun,
      status: 'final',
      mitigation: [
        ...(begun.mitigation as JsonObject[]),
        { ...(begun.mitigation as JsonObject[])[0], author: { reference: 'Practitioner/lead' } },
      ],
    };
    const put = await clinic.call('doctor', 'PUT', `/fhir/DetectedIssue/${begun.id}`, {
      body: forged,
      headers: { 'if-match': 'W/"1"' },
    });
    expect([put.statusCode, refusalCode(put)]).toEqual([422, 'CRYO-603']);
    expect(await found(`Flag?patient=${patient}`)).toEqual([]);
    clinic.clock.advance(1_000);
    const final = await clinic.operate('lead', url, [confirm]);
    expect([final.status, await stateOf('qualification-decision')]).toEqual(['final', 'overridden']);
    const [flag, ...others] = await found(`Flag?patient=${patient}`);
    expect(others).toEqual([]);
    expect(flag).toMatchObject({ status: 'active', code: { coding: [{ code: 'gate-override' }] } });
    expect(String((flag?.code as JsonObject | undefined)?.text)).toContain(
      'by Practitioner/doctor (doctor), Lena Lead (clinic lead): The patient asked',
    );
    expect(await closed(flag)).toEqual([422, 'CRYO-635']);
    expect(await codesOf('lead', url, [confirm])).toEqual([422, 'CRYO-618']);
  });
});

describe('a check-in', () => {
  const worried = async () => ({
    ...goodAnswers(await clinic.form('check-in'), { fever: 'fever' }),
    subject: { reference: `Patient/${patient}` },
    authored: isoOf(clinic.clock.now()),
  });
  const alerts = async () => {
    const tasks = (await found(`Task?patient=${patient}`)).filter(({ priority }) => priority === 'stat');
    const flags = (await found(`Flag?patient=${patient}`)).filter(({ status }) => status === 'active');
    return { tasks, flags };
  };

  test('that holds a red flag is told the clinic in its own transaction, by whatever route it comes (H06, H07)', async () => {
    const response = await worried();
    const bundle = (type: string) => ({
      resourceType: 'Bundle',
      type,
      entry: [{ resource: response, request: { method: 'POST', url: 'QuestionnaireResponse' } }],
    });
    const who = `patient:${patient}` as never;
    const parameters = { resourceType: 'Parameters', parameter: [{ name: 'response', resource: response }] };
    const routes: readonly (readonly [string, () => ReturnType<PathwayClinic['call']>])[] = [
      ['operation', () => clinic.call(who, 'POST', `/fhir/CarePlan/${pathway}/$check-in`, { body: parameters })],
      ['create', () => clinic.call(who, 'POST', '/fhir/QuestionnaireResponse', { body: response })],
      [
        'conditional create',
        () =>
          clinic.call(who, 'POST', '/fhir/QuestionnaireResponse', {
            body: { ...response, identifier: { system: 'urn:x', value: patient } },
            headers: { 'if-none-exist': `identifier=urn:x|${patient}` },
          }),
      ],
      ['transaction', () => clinic.call(who, 'POST', '/fhir', { body: bundle('transaction') })],
      ['batch', () => clinic.call(who, 'POST', '/fhir', { body: bundle('batch') })],
    ];
    for (const [index, [route, send]] of routes.entries()) {
      const answer = await send();
      expect([route, answer.statusCode < 300 ? '' : answer.body.slice(0, 500)]).toEqual([route, '']);
      const { tasks, flags } = await alerts();
      expect([route, tasks.length, flags.length]).toEqual([route, index + 1, index + 1]);
      clinic.clock.advance(1_000);
    }
    const { tasks } = await alerts();
    expect(tasks[0]).toMatchObject({
      status: 'requested',
      for: { reference: `Patient/${patient}` },
      requester: { reference: 'Device/cryopath' },
    });
    const told = (await clinic.operate(
      who,
      `CarePlan/${pathway}/$check-in`,
      parameters.parameter as never,
    )) as JsonResource;
    expect([valueIn(told, 'level'), JSON.stringify(told).includes('"red-flag"')]).toEqual(['same-day', true]);
  });

  test('is corrected without a second alert, and raises one when it gets worse', async () => {
    const mild = {
      ...goodAnswers(await clinic.form('check-in')),
      subject: { reference: `Patient/${patient}` },
      authored: isoOf(clinic.clock.now()),
    };
    const created = (
      await clinic.call('nurse', 'POST', '/fhir/QuestionnaireResponse', { body: mild })
    ).json() as JsonResource;
    const before = (await alerts()).tasks.length;
    const worse = { ...(await worried()), id: created.id };
    const put = (body: object, version: number) =>
      clinic.call('nurse', 'PUT', `/fhir/QuestionnaireResponse/${created.id}`, {
        body,
        headers: { 'if-match': `W/"${version}"` },
      });
    expect((await put(worse, 1)).statusCode).toBe(200);
    expect((await alerts()).tasks).toHaveLength(before + 1);
    expect((await put({ ...worse, language: 'pl' }, 2)).statusCode).toBe(200);
    expect((await alerts()).tasks).toHaveLength(before + 1);
  });

  test('of nobody is refused: nobody would be told of it', async () => {
    const { subject: _subject, ...ofNobody } = await worried();
    const answer = await clinic.call('nurse', 'POST', '/fhir/QuestionnaireResponse', { body: ofNobody });
    expect([answer.statusCode, refusalCode(answer)]).toEqual([422, 'CRYO-633']);
  });

  test('that nobody can read is told the clinic all the same', async () => {
    const odd = {
      resourceType: 'QuestionnaireResponse',
      questionnaire: 'urn:cryopath:form:check-in|77',
      status: 'in-progress',
      subject: { reference: `Patient/${patient}` },
    };
    const answer = await clinic.call(`patient:${patient}` as never, 'POST', '/fhir/QuestionnaireResponse', {
      body: odd,
    });
    expect(answer.statusCode).toBe(201);
    expect((await alerts()).tasks).toHaveLength(1);
  });

  test('stands first on the worklist until somebody closes it under their own name', async () => {
    await clinic.call(`patient:${patient}` as never, 'POST', '/fhir/QuestionnaireResponse', { body: await worried() });
    const listed = async () => {
      const list = (
        await clinic.call('nurse', 'GET', '/fhir/CarePlan/$worklist?state=alert&count=200')
      ).json() as JsonResource;
      return JSON.stringify(list.parameter ?? []).includes(`Patient/${patient}"`);
    };
    const [task] = (await alerts()).tasks;
    expect(await listed()).toBe(true);
    const taken = await clinic.operate('nurse', `Task/${task?.id}/$acknowledge`);
    expect([taken.status, taken.owner, await listed()]).toEqual([
      'accepted',
      { reference: 'Practitioner/nurse' },
      true,
    ]);
    expect(await codesOf('nurse', `Task/${task?.id}/$acknowledge`, [{ name: 'close', valueBoolean: true }])).toEqual([
      400,
      'CRYO-168',
    ]);
    // A red flag ends with its alert, and in no other way.
    expect(await closed((await alerts()).flags[0])).toEqual([422, 'CRYO-635']);
    const note = { name: 'note', valueString: 'Seen in the clinic; no infection.' };
    await clinic.operate('doctor', `Task/${task?.id}/$acknowledge`, [{ name: 'close', valueBoolean: true }, note]);
    expect([await listed(), (await alerts()).flags]).toEqual([false, []]);
    expect(await codesOf('doctor', `Task/${task?.id}/$acknowledge`, [])).toEqual([400, 'CRYO-126']);
    const again = await clinic.call('doctor', 'POST', `/fhir/Task/${task?.id}/$acknowledge`);
    expect([again.statusCode, refusalCode(again)]).toEqual([409, 'CRYO-630']);
  });
});

describe('a pathway', () => {
  test('keeps its version: nobody changes it but by moving it under their own name (I4)', async () => {
    const files = withoutCases(await protocolFolder());
    const plan = (files['plan.yaml'] ?? '').replace(/^version: .*$/m, 'version: 9.9.9');
    const next = { ...files, 'plan.yaml': plan };
    expect(compileProtocol(next).ok).toBe(true);
    const signature = { who: 'Practitioner/lead', at: clinic.clock.now() };
    const published = await publishProtocol(clinic.record, serviceRequester, {
      files: next,
      signature,
      base: 'http://clinic.test/fhir',
    });
    expect(published.ok && published.value.isNew).toBe(true);
    const was = clinic.protocols.current.version;
    // What new pathways follow is told to whoever sees charts, from the moment on at which it was published.
    const governs = async (role: string) => {
      const answer = await clinic.call(role as never, 'GET', '/fhir/PlanDefinition/$governing');
      return answer.statusCode === 200 ? (answer.json() as JsonResource).version : answer.statusCode;
    };
    expect([await governs('nurse'), await governs(`patient:${patient}`), await governs('auditor')]).toEqual([
      '9.9.9',
      '9.9.9',
      403,
    ]);

    const kept = await read('CarePlan', pathway);
    const url = `/fhir/CarePlan/${pathway}`;
    const moved = { ...kept, instantiatesCanonical: ['urn:cryopath:protocol:cryoablation|9.9.9'] };
    const put = await clinic.call('doctor', 'PUT', url, { body: moved, headers: { 'if-match': 'W/"1"' } });
    expect([put.statusCode, refusalCode(put)]).toEqual([422, 'CRYO-623']);
    const unknown = { name: 'version', valueString: '7.7.7' };
    expect(await codesOf('doctor', `CarePlan/${pathway}/$move-version`, [unknown, reason])).toEqual([422, 'CRYO-621']);
    const version = { name: 'version', valueString: '9.9.9' };
    const preview = await clinic.operate('doctor', `CarePlan/${pathway}/$move-version`, [
      version,
      { name: 'preview', valueBoolean: true },
    ]);
    expect([valueIn(preview, 'from'), valueIn(preview, 'to'), valueIn(preview, 'moved')]).toEqual([
      was,
      '9.9.9',
      false,
    ]);
    expect((await read('CarePlan', pathway)).instantiatesCanonical).toEqual(kept.instantiatesCanonical);
    const versions = async () => {
      const { parameter = [] } = await clinic.operate('nurse', 'CarePlan/$worklist', [
        { name: 'count', valueInteger: 200 },
      ]);
      return (parameter as unknown as readonly { part?: readonly JsonObject[] }[]).flatMap(({ part = [] }) => {
        const has = (name: string, value: string) =>
          part.some((each) => each.name === name && referenceIn(each) === value);
        return has('pathway', `CarePlan/${pathway}`) ? part.flatMap((each) => each.valueCanonical ?? []) : [];
      });
    };
    expect(new Set(await versions())).toEqual(new Set([`urn:cryopath:protocol:cryoablation|${was}`]));
    await clinic.operate('doctor', `CarePlan/${pathway}/$move-version`, [version, reason]);
    expect((await read('CarePlan', pathway)).instantiatesCanonical).toEqual([
      'urn:cryopath:protocol:cryoablation|9.9.9',
    ]);
    expect(await stateOf('interview')).toBe('ready');

    const library = await clinic.call('lead', 'DELETE', `/fhir/Library/cryoablation-9.9.9`, {
      headers: { 'if-match': 'W/"1"' },
    });
    expect(library.statusCode).toBeGreaterThanOrEqual(400);
    const stored = await read('PlanDefinition', 'cryoablation-9.9.9');
    const changed = await clinic.call('service', 'PUT', '/fhir/PlanDefinition/cryoablation-9.9.9', {
      body: { ...stored, title: 'x' },
      headers: { 'if-match': 'W/"1"' },
    });
    expect([changed.statusCode, refusalCode(changed)]).toEqual([422, 'CRYO-624']);
  });

  test('begins with a version that is known, and in no other way', async () => {
    const plan = await read('CarePlan', pathway);
    const create = async (canonical: string) => {
      const { id: _id, meta: _meta, ...rest } = plan;
      const answer = await clinic.call('doctor', 'POST', '/fhir/CarePlan', {
        body: { ...rest, instantiatesCanonical: [canonical] },
      });
      return [answer.statusCode, refusalCode(answer)];
    };
    expect(await create('urn:cryopath:protocol:cryoablation')).toEqual([422, 'CRYO-622']);
    expect(await create('urn:cryopath:protocol:cryoablation|0.0.1')).toEqual([422, 'CRYO-621']);
  });

  test.each([
    ['2027-03-27', '2027-03-27T23:00:00.000Z', '2027-03-29T22:00:00.000Z'],
    ['2027-10-30', '2027-10-30T22:00:00.000Z', '2027-11-01T23:00:00.000Z'],
  ])(
    'tells its timeline at any instant, and as a calendar without a word of health, right through the clocks of %s (H11)',
    async (day, office, lifting) => {
      const at = instantOf(`${day}T08:00:00Z`);
      const another = await pathwayClinic();
      try {
        another.clock.set(at);
        const own = await another.patient();
        const subject = { name: 'subject', valueReference: { reference: `Patient/${own}` } };
        const id = String((await another.operate('doctor', 'CarePlan/$start', [subject])).id);
        await another.qualify(own);
        another.clock.advance(1_200_000);
        const start = isoOf(another.clock.now());
        const begun = await another.call('doctor', 'POST', '/fhir/Procedure', {
          body: cryoablationOf(own, 'in-progress', { performedPeriod: { start } }),
        });
        another.clock.advance(1_200_000);
        const ended = {
          ...(begun.json() as JsonResource),
          status: 'completed',
          performedPeriod: { start, end: isoOf(another.clock.now()) },
        };
        const put = await another.call('doctor', 'PUT', `/fhir/Procedure/${ended.id}`, {
          body: ended,
          headers: { 'if-match': 'W/"1"' },
        });
        expect([begun.statusCode, put.statusCode]).toEqual([201, 200]);

        const url = `/fhir/CarePlan/${id}/$timeline`;
        const answer = (
          await another.call('nurse', 'GET', `${url}?at=${day}T20:00:00Z&language=pl`)
        ).json() as JsonResource;
        const windows = (
          answer.parameter as unknown as readonly { name: string; part: readonly JsonObject[] }[]
        ).filter(({ name }) => name === 'window');
        const untilOf = (window: string) =>
          windows
            .find(({ part }) => part.some((each) => each.valueCode === window))
            ?.part.find(({ name }) => name === 'until')?.valueInstant;
        expect([untilOf('no-office-work'), untilOf('no-lifting')]).toEqual([office, lifting]);

        const calendar = await another.call(`patient:${own}` as never, 'GET', `${url}.ics`, {
          headers: { accept: 'text/calendar', 'accept-language': 'pl' },
        });
        expect([calendar.statusCode, calendar.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
        const utc = (instant: string) => `DTEND:${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z\r\n`;
        expect(calendar.body).toContain(utc(office));
        expect(calendar.body).toContain(utc(lifting));
        expect(calendar.body.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
        const { windows: all, steps } = another.protocols.current;
        const told = [...all, ...steps].filter(
          ({ title }) => calendar.body.includes(title.pl) || calendar.body.includes(title.en),
        );
        expect(told.map((each) => each.id)).toEqual([]);
      } finally {
        await another.close();
      }
    },
  );
});
