import { type JsonObject, type JsonResource, parseJson } from '@cryopath/fhir';
import { instantOf, type PathwayView, stepIdOf } from '@cryopath/pathway';
import type { Chart } from '@cryopath/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PATIENTS } from '../../src/demo/patients/demo-patients.ts';
import { serviceRequester } from '../../src/sign-in/service-requester.ts';
import { demoServer, resourcesOf } from './demo-server.ts';
import { ANYTIME, type ExpectedStage, STAGES } from './stages.ts';

const NOW = '2026-03-02T12:10:00.000Z';
const demo = demoServer(NOW);
const charts = new Map<string, Chart>();
const views = new Map<string, PathwayView>();

beforeAll(async () => {
  await demo.start();
  for (const { id } of DEMO_PATIENTS) {
    charts.set(id, await demo.chart(id));
    views.set(id, await demo.view(id));
  }
}, 300_000);
afterAll(() => demo.end());

const all = (): readonly { readonly patient: string; readonly resource: JsonResource; readonly who: string }[] =>
  [...charts].flatMap(([patient, { written }]) => written.map((each) => ({ patient, ...each })));
const viewOf = (patient: string): PathwayView => {
  const view = views.get(patient);
  if (!view) throw new Error(`No view of ${patient}`);
  return view;
};
const stateOf = (view: PathwayView, step: string) => view.steps.find((each) => each.step.id === step)?.state;
const codingsOf = (element: unknown): readonly JsonObject[] =>
  ((element as JsonObject | undefined)?.coding ?? []) as readonly JsonObject[];

