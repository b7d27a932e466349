import { type JsonResource, STORED_TYPES, type StoredType, searchParameters } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Requester } from '../src/requester.ts';
import { ABOUT_A_PATIENT, OF_THE_HOUSE } from './one-of-each.ts';
import { BASE, codesOf } from './record.ts';
import { type RecordFixture, recordFixture, SERVICE } from './record-fixture.ts';

/*
 * Who sees what, generated: every requester x every stored type x every route x whose. What is expected is said here a second time, in other words
 * than in access/policy.ts. Every resource carries a canary, and every answer is searched for canaries of others: a leak is found wherever it is, in an
 * include, a history, a link. (I6, R5, H02, H15)
 */

type Whose = 'own' | 'neighbour' | 'restricted' | 'elsewhere' | 'house' | 'other-house' | 'common';
/** Patients by their relation to the requesters, who are of clinic A. */
const PATIENTS = ['own', 'neighbour', 'restricted', 'elsewhere'] as const;

const REQUESTERS: Readonly<Record<string, Requester>> = {
  patient: { who: 'Patient/own', role: 'patient', purpose: 'PATRQT', clinic: '', patients: ['own'] },
  'patient without a record': { who: 'Patient/x', role: 'patient', purpose: 'PATRQT', clinic: '', patients: [''] },
  caregiver: { who: 'RelatedPerson/x', role: 'caregiver', purpose: 'PATRQT', clinic: '', patients: ['own'] },
  nurse: { who: 'Practitioner/n', role: 'nurse', purpose: 'TREAT', clinic: 'A', patients: [] },
  doctor: { who: 'Practitioner/d', role: 'doctor', purpose: 'TREAT', clinic: 'A', patients: [] },
  lead: { who: 'Practitioner/l', role: 'lead', purpose: 'TREAT', clinic: 'A', patients: [] },
  administrator: { who: 'Practitioner/a', role: 'administrator', purpose: 'HSYSADMIN', clinic: 'A', patients: [] },
  auditor: { who: 'Practitioner/u', role: 'auditor', purpose: 'HCOMPL', clinic: 'A', patients: [] },
  'doctor of no clinic': { who: 'Practitioner/z', role: 'doctor', purpose: 'TREAT', clinic: '', patients: [] },
  'doctor with a purpose that is not theirs': {
    who: 'Practitioner/d',
    role: 'doctor',
    purpose: 'HSYSADMIN',
    clinic: 'A',
    patients: [],
  },
  'doctor who opened two charts': { who: 'Practitioner/b', role: 'doctor', purpose: 'BTG', clinic: 'A', patients: [] },
  'doctor whose open charts ran out': {
    who: 'Practitioner/r',
    role: 'doctor',
    purpose: 'BTG',
    clinic: 'A',
    patients: [],
  },
  'doctor who says emergency and opened nothing': {
    who: 'Practitioner/d',
    role: 'doctor',
    purpose: 'BTG',
    clinic: 'A',
    patients: [],
  },
  'integrator for everything': {
    who: 'Device/i',
    role: 'integrator',
    purpose: 'TREAT',
    clinic: 'A',
    patients: [],
    scopes: ['system/*.cruds'],
  },
  'integrator for observations': {
    who: 'Device/o',
    role: 'integrator',
    purpose: 'TREAT',
    clinic: 'A',
    patients: [],
    scopes: ['system/Observation.rs'],
  },
  'integrator with a narrowed scope': {
    who: 'Device/w',
    role: 'integrator',
    purpose: 'TREAT',
    clinic: 'A',
    patients: [],
    scopes: ['system/Observation.rs?category=vital-signs'],
  },
  'integrator without scopes': { who: 'Device/e', role: 'integrator', purpose: 'TREAT', clinic: 'A', patients: [] },
  'app launched for one patient': {
    who: 'Device/l',
    role: 'integrator',
    purpose: 'PATRQT',
    clinic: 'A',
    patients: ['own'],
    scopes: ['patient/*.rs'],
  },
  'patient through an app': {
    who: 'Patient/own',
    role: 'patient',
    purpose: 'PATRQT',
    clinic: '',
    patients: ['own'],
    scopes: ['patient/Observation.rs'],
  },
  service: SERVICE,
};

const HOUSE_TYPES = new Set([
  'ActivityDefinition',
  'Library',
  'Location',
  'Organization',
  'PlanDefinition',
  'Practitioner',
  'PractitionerRole',
  'Questionnaire',
  'Schedule',
  'Slot',
]);
const DEVICES = new Set(['Device', 'DeviceMetric']);

