import { createHash } from 'node:crypto';
import { compileProtocol, instantOf, libraryId, PUBLICATION, type RecordResource, signedText } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { protocolFiles as readFiles } from '../../build/protocol-files.ts';
import { memoryStore } from '../../test/memory-store.ts';
import type { Session } from '../app/session.ts';
import type { FormResponse } from '../form/logic/form-response.ts';
import { prepareAdvice } from '../patient/prepare-advice.ts';
import type { Answer, FhirServer, Person } from '../server/fhir-server.ts';
import { loadPathway } from './load-pathway.ts';

const protocolFiles = readFiles();
const NOW = instantOf('2026-03-04T08:00:00Z');
const URL = 'urn:cryopath:protocol:cryoablation';

/** A version of the protocol in which the interview bears another name. */
const filesOf = (version: string) => ({
  ...protocolFiles,
  'plan.yaml': (protocolFiles['plan.yaml'] ?? '').replace(/^version: .*$/m, `version: ${version}`),
  'texts/en.yaml': (protocolFiles['texts/en.yaml'] ?? '').replace(
    /^( {2}interview:\n {4}title:).*$/m,
    `$1 Interview of ${version}`,
  ),
});

/** A published version, as the record holds it; `more` stands behind the files that were signed. */
function libraryOf(version: string, more = ''): RecordResource {
  const files = filesOf(version);
  const hash = createHash('sha256').update(signedText(files)).digest('hex');
  return {
    resourceType: 'Library',
    id: libraryId({ id: 'cryoablation', version }),
    extension: [
      {
        url: PUBLICATION,
        extension: [
          { url: 'hash', valueString: hash },
          { url: 'signedBy', valueReference: { reference: 'Practitioner/lead' } },
        ],
      },
    ],
    content: Object.entries(files).map(([title, text]) => ({
      title,
      data: Buffer.from(text + (title === 'policy.yaml' ? more : ''), 'utf8').toString('base64'),
    })),
  };
}

const planOf = (version: string): RecordResource => ({
  resourceType: 'CarePlan',
  id: 'way',
  status: 'active',
  intent: 'plan',
  instantiatesCanonical: [`${URL}|${version}`],
  subject: { reference: 'Patient/anna' },
  author: { reference: 'Practitioner/maria' },
  period: { start: '2026-03-01T08:00:00Z' },
});

/** A screen of somebody's, and a clinic that holds these resources and this governing version until it cannot be reached. */
function screenOf(role: Person['role'], record: readonly RecordResource[], libraries: readonly RecordResource[] = []) {
  const clinic = { isReached: true, libraries, asked: [] as string[] };
  const answer = <Value>(value: Value): Answer<Value> =>
    clinic.isReached ? { ok: true, value } : { ok: false, status: 'unreachable' };
  const server: Partial<FhirServer> = {
    everything: async () => answer(record),
    search: async (query) => {
      clinic.asked.push(query);
      return answer(clinic.libraries.filter(({ id }) => query === `Library?_id=${String(id)}`));
    },
    operation: async () => answer({ resourceType: 'PlanDefinition', version: '9.8.0' }),
  };
  const clock = { now: () => NOW, difference: () => 0, since: () => NOW };
  const session = { server, clock, store: memoryStore(), person: { role } } as unknown as Session;
  /** Another window of the same device: what a window has read is not known to it. */
  const reopened = (): Session => ({ ...session, server: { ...session.server } });
  return { clinic, session, reopened };
}

const load = async (session: Session) => loadPathway(session, 'anna', await session.server.everything('anna'));
const interviewIn = (loaded: Awaited<ReturnType<typeof load>>) =>
  loaded.ok && loaded.value.view.steps.find(({ step }) => step.id === 'interview')?.step.title.en;
const codeOf = (loaded: Awaited<ReturnType<typeof load>>) =>
  loaded.ok || loaded.status === 'unreachable' ? loaded : JSON.stringify(loaded.outcome).match(/CRYO-\d+/)?.[0];

test('a pathway is evaluated by the version that it keeps, not by the one that came with the screen (I4)', async () => {
  const { session, clinic } = screenOf('doctor', [planOf('0.1.0')], [libraryOf('0.1.0')]);
  const loaded = await load(session);
  expect(loaded.ok && loaded.value.protocol.version).toBe('0.1.0');
  expect(interviewIn(loaded)).toBe('Interview of 0.1.0');
  await load(session);
  expect(clinic.asked, 'a published version never changes: it is read once').toEqual([
    'Library?_id=cryoablation-0.1.0',
  ]);
});