describe('the demo has', () => {
  test('forty patients, and the table names every one of them', () => {
    expect(DEMO_PATIENTS.map(({ id }) => id).toSorted()).toEqual(Object.keys(STAGES).toSorted());
    expect(DEMO_PATIENTS).toHaveLength(40);
  });

  test('every indication of the clinic’s page, and every target that the clinic freezes', () => {
    expect([...new Set(DEMO_PATIENTS.map(({ complaint }) => complaint.indication))].toSorted()).toEqual(
      // biome-ignore format: the page's list
      ['cancer', 'cervical', 'hip', 'knee', 'lumbar', 'neuralgia', 'post-operative', 'post-traumatic', 'sacroiliac', 'thoracic'],
    );
    expect(new Set(DEMO_PATIENTS.map(({ complaint }) => complaint.target)).size).toBe(10);
  });

  test.each(Object.entries(STAGES))('%s where the protocol says they are', (patient, expected) => {
    expect(found(patient)).toEqual(expected);
  });

  /** The same, read from the record by the protocol. */
  function found(patient: string): ExpectedStage {
    const view = viewOf(patient);
    const inState = (...states: readonly string[]) =>
      view.steps.filter(({ state }) => states.includes(state.state)).map(({ step }) => step.id);
    const procedure = stateOf(view, 'procedure');
    const told = resourcesOf(charts.get(patient) as Chart).flatMap(({ resourceType, status, code }) => {
      const coding = codingsOf(code).find(({ system }) => system === `urn:cryopath:${resourceType.toLowerCase()}`);
      return coding ? [`${String(coding.code)} ${String(status)}`] : [];
    });
    const [waits] = inState('waiting');
    return {
      done: inState('done').at(-1) ?? '',
      ready: inState('ready', 'overdue', 'overridden').filter((step) => !ANYTIME.has(step)),
      ...(procedure?.state === 'blocked' ? { procedure: procedure.by.map(({ name }) => name) } : {}),
      ...(waits === undefined ? {} : { waits }),
      ...(told.length > 0 ? { told } : {}),
      ...(view.repeat === undefined || view.repeat.state === 'ahead' ? {} : { repeat: view.repeat.state }),
    };
  }

  test('a negative block that stops the way and says why, and one of two that is not enough', () => {
    const [negative] = viewOf('demo-bogdan').blocks;
    expect([negative?.class, negative?.positive]).toEqual(['negative', false]);
    const [first] = viewOf('demo-olena').blocks;
    expect([first?.class, first?.positive]).toEqual(['positive', false]);
    const decision = stateOf(viewOf('demo-bogdan'), 'qualification-decision');
    const reasons = decision?.state === 'blocked' ? decision.by.map(({ reason }) => reason) : [];
    expect(reasons.map(({ en, pl }) => en !== '' && pl !== '')).toEqual([true]);
  });

  test('somebody in theatre, whose cryoablation runs, and somebody under observation', () => {
    const running = all().filter(
      ({ resource: { resourceType, status } }) => resourceType === 'Procedure' && status === 'in-progress',
    );
    expect(running.map(({ patient }) => patient)).toEqual(['demo-leszek']);
    const discharge = stateOf(viewOf('demo-danuta'), 'discharge');
    expect(discharge?.state === 'waiting' && discharge.until).toBe(instantOf('2026-03-02T12:22:00.000Z'));
  });

  test('appointments of today and of the days to come', () => {
    const starts = all()
      .filter(({ resource }) => resource.resourceType === 'Appointment' && String(resource.start) > NOW)
      .map(({ patient, resource }) => `${patient} ${String(resource.start).slice(0, 10)}`);
    expect(starts).toEqual([
      'demo-giulia 2026-03-07',
      'demo-juan 2026-03-08',
      'demo-barbara 2026-03-03',
      'demo-andrzej 2026-03-02',
      'demo-emma 2026-03-02',
    ]);
  });

  test('an override that stands, by a doctor and the lead, and one that still lacks the second person', () => {
    const overrides = all().filter(({ resource }) => resource.resourceType === 'DetectedIssue');
    expect(
      overrides.map(({ patient, resource: { status, mitigation } }) => [
        patient,
        status,
        (mitigation as unknown[]).length,
      ]),
    ).toEqual([
      ['demo-marie', 'preliminary', 1],
      ['demo-felicja', 'final', 2],
      ['demo-felicja', 'final', 2],
    ]);
  });

  test('a chart that only the lead sees', async () => {
    const status = async (person: string) =>
      (await demo.get('/fhir/Patient/demo-alicja', await demo.signIn(person))).status;
    expect([await status('doctor'), await status('nurse'), await status('lead')]).toEqual([404, 404, 200]);
  });

  test('a caregiver who sees one chart, and wrote in it', async () => {
    const caregiver = await demo.signIn('caregiver');
    const status = async (patient: string) => (await demo.get(`/fhir/Patient/${patient}`, caregiver)).status;
    expect([await status('demo-irena'), await status('demo-anna')]).toEqual([200, 404]);
    const written = charts.get('demo-irena')?.written.filter(({ who }) => who === 'RelatedPerson/demo-caregiver');
    expect(written?.map(({ resource }) => resource.resourceType).toSorted()).toEqual([
      'Observation',
      'QuestionnaireResponse',
    ]);
  });

  test('a worklist in which all of that waits, the unanswered alert first', async () => {
    const answer = await demo.post(
      '/fhir/CarePlan/$worklist',
      { resourceType: 'Parameters', parameter: [{ name: 'count', valueInteger: 200 }] },
      await demo.signIn('nurse'),
    );
    const { parameter } = (await answer.json()) as {
      parameter: { part: { name: string; valueCode?: string; valueReference?: { reference: string } }[] }[];
    };
    const rows = parameter.map(({ part }) =>
      ['patient', 'step']
        .map((name) => part.find((each) => each.name === name))
        .map((each) => each?.valueCode ?? each?.valueReference?.reference)
        .join(' '),
    );
    expect(rows.slice(0, 2).toSorted()).toEqual(['Patient/demo-dorota alert', 'Patient/demo-jerzy alert']);
    expect(rows).toContain('Patient/demo-anna diagnostic-block');
    expect(rows.some((row) => row.includes('alicja'))).toBe(false);
  });
});

