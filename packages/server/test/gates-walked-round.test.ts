import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refusalCode } from './clinic.ts';
import { cryoablationOf, goodAnswers, type PathwayClinic, pathwayClinic, writerOf } from './pathway-clinic.ts';

let clinic: PathwayClinic;
let patient: string;
let pathway: string;
beforeAll(async () => {
  clinic = await pathwayClinic();
}, 120_000);
afterAll(() => clinic.close());

const startFor = async (of: string) => {
  const subject = { name: 'subject', valueReference: { reference: `Patient/${of}` } };
  return String((await clinic.operate('doctor', 'CarePlan/$start', [subject])).id);
};
beforeEach(async () => {
  patient = await clinic.patient();
  pathway = await startFor(patient);
});

const told = async (role: string, method: string, url: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await clinic.call(role as never, method as never, `/fhir${url}`, {
    ...(body ? { body: body as never } : {}),
    headers,
  });
  return { status: answer.statusCode, code: refusalCode(answer) ?? '', body: answer.body };
};
const transaction = (...entry: readonly (readonly [string, string, JsonResource])[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: entry.map(([method, url, resource]) => ({
    resource,
    request: { method, url, ...(method === 'PUT' ? { ifMatch: 'W/"1"' } : {}) },
  })),
});
const formsOf = async (form: string) => {
  const found = (
    await clinic.call('doctor', 'GET', `/fhir/QuestionnaireResponse?patient=Patient/${patient}&_count=100`)
  ).json() as { entry?: { resource: JsonResource }[] };
  const of = (found.entry ?? []).map(({ resource }) => resource);
  return of.filter(({ questionnaire }) => String(questionnaire).startsWith(`urn:cryopath:form:${form}|`));
};
const procedure = (more: Partial<JsonResource> = {}) => cryoablationOf(patient, 'in-progress', more);

describe('I1, H02, H03: the gate before a cryoablation', () => {
  test('stays closed when its evidence is retracted in the same transaction, in whatever order', async () => {
    await clinic.qualify(patient);
    const [block] = await formsOf('diagnostic-block');
    const retracted = { ...(block as JsonResource), status: 'entered-in-error' };
    const put = ['PUT', `QuestionnaireResponse/${block?.id}`, retracted] as const;
    const post = ['POST', 'Procedure', procedure()] as const;
    for (const entries of [
      [put, post],
      [post, put],
    ]) {
      expect((await told('doctor', 'POST', '', transaction(...entries))).status).toBe(422);
    }
    expect((await told('doctor', 'POST', '/Procedure', procedure())).status).toBe(201);
  });

  test('stays closed for a time-out that was written the day before, with the hour of the procedure on it', async () => {
    await clinic.qualify(patient, ['time-out', 'time-out-second']);
    const tomorrow = (clinic.clock.now() + 86_400_000) as Instant;
    for (const form of ['time-out', 'time-out-second']) {
      const early = {
        ...goodAnswers(await clinic.form(form)),
        subject: { reference: `Patient/${patient}` },
        authored: isoOf(tomorrow),
      };
      await told(writerOf(form), 'POST', '/QuestionnaireResponse', early);
    }
    clinic.clock.advance(86_400_000 + 60_000);
    expect((await told('doctor', 'POST', '/Procedure', procedure())).code).toBe('CRYO-601');
  });

  test('stays closed for a time-out whose two entries one person wrote, by whatever name, and opens for two (H02)', async () => {
    await clinic.qualify(patient, ['time-out-second']);
    const second = {
      ...goodAnswers(await clinic.form('time-out-second')),
      subject: { reference: `Patient/${patient}` },
      author: { reference: 'Practitioner/nurse' },
    };
    const entry = () => ({ ...second, authored: isoOf(clinic.clock.now()) });
    await told('doctor', 'POST', '/QuestionnaireResponse', entry());
    const refused = await told('doctor', 'POST', '/Procedure', procedure());
    expect([refused.status, refused.code]).toEqual([422, 'CRYO-601']);
    clinic.clock.advance(1_000);
    await told('nurse', 'POST', '/QuestionnaireResponse', entry());
    // What the second person said is theirs no more once the first has corrected it.
    const [own] = (await formsOf('time-out-second')).toSorted((a, b) =>
      String(b.authored).localeCompare(String(a.authored)),
    );
    const { status } = await told(
      'doctor',
      'PUT',
      `/QuestionnaireResponse/${own?.id}`,
      { ...own, status: 'amended' },
      { 'if-match': 'W/"1"' },
    );
    expect(status).toBe(200);
    expect((await told('doctor', 'POST', '/Procedure', procedure())).code).toBe('CRYO-601');
    clinic.clock.advance(1_000);
    await told('nurse', 'POST', '/QuestionnaireResponse', entry());
    expect((await told('doctor', 'POST', '/Procedure', procedure())).status).toBe(201);
  });

  test('is not asked of another pathway than the one that the procedure names', async () => {
    await clinic.qualify(patient);
    const other = await startFor(patient);
    for (const basedOn of [
      [{ reference: `CarePlan/${other}` }, { reference: `CarePlan/${pathway}` }],
      [{ reference: 'CarePlan/invented' }],
      undefined,
    ]) {
      const answer = await told('doctor', 'POST', '/Procedure', procedure(basedOn ? { basedOn } : {}));
      expect([basedOn, answer.status >= 400]).toEqual([basedOn, true]);
    }
  });

  test.each([
    ['by text alone', [{ text: 'lumbar facet, left, L1/L2' }]],
    [
      'by both sides',
      [
        {
          coding: [
            { system: 'urn:cryopath:target', code: 'lumbar-facet' },
            { system: 'urn:cryopath:level', code: 'L1/L2' },
            { system: 'urn:cryopath:side', code: 'both' },
          ],
        },
      ],
    ],
    [
      'by two levels',
      ['L1/L2', 'L2/L3'].map((level) => ({
        coding: [
          { system: 'urn:cryopath:target', code: 'lumbar-facet' },
          { system: 'urn:cryopath:level', code: level },
          { system: 'urn:cryopath:side', code: 'left' },
        ],
      })),
    ],
    [
      'by a side without a target beside the right one',
      [
        {
          coding: [
            { system: 'urn:cryopath:target', code: 'lumbar-facet' },
            { system: 'urn:cryopath:level', code: 'L1/L2' },
            { system: 'urn:cryopath:side', code: 'left' },
          ],
        },
        { coding: [{ system: 'urn:cryopath:side', code: 'right' }] },
      ],
    ],
    [
      'by SNOMED codes that contradict',
      [{ coding: [{ system: 'http://snomed.info/sct', code: '24028007', display: 'Right' }] }],
    ],
  ])('stays closed for a site named %s', async (_, bodySite) => {
    await clinic.qualify(patient);
    expect((await told('doctor', 'POST', '/Procedure', procedure({ bodySite }))).code).toBe('CRYO-601');
  });

  test('is not opened by hand where it compares sides and levels, nor where it asks for a time-out of just now', async () => {
    for (const condition of ['timed-out', 'timed-out-just-now', 'consented']) {
      const parameters = [
        { name: 'step', valueCode: 'procedure' },
        { name: 'condition', valueCode: condition },
        { name: 'reason', valueString: 'In a hurry.' },
      ];
      const body = { resourceType: 'Parameters', parameter: parameters };
      expect((await told('doctor', 'POST', `/CarePlan/${pathway}/$override`, body)).code).toBe('CRYO-617');
    }
  });
});