/** Whose things each requester sees, type aside. */
const SEES: Readonly<Record<string, readonly Whose[]>> = {
  patient: ['own', 'house', 'common'],
  'patient without a record': ['common'],
  caregiver: ['own', 'house', 'common'],
  nurse: ['own', 'neighbour', 'house', 'common'],
  doctor: ['own', 'neighbour', 'house', 'common'],
  lead: ['own', 'neighbour', 'restricted', 'house', 'common'],
  administrator: ['house', 'common'],
  auditor: [],
  'doctor of no clinic': ['common'],
  'doctor with a purpose that is not theirs': [],
  'doctor who opened two charts': ['own', 'neighbour', 'restricted', 'elsewhere', 'house', 'common'],
  'doctor whose open charts ran out': ['own', 'neighbour', 'house', 'common'],
  'doctor who says emergency and opened nothing': ['own', 'neighbour', 'house', 'common'],
  'integrator for everything': ['own', 'neighbour', 'house', 'common'],
  'integrator for observations': ['own', 'neighbour', 'house', 'common'],
  'integrator with a narrowed scope': [],
  'integrator without scopes': [],
  'app launched for one patient': ['own', 'house', 'common'],
  'patient through an app': ['own', 'house', 'common'],
  service: ['own', 'neighbour', 'restricted', 'elsewhere', 'house', 'other-house', 'common'],
};

/** Which types each requester may know of at all. */
function knows(who: string, type: StoredType): boolean {
  switch (who) {
    case 'administrator':
      return HOUSE_TYPES.has(type) || DEVICES.has(type);
    case 'integrator for observations':
    case 'patient through an app':
      return type === 'Observation';
    default:
      return SEES[who]?.length !== 0;
  }
}

function isSeen(who: string, { type, whose }: Placed): boolean {
  if (!knows(who, type) || !SEES[who]?.includes(whose)) return false;
  const isOutside = [
    'patient',
    'caregiver',
    'patient without a record',
    'app launched for one patient',
    'patient through an app',
  ].includes(who);
  // To those outside the clinic the house is its people, places and forms, not its devices and its post.
  return !(isOutside && ['house', 'common'].includes(whose) && !HOUSE_TYPES.has(type));
}

/** Who may change what they see: [type or *, interactions]. */
function mayChange(who: string, interaction: 'create' | 'update' | 'delete', type: StoredType): boolean {
  const isProtocol = ['ActivityDefinition', 'Library', 'PlanDefinition', 'Questionnaire'].includes(type);
  const isPeopleOrPlace = ['Location', 'Organization', 'Practitioner', 'PractitionerRole'].includes(type);
  const isTime = ['Schedule', 'Slot'].includes(type);
  if (who === 'service' || who === 'integrator for everything') return true;
  if (who === 'patient' || who === 'caregiver') {
    return interaction === 'create' && ['Communication', 'Observation', 'QuestionnaireResponse'].includes(type);
  }
  if (who === 'lead') {
    if (type === 'Provenance') return interaction === 'create';
    return interaction !== 'delete' || !(isProtocol || isPeopleOrPlace);
  }
  if (who === 'administrator') {
    if (isPeopleOrPlace || isTime) return true;
    return DEVICES.has(type) && interaction !== 'delete';
  }
  const isStaff = who === 'nurse' || (who.startsWith('doctor') && who !== 'doctor with a purpose that is not theirs');
  if (!isStaff || interaction === 'delete' || isProtocol || isPeopleOrPlace) return false;
  if (type === 'Provenance' || type === 'Binary') return interaction === 'create';
  return !(who === 'nurse' && (type === 'Condition' || type === 'RiskAssessment'));
}

interface Placed {
  readonly type: StoredType;
  readonly id: string;
  readonly whose: Whose;
  readonly resource: JsonResource;
}

const canary = (type: string, whose: string) => `canary-${type}-${whose}-end`;
const tagged = (type: string, whose: string) => ({ tag: [{ system: 'urn:canary', code: canary(type, whose) }] });
const patientBody = (whose: Whose): JsonResource => ({
  resourceType: 'Patient',
  id: whose,
  meta: {
    ...tagged('Patient', whose),
    ...(whose === 'restricted'
      ? { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] }
      : {}),
  },
  managingOrganization: { reference: `Organization/${whose === 'elsewhere' ? 'B' : 'A'}` },
  generalPractitioner: [{ reference: 'Practitioner/common' }, { reference: 'Practitioner/other-house' }],
});