describe('its history', () => {
  test('is written by the people who did it, and never by the product but for charts and the house', () => {
    const byProduct = all().filter(({ who }) => who === 'Device/cryopath');
    const types = new Set(byProduct.map(({ resource }) => resource.resourceType));
    // Alerts and flags are the product's own word.
    expect([...types].toSorted()).toEqual(['Flag', 'Patient', 'RelatedPerson', 'Task']);
    const tasks = byProduct.filter(({ resource }) => resource.resourceType === 'Task');
    expect(tasks.filter(({ resource }) => stepIdOf(resource) !== undefined)).toEqual([]);
  });

  test('has passed every gate: each step that is done has a Task that the gate let through, and each cryoablation a decision beside it', () => {
    for (const [patient, view] of views) {
      const tasks = resourcesOf(charts.get(patient) as Chart).flatMap((each) => stepIdOf(each) ?? []);
      const done = view.steps.filter(({ state }) => state.state === 'done').map(({ step }) => step.id);
      expect([patient, tasks.toSorted()]).toEqual([patient, done.toSorted()]);
    }
  });

  test('has versions of the moments that it tells of, in order', () => {
    for (const { resource } of all()) {
      const told = String(
        resource.authored ?? resource.identifiedDateTime ?? resource.dateTime ?? resource.lastModified ?? NOW,
      );
      const written = String(resource.meta?.lastUpdated);
      const isChange = Number(resource.meta?.versionId) > 1 || told === NOW;
      expect([resource.resourceType, isChange || written === told, written <= NOW]).toEqual([
        resource.resourceType,
        true,
        true,
      ]);
    }
  });

  test('stands in the audit trail at the times when it happened', async () => {
    const found = await demo
      .server()
      .record.search(serviceRequester, 'AuditEvent', 'patient=Patient/demo-jadwiga&date=lt2025-06-01&_count=5', {
        base: 'http://demo',
      });
    const bundle = found.ok ? parseJson(found.value.text) : found;
    const entries = bundle.ok ? ((bundle.value as { entry?: { resource: JsonResource }[] }).entry ?? []) : [];
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every(({ resource }) => String(resource.recorded) < '2025-06-01')).toBe(true);
  });
});

describe('nobody in it looks real', () => {
  test('every name is marked, and everything that was made up bears the tag', () => {
    for (const { resource } of all()) {
      const isProducts =
        resource.resourceType === 'Flag' || (resource.resourceType === 'Task' && stepIdOf(resource) === undefined);
      const tags = ((resource.meta?.tag ?? []) as readonly JsonObject[]).map(({ system, code }) => `${system}|${code}`);
      expect([resource.resourceType, isProducts || tags.includes('urn:cryopath:demo|demo')]).toEqual([
        resource.resourceType,
        true,
      ]);
      if (resource.resourceType !== 'Patient' && resource.resourceType !== 'RelatedPerson') continue;
      const [name] = resource.name as readonly { readonly text: string; readonly family: string }[];
      expect([name?.text.endsWith(' (demo)'), name?.family.endsWith(' (demo)')]).toEqual([true, true]);
      expect(Object.keys(resource).filter((key) => ['telecom', 'address', 'photo', 'contact'].includes(key))).toEqual(
        [],
      );
    }
  });

  test('no number in it could be a PESEL or a telephone', () => {
    for (const { resource } of all()) {
      const { id: _id, meta: _meta, ...rest } = resource;
      const text = JSON.stringify(rest)
        .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '')
        .replaceAll(/1\.2\.840[.\d]+/g, '');
      expect(/\d{9,}/.exec(text)?.[0]).toBeUndefined();
    }
  });

  test('its people say in both languages who they are', async () => {
    const people = (await (await demo.get('/demo/people')).json()) as {
      name: string;
      role: string;
      about: { en: string; pl: string };
    }[];
    expect(
      people
        .map(({ role }) => role)
        .toSorted()
        .join(' '),
    ).toMatch(/^caregiver doctor doctor lead nurse nurse( patient){12,}$/);
    expect(
      people.filter(
        ({ name, about }) => !name.endsWith('(demo)') || about.en === '' || about.pl === '' || about.en === about.pl,
      ),
    ).toEqual([]);
  });
});

/** Answers in words that are the same in every language: names, codes, what is printed on a device. */
const NAMES: ReadonlySet<string> = new Set(['language', 'device', 'probe-lot']);

test('free text stands in English and in Polish', () => {
  let count = 0;
  const walk = (items: readonly JsonObject[]): void => {
    for (const { linkId, answer = [], item = [] } of items) {
      walk(item as readonly JsonObject[]);
      for (const each of answer as readonly JsonObject[]) {
        if (each.valueString === undefined || NAMES.has(String(linkId))) continue;
        count += 1;
        const polish = JSON.stringify(each._valueString ?? null);
        expect([
          linkId,
          polish.includes('"valueCode":"pl"'),
          polish.includes(JSON.stringify(each.valueString)),
        ]).toEqual([linkId, true, false]);
      }
    }
  };
  for (const { resource } of all()) walk((resource.item ?? []) as readonly JsonObject[]);
  expect(count).toBeGreaterThan(300);
});

test('started again it adds nothing, and nothing is refused', async () => {
  await demo.server().close();
  const before = JSON.stringify(charts.get('demo-jadwiga')?.written);
  await demo.start();
  expect(JSON.stringify((await demo.chart('demo-jadwiga')).written)).toBe(before);
});