describe('H19: a discharge before the minimum', () => {
  test.each([
    ['as it is', {}],
    ['said to have ended earlier', { endedAgo: 60 }],
  ])('is refused after a procedure %s', async (_, { endedAgo = 0 }: { endedAgo?: number }) => {
    await clinic.qualify(patient);
    const ago = (minutes: number) => isoOf((clinic.clock.now() - minutes * 60_000) as Instant);
    const created = await told('doctor', 'POST', '/Procedure', procedure({ performedPeriod: { start: ago(0) } }));
    expect(created.status).toBe(201);
    clinic.clock.advance(60_000);
    const before = JSON.parse(created.body) as JsonResource;
    const ended = {
      ...before,
      status: 'completed',
      performedPeriod: { start: (before.performedPeriod as JsonObject).start, end: ago(endedAgo) },
    };
    await told('doctor', 'PUT', `/Procedure/${before.id}`, ended, { 'if-match': 'W/"1"' });
    const discharge = {
      ...goodAnswers(await clinic.form('discharge')),
      subject: { reference: `Patient/${patient}` },
      authored: ago(0),
    };
    expect((await told('nurse', 'POST', '/QuestionnaireResponse', discharge)).status).toBe(422);
  });
});

describe('H01, H15: another patient', () => {
  test('is reached by no operation on a pathway', async () => {
    const other = await clinic.patient();
    const stranger = `patient:${other}`;
    for (const [method, url] of [
      ['GET', `/CarePlan/${pathway}/$pathway-state`],
      ['GET', `/CarePlan/${pathway}/$timeline`],
      ['GET', `/CarePlan/${pathway}/$timeline.ics`],
      ['GET', '/CarePlan/$worklist'],
      ['POST', `/CarePlan/${pathway}/$check-in`],
    ] as const) {
      const body = method === 'POST' ? { resourceType: 'Parameters', parameter: [] } : undefined;
      const answer = await told(stranger, method, url, body);
      expect([url, answer.status >= 400, answer.body.includes(patient)]).toEqual([url, true, false]);
    }
  });

  test('proves nothing: what is of another is no evidence of a step', async () => {
    const other = await clinic.patient();
    const form = {
      ...goodAnswers(await clinic.form('interview')),
      subject: { reference: `Patient/${other}` },
      authored: isoOf(clinic.clock.now()),
    };
    const created = await told('doctor', 'POST', '/QuestionnaireResponse', form);
    const { id } = JSON.parse(created.body) as JsonResource;
    const body = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'step', valueCode: 'interview' },
        { name: 'evidence', valueReference: { reference: `QuestionnaireResponse/${id}` } },
      ],
    };
    const answer = await told('doctor', 'POST', `/CarePlan/${pathway}/$complete-step`, body);
    expect([answer.status, answer.code]).toEqual([404, 'CRYO-201']);
    for (const reference of [
      'Invented/1',
      'QuestionnaireResponse',
      `https://elsewhere.test/QuestionnaireResponse/${id}`,
    ]) {
      const invented = [body.parameter[0], { name: 'evidence', valueReference: { reference } }];
      const refused = await told('doctor', 'POST', `/CarePlan/${pathway}/$complete-step`, {
        ...body,
        parameter: invented,
      });
      expect([reference, refused.status >= 400 && refused.status < 500]).toEqual([reference, true]);
    }
  });
});