function everyResource(): readonly Placed[] {
  const placed: Placed[] = PATIENTS.map((whose) => ({
    type: 'Patient',
    id: whose,
    whose,
    resource: patientBody(whose),
  }));
  for (const whose of ['common', 'house', 'other-house'] as const) {
    for (const [type, body] of Object.entries(OF_THE_HOUSE)) {
      const resource = { resourceType: type, id: whose, meta: tagged(type, whose), ...body } as JsonResource;
      placed.push({ type: type as StoredType, id: whose, whose, resource });
    }
  }
  for (const whose of PATIENTS) {
    for (const [type, about] of Object.entries(ABOUT_A_PATIENT)) {
      const body = about({ reference: `Patient/${whose}` });
      const resource = { resourceType: type, id: `of-${whose}`, meta: tagged(type, whose), ...body } as JsonResource;
      placed.push({ type: type as StoredType, id: `of-${whose}`, whose, resource });
    }
    const metric = {
      resourceType: 'DeviceMetric',
      id: `of-${whose}`,
      meta: tagged('DeviceMetric', whose),
      ...OF_THE_HOUSE.DeviceMetric,
      source: { reference: `Device/of-${whose}` },
    };
    placed.push({ type: 'DeviceMetric', id: `of-${whose}`, whose, resource: metric as JsonResource });
  }
  return placed;
}

let fixture: RecordFixture;
const world = everyResource();

const staffOf = (clinic: string): Requester => ({ ...SERVICE, clinic });

async function buildWorld(): Promise<RecordFixture> {
  const built = await recordFixture();
  // What belongs to no patient takes the clinic of whoever writes it.
  for (const { resource, whose } of world) {
    await built.put(resource, staffOf(whose === 'house' ? 'A' : whose === 'other-house' ? 'B' : ''));
  }
  const { record, clock } = built;
  const open = async (who: string) => {
    for (const patient of ['restricted', 'elsewhere']) {
      const opened = await record.breakGlass(
        { ...(REQUESTERS[who] as Requester), purpose: 'TREAT' },
        patient,
        'Nieprzytomna na izbie przyjęć',
      );
      if (!opened.ok) throw new Error(JSON.stringify(opened.outcome));
    }
  };
  await open('doctor whose open charts ran out');
  clock.advance(31 * 60_000);
  await open('doctor who opened two charts');
  return built;
}

/** Every canary in an answer, whole, whatever it was. */
const canariesIn = (answer: unknown): readonly string[] =>
  [...new Set(JSON.stringify(answer).match(/canary-[A-Za-z]+-[a-z-]+?-end/g) ?? [])].sort();

const seenBy = (who: string): ReadonlySet<string> =>
  new Set(world.filter((placed) => isSeen(who, placed)).map(({ type, whose }) => canary(type, whose)));

/** Only canaries of what this requester sees. */
function expectNoLeak(who: string, route: string, answer: unknown, seen: ReadonlySet<string>): void {
  const leaked = canariesIn(answer).filter((each) => !seen.has(each));
  expect(leaked, `${who}: ${route}`).toEqual([]);
}