test('a chart without a pathway is evaluated by the version that governs such charts', async () => {
  const { session } = screenOf('doctor', [], [libraryOf('9.8.0')]);
  expect(interviewIn(await load(session))).toBe('Interview of 9.8.0');
});

test.each([
  ['holds one byte more than was signed', [libraryOf('0.1.0', ' ')], 'CRYO-620'],
  ['is another version’s', [{ ...libraryOf('0.1.1'), id: 'cryoablation-0.1.0' }], 'CRYO-620'],
  ['was published nowhere', [], 'CRYO-621'],
] as const)('a version whose Library %s shows nothing, and says why (I4)', async (_, libraries, code) => {
  const { session } = screenOf('doctor', [planOf('0.1.0')], libraries);
  expect(codeOf(await load(session))).toBe(code);
});

test('at home the version is kept for days without a network; in the clinic nothing stands in for it', async () => {
  const home = screenOf('patient', [planOf('0.1.0')], [libraryOf('0.1.0')]);
  await load(home.session);
  home.clinic.isReached = false;
  const offline = await load(home.reopened());
  expect([interviewIn(offline), offline.ok && offline.value.isKept]).toEqual(['Interview of 0.1.0', true]);

  const desk = screenOf('nurse', [planOf('0.1.0')], [libraryOf('0.1.0')]);
  await load(desk.session);
  desk.clinic.isReached = false;
  expect(await load(desk.reopened())).toEqual({ ok: false, status: 'unreachable' });
});

/** Answers to the check-in of a version; what is not given needs no word. */
function checkIn(version: string, given: Readonly<Record<string, string>> = {}): FormResponse {
  const compiled = compileProtocol(filesOf(version));
  if (!compiled.ok) throw new Error('The protocol does not compile');
  const form = compiled.protocol.forms.find(({ id }) => id === 'check-in');
  const item = (form?.item ?? []).flatMap<object>(({ linkId, type, answerOption = [] }) => {
    if (type === 'integer') return [{ linkId, answer: [{ valueInteger: 3 }] }];
    const code = given[linkId] ?? (linkId === 'compared' ? 'better' : 'none');
    const option = answerOption.find(({ valueCoding }) => valueCoding.code === code);
    return option ? [{ linkId, answer: [{ valueCoding: option.valueCoding }] }] : [];
  });
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${form?.url}|${version}`,
    status: 'completed',
    subject: { reference: 'Patient/anna' },
    authored: '2026-03-04T08:00:00Z',
    item,
  } as unknown as FormResponse;
}

const treated: RecordResource = {
  resourceType: 'Procedure',
  id: 'freeze',
  status: 'completed',
  code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
  subject: { reference: 'Patient/anna' },
  basedOn: [{ reference: 'CarePlan/way' }],
  performedPeriod: { start: '2026-03-02T10:00:00Z', end: '2026-03-02T11:00:00Z' },
  performer: [{ actor: { reference: 'Practitioner/maria' } }],
};

test('a check-in is asked and advised on by the pathway’s version', async () => {
  const { session } = screenOf('patient', [planOf('0.1.0'), treated], [libraryOf('0.1.0')]);
  const { advise, form, pathway } = await prepareAdvice(session, 'anna');
  expect([form?.version, pathway]).toEqual(['0.1.0', 'CarePlan/way']);
  expect(advise(checkIn('0.1.0'), NOW).level).toBe('expected');
  expect(advise(checkIn('9.8.0'), NOW).level, 'answers to another version’s form').toBe('same-day');
});

test('while the version is not to be had nothing is expected, and an emergency stays one (H06)', async () => {
  const { session } = screenOf('patient', [planOf('0.1.0'), treated]);
  const own = compileProtocol(protocolFiles);
  const version = own.ok ? own.protocol.version : '';
  const { advise } = await prepareAdvice(session, 'anna');
  expect(advise(checkIn(version), NOW)).toMatchObject({ level: 'same-day', found: [] });
  expect(advise(checkIn(version, { other: 'short-of-breath' }), NOW).level).toBe('emergency');
});

test('what the server stamped in the second by which a screen’s clock is behind has been, and is not of tomorrow (H12)', async () => {
  const stamp = '2026-03-04T08:00:00.700Z';
  const begun = { ...planOf('0.1.0'), period: { start: stamp }, meta: { lastUpdated: stamp } };
  const { session } = screenOf('doctor', [begun], [libraryOf('0.1.0')]);
  const loaded = await load(session);
  expect(loaded.ok && [loaded.value.at, loaded.value.view.pathway?.id]).toEqual([Date.parse(stamp), 'way']);
});