describe.each(Object.entries(REQUESTERS))('%s', (who, requester) => {
  const seen = seenBy(who);

  beforeAll(async () => {
    fixture ??= await buildWorld();
  });

  test('reads, in the present and the past, exactly what is theirs to see', async () => {
    for (const placed of world) {
      const { type, id } = placed;
      const routes = {
        read: await fixture.record.read(requester, type, id),
        vread: await fixture.record.vread(requester, type, id, 1),
        history: await fixture.record.history(requester, type, id, { base: BASE, query: '' }),
      };
      for (const [route, answer] of Object.entries(routes)) {
        const where = `${who}: ${route} ${type}/${id}`;
        expectNoLeak(who, where, answer, seen);
        expect(answer.ok, `${where}`).toBe(isSeen(who, placed));
        expect(canariesIn(answer), `${where}`).toEqual(answer.ok ? [canary(type, placed.whose)] : []);
        const refusal = knows(who, type) ? 'CRYO-201' : 'CRYO-403';
        expect(codesOf(answer), `${where}`).toEqual(answer.ok ? [] : [refusal]);
      }
    }
  });

  test('is told the same of what is hidden as of what does not exist', async () => {
    for (const { type, id } of world.filter((placed) => !isSeen(who, placed))) {
      const hidden = await fixture.record.read(requester, type, id);
      const absent = await fixture.record.read(requester, type, 'no-such-id');
      expect(JSON.stringify(hidden).replaceAll(id, 'ID')).toBe(JSON.stringify(absent).replaceAll('no-such-id', 'ID'));
    }
  });

  test('finds, and finds in the history of a type, exactly what is theirs to see', async () => {
    for (const type of STORED_TYPES) {
      if (type === 'AuditEvent') continue;
      const visible = world.filter((placed) => placed.type === type && isSeen(who, placed));
      const expected = visible.map(({ whose }) => canary(type, whose)).sort();
      const tags = world
        .filter((placed) => placed.type === type)
        .map(({ whose }) => `urn:canary|${canary(type, whose)}`);
      const searches = [
        '_count=1000',
        `_tag=${encodeURIComponent(tags.join(','))}&_count=1000`,
        '_sort=-_lastUpdated&_count=1000',
        '_tag:missing=false&_count=1000',
        '_id:not=x&_sort=_id&_count=1000',
      ];
      for (const query of searches) {
        const found = await fixture.record.search(requester, type, query, { base: BASE });
        expect(found.ok, `${who}: ${type}?${query}`).toBe(knows(who, type));
        // The query itself comes back in the links: what is asked for is not what is found.
        const entries = found.ok ? JSON.parse(found.value.text).entry : found;
        expect(canariesIn(entries ?? []), `${who}: ${type}?${query}`).toEqual(expected);
      }
      const counted = await fixture.record.search(requester, type, '_summary=count', { base: BASE });
      const total = counted.ok ? JSON.parse(counted.value.text).total : 0;
      expect(total, `${who}: count of ${type}`).toBe(expected.length);
      const history = await fixture.record.history(requester, type, undefined, { base: BASE, query: '_count=1000' });
      expect(history.ok, `${who}: history of ${type}`).toBe(knows(who, type));
      expect(canariesIn(history), `${who}: history of ${type}`).toEqual(expected);
    }
  });

  test('learns nothing of others by chains, by what points here, and by what is included', async () => {
    for (const type of STORED_TYPES) {
      if (type === 'AuditEvent' || !knows(who, type)) continue;
      for (const { name, kind } of searchParameters(type)) {
        if (kind !== 'reference') continue;
        const query = `_include=${type}:${name}&_count=1000`;
        const found = await fixture.record.search(requester, type, query, { base: BASE });
        expect(found.ok, `${type}?${query}`).toBe(true);
        expectNoLeak(who, `${type}?${query}`, found, seen);
        if (name !== 'patient' && name !== 'subject') continue;
        for (const whose of PATIENTS) {
          const about = world.find((placed) => placed.type === type && placed.whose === whose);
          if (!about) continue;
          const tag = encodeURIComponent(`urn:canary|${canary('Patient', whose)}`);
          const chained = await fixture.record.search(requester, type, `${name}:Patient._tag=${tag}`, { base: BASE });
          const entries = chained.ok ? (JSON.parse(chained.value.text).entry ?? []) : [];
          const isFound = isSeen(who, about) && knows(who, 'Patient');
          expect(entries.length, `${who}: ${type}?${name}:Patient._tag=${whose}`).toBe(isFound ? 1 : 0);
          const has = await fixture.record.search(
            requester,
            'Patient',
            `_has:${type}:${name}:_tag=${encodeURIComponent(`urn:canary|${canary(type, whose)}`)}`,
            { base: BASE },
          );
          const patients = has.ok ? (JSON.parse(has.value.text).entry ?? []) : [];
          expect(patients.length, `${who}: Patient?_has:${type}:${name}:_tag=${whose}`).toBe(isFound ? 1 : 0);
          const reverse = `_revinclude=${type}:${name}&_count=1000`;
          expectNoLeak(
            who,
            `Patient?${reverse}`,
            await fixture.record.search(requester, 'Patient', reverse, { base: BASE }),
            seen,
          );
        }
      }
    }
  });

  test('learns nothing through a link from what they see to what they do not', async () => {
    // Every patient's doctors are one that all clinics share and one of another clinic.
    const found = async (type: string, query: string): Promise<readonly string[]> => {
      const answer = await fixture.record.search(requester, type, query, { base: BASE });
      expect(codesOf(answer), `${who}: ${type}?${query}`).toEqual(answer.ok ? [] : ['CRYO-403']);
      const entries: { resource: { id: string } }[] = answer.ok ? (JSON.parse(answer.value.text).entry ?? []) : [];
      return entries.map(({ resource }) => resource.id).sort();
    };
    const isVisible = (type: StoredType, whose: Whose) => seen.has(canary(type, whose));
    const visible = (type: StoredType, all: readonly Whose[]) => all.filter((whose) => isVisible(type, whose)).sort();
    for (const whose of PATIENTS) {
      const asked = `_has:Patient:general-practitioner:_tag=${encodeURIComponent(`urn:canary|${canary('Patient', whose)}`)}`;
      const expected = isVisible('Patient', whose) ? visible('Practitioner', ['common', 'other-house']) : [];
      expect(await found('Practitioner', asked), `${who}: whose doctor, of ${whose}`).toEqual(expected);
    }
    for (const whose of ['common', 'other-house'] as const) {
      const asked = `general-practitioner:Practitioner._tag=${encodeURIComponent(`urn:canary|${canary('Practitioner', whose)}`)}`;
      const expected = isVisible('Practitioner', whose) ? visible('Patient', PATIENTS) : [];
      expect(await found('Patient', asked), `${who}: patients of the ${whose} doctor`).toEqual(expected);
    }
  });

  test('gets everything of whom they may see, and nothing of anybody else', async () => {
    for (const whose of PATIENTS) {
      const all = await fixture.record.everything(requester, whose, '_count=1000', { base: BASE });
      const patient = world.find((placed) => placed.type === 'Patient' && placed.whose === whose) as Placed;
      const isAllowed = isSeen(who, patient);
      expect(all.ok, `${who}: everything of ${whose}`).toBe(isAllowed);
      expectNoLeak(who, `everything of ${whose}`, all, seen);
      if (!all.ok) continue;
      const expected = world
        .filter((placed) => placed.whose === whose && isSeen(who, placed))
        .map(({ type }) => canary(type, whose));
      expect(canariesIn(all).filter((each) => each.includes(`-${whose}-`))).toEqual(expected.sort());
      expect(canariesIn(all).includes(canary('Practitioner', 'common')), 'what it refers to').toBe(
        knows(who, 'Practitioner'),
      );
    }
  });

  test('changes only what their role may change, and only what they may see', async () => {
    for (const placed of world) {
      const { type, id, whose, resource } = placed;
      // A version that nobody has: whoever may write gets as far as being told so. What is not theirs to place is refused with the right one too.
      const stale = { ifMatch: canPlace(who, whose) ? 99 : 1 };
      const attempts = {
        update: await fixture.record.update(requester, type, id, resource, stale),
        patch: await fixture.record.patch(requester, type, id, [{ op: 'test', path: '/id', value: id }], stale),
        delete: await fixture.record.delete(requester, type, id, stale),
      };
      for (const [route, answer] of Object.entries(attempts)) {
        const where = `${who}: ${route} ${type}/${id}`;
        expect(answer.ok, `${where}`).toBe(false);
        expectNoLeak(who, where, answer, seen);
        const mayWrite =
          mayChange(who, route === 'delete' ? 'delete' : 'update', type) && isSeen(who, placed) && canPlace(who, whose);
        const isConflict = codesOf(answer).some((code) => ['CRYO-204', 'CRYO-221'].includes(code));
        expect(isConflict, `${where}: ${codesOf(answer)}`).toBe(mayWrite);
      }
    }
  });
});

describe('creating', () => {
  test.each(Object.entries(REQUESTERS))(
    '%s adds only what their role may add, and only to whom they may see',
    async (who, requester) => {
      fixture ??= await buildWorld();
      for (const [type, about] of Object.entries(ABOUT_A_PATIENT) as [
        StoredType,
        (patient: { reference: string }) => object,
      ][]) {
        for (const whose of PATIENTS) {
          const resource = { resourceType: type, ...about({ reference: `Patient/${whose}` }) } as JsonResource;
          const created = await fixture.record.create(requester, resource);
          const isAllowed = mayChange(who, 'create', type) && knows(who, type) && SEES[who]?.includes(whose) === true;
          expect(created.ok, `${who} creates ${type} of ${whose}: ${codesOf(created)}`).toBe(isAllowed);
        }
      }
    },
  );
});

afterAll(() => fixture?.close());

/** What is common to all clinics is the installation's, not one clinic's to change. */
function canPlace(who: string, whose: Whose): boolean {
  if (whose !== 'common') return true;
  return who === 'service' || who === 'doctor of no clinic';
}
