import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { validate } from './validate.ts';

/** The faults of a resource as `code at place`. */
const faults = (resource: Json, options = {}): string[] =>
  validate(resource, options).map(({ code, expression }) => `${code} at ${expression}`);

const flag = (more: JsonObject = {}): JsonObject => ({
  resourceType: 'Flag',
  status: 'active',
  code: { text: 'ryzyko upadku' },
  subject: { reference: 'Patient/1' },
  ...more,
});
const observation = (more: JsonObject = {}): JsonObject => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'ból' },
  ...more,
});
const patient = (more: JsonObject): JsonObject => ({ resourceType: 'Patient', ...more });
const parsed = (text: string): Json => {
  const result = parseJson(text);
  return result.ok ? result.value : null;
};

describe('a resource', () => {
  it('is named by its type, which R4 knows', () => {
    expect(faults(flag())).toStrictEqual([]);
    expect(faults({ status: 'active' })).toStrictEqual(['CRYO-120 at Resource.resourceType']);
    expect(faults({ resourceType: 'DomainResource' })).toStrictEqual(['CRYO-103 at DomainResource.resourceType']);
    expect(faults({ resourceType: 7 })).toStrictEqual(['CRYO-103 at Resource.resourceType']);
    for (const value of [null, true, 'Flag', 7, [flag()], parsed('1.00')]) {
      expect(faults(value)).toStrictEqual(['CRYO-114 at undefined']);
    }
  });

  it('is told everything that it lacks at once, with the place of each', () => {
    expect(faults({ resourceType: 'Flag' })).toStrictEqual([
      'CRYO-120 at Flag.status',
      'CRYO-120 at Flag.code',
      'CRYO-120 at Flag.subject',
    ]);
  });

  it('is told of at most as many faults as were asked for, and that there are more', () => {
    const names = Array.from({ length: 200 }, (_, index) => [`unknown${index}`, 1]);
    const result = validate(patient(Object.fromEntries(names)), { maxIssues: 5 });
    expect(result.map(({ code }) => code)).toStrictEqual([...Array(5).fill('CRYO-121'), 'CRYO-149']);
    expect(validate(patient(Object.fromEntries(names))).length).toBe(51);
  });

  it('may nest as deep as JSON may, and no deeper', () => {
    const nested = (levels: number): Json =>
      levels === 0 ? { url: 'urn:a', valueBoolean: true } : { url: 'urn:a', extension: [nested(levels - 1)] };
    expect(faults(patient({ extension: [nested(100)] }))).toStrictEqual([]);
    expect(validate(patient({ extension: [nested(5_000)] })).map(({ code }) => code)).toStrictEqual(['CRYO-148']);
  });

  it('is searched in linear time, whatever the size', () => {
    const identifier = Array.from({ length: 100_000 }, (_, index) => ({ system: 'urn:example', value: `${index}` }));
    expect(faults(patient({ identifier }))).toStrictEqual([]);
  });
});

describe('members', () => {
  it('may hold undefined for what is not there', () => {
    expect(faults(patient({ active: undefined, name: undefined, gender: 'female' }))).toStrictEqual([]);
  });

  it('are quoted when their names are no names', () => {
    expect(faults(patient({ 'a b': 1, birthdate: '2000', toString: 1 }))).toStrictEqual([
      'CRYO-121 at Patient.`a b`',
      'CRYO-121 at Patient.birthdate',
      'CRYO-121 at Patient.toString',
    ]);
  });

  it('of a choice are one, of an allowed type', () => {
    expect(faults(observation({ valueString: 'a', valueBoolean: true }))).toStrictEqual([
      'CRYO-133 at Observation.value',
    ]);
    expect(
      faults(
        observation({ valueString: 'a', _valueBoolean: { id: 'b', extension: [{ url: 'u', valueBoolean: true }] } }),
      ),
    ).toStrictEqual(['CRYO-133 at Observation.value']);
    expect(faults(observation({ valueAddress: {} }))).toStrictEqual(['CRYO-134 at Observation.value']);
    expect(faults(observation({ valueUri: 'a' }))).toStrictEqual(['CRYO-134 at Observation.value']);
    expect(faults(observation({ value: 'a' }))).toStrictEqual(['CRYO-121 at Observation.value']);
    expect(faults(observation({ valuesString: 'a' }))).toStrictEqual(['CRYO-121 at Observation.valuesString']);
  });

  it('that repeat are arrays with values, the others are not', () => {
    expect(faults(patient({ name: { family: 'Łącka' } }))).toStrictEqual(['CRYO-123 at Patient.name']);
    expect(faults(patient({ gender: ['female'] }))).toStrictEqual(['CRYO-124 at Patient.gender']);
    expect(faults(patient({ name: [{ given: ['Anna', 7, null, ''] }] }))).toStrictEqual([
      'CRYO-122 at Patient.name[0].given[1]',
      'CRYO-127 at Patient.name[0].given[2]',
      'CRYO-126 at Patient.name[0].given[3]',
    ]);
  });

  it('with nothing but an id are empty', () => {
    expect(faults(patient({ name: [{ id: 'a' }] }))).toStrictEqual(['CRYO-126 at Patient.name[0]']);
  });
});

describe('extensions', () => {
  const extension = { url: 'http://example.org/e', valueString: 'a' };

  it('have a url, and a value or extensions of their own', () => {
    expect(faults(patient({ extension: [extension, { url: 'urn:a', extension: [extension] }] }))).toStrictEqual([]);
    expect(faults(patient({ extension: [{ valueString: 'a' }] }))).toStrictEqual([
      'CRYO-120 at Patient.extension[0].url',
    ]);
    expect(faults(patient({ extension: [{ url: 'urn:a' }] }))).toStrictEqual(['CRYO-143 at Patient.extension[0]']);
    expect(faults(patient({ extension: [{ ...extension, extension: [extension] }] }))).toStrictEqual([
      'CRYO-143 at Patient.extension[0]',
    ]);
    expect(faults(patient({ extension: [{ ...extension, valueBoolean: true }] }))).toStrictEqual([
      'CRYO-133 at Patient.extension[0].value',
    ]);
  });

  it('stand beside a primitive, or in place of it', () => {
    expect(faults(patient({ birthDate: '1970', _birthDate: { extension: [extension] } }))).toStrictEqual([]);
    expect(faults(patient({ _birthDate: { extension: [extension] } }))).toStrictEqual([]);
    expect(faults(observation({ status: undefined, _status: { extension: [extension] } }))).toStrictEqual([]);
    expect(faults(patient({ _birthDate: { extension: [{ url: 'urn:a' }] } }))).toStrictEqual([
      'CRYO-143 at Patient.birthDate.extension[0]',
    ]);
    expect(faults(patient({ birthDate: null, _birthDate: { extension: [extension] } }))).toStrictEqual([
      'CRYO-127 at Patient.birthDate',
    ]);
    expect(faults(patient({ _birthDate: 'x' }))).toStrictEqual(['CRYO-122 at Patient.birthDate']);
    expect(faults(patient({ _birthDate: { value: 'x' } }))).toStrictEqual(['CRYO-121 at Patient.birthDate.value']);
    expect(faults(patient({ _name: [{ extension: [extension] }] }))).toStrictEqual(['CRYO-121 at Patient._name']);
    expect(faults(patient({ _id: { extension: [extension] } }))).toStrictEqual(['CRYO-121 at Patient._id']);
    const text = { status: 'generated', div: '<div>a</div>', _div: { extension: [extension] } };
    expect(faults(patient({ text }))).toStrictEqual(['CRYO-121 at Patient.text._div']);
  });

  it('of a repeating primitive are aligned with its values by nulls', () => {
    const given = (values: Json, siblings: Json) => faults(patient({ name: [{ given: values, _given: siblings }] }));
    expect(given(['Anna', null], [null, { extension: [extension] }])).toStrictEqual([]);
    expect(given(['Anna'], [null, { extension: [extension] }])).toStrictEqual(['CRYO-144 at Patient.name[0].given']);
    expect(given(['Anna', null], [{ extension: [extension] }, null])).toStrictEqual([
      'CRYO-127 at Patient.name[0].given[1]',
    ]);
    expect(given(['Anna'], { extension: [extension] })).toStrictEqual(['CRYO-123 at Patient.name[0].given']);
    expect(faults(patient({ name: [{ _given: [null] }] }))).toStrictEqual(['CRYO-127 at Patient.name[0].given[0]']);
    expect(faults(patient({ name: [{ _given: [{ extension: [extension] }] }] }))).toStrictEqual([]);
  });
});

describe('codes', () => {
  it('come from the required value set, in a code or a CodeableConcept', () => {
    expect(faults(flag({ status: 'on' }))).toStrictEqual(['CRYO-132 at Flag.status']);
    const condition = (clinicalStatus: Json) =>
      faults({ resourceType: 'Condition', subject: { reference: 'Patient/1' }, clinicalStatus });
    const system = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
    expect(
      condition({
        coding: [
          { system: 'urn:ours', code: '7' },
          { system, code: 'active' },
        ],
      }),
    ).toStrictEqual([]);
    expect(condition({ coding: [{ system, code: 'alive' }] })).toStrictEqual(['CRYO-132 at Condition.clinicalStatus']);
    expect(condition({ coding: [{ system: 'urn:ours', code: 'active' }] })).toStrictEqual([
      'CRYO-132 at Condition.clinicalStatus',
    ]);
    expect(condition({ text: 'active' })).toStrictEqual(['CRYO-132 at Condition.clinicalStatus']);
  });

  it('of value sets that cannot be listed have their form', () => {
    const language = (code: string, system = 'urn:ietf:bcp:47') =>
      faults(patient({ communication: [{ language: { coding: [{ system, code }] } }] }));
    expect(faults(patient({ language: 'pl-PL' }))).toStrictEqual([]);
    expect(faults(patient({ language: 'po polsku' }))).toStrictEqual(['CRYO-132 at Patient.language']);
    expect([...language('pl'), ...language('Polish language', 'urn:ours')]).toStrictEqual([]);
    expect(language('po_polsku')).toStrictEqual(['CRYO-132 at Patient.communication[0].language']);
    const binary = (contentType: string) => faults({ resourceType: 'Binary', contentType });
    expect([...binary('application/fhir+json'), ...binary('text/plain; charset=utf-8')]).toStrictEqual([]);
    expect(binary('pdf')).toStrictEqual(['CRYO-132 at Binary.contentType']);
  });

  it('may be longer than any matcher likes', () => {
    expect(faults(patient({ language: `pl${'-a'.repeat(5_000_000)}` }))).toStrictEqual([
      'CRYO-131 at Patient.language',
      'CRYO-132 at Patient.language',
    ]);
  });

  it('of a unit need their system', () => {
    expect(faults(observation({ valueQuantity: { value: 7, code: '1' } }))).toStrictEqual([
      'CRYO-151 at Observation.value.code',
    ]);
  });
});

describe('a period', () => {
  const period = (start: string, end: string) =>
    faults({
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: { reference: 'Patient/1' },
      period: { start, end },
    });

  it('ends after it starts', () => {
    expect(period('2026-11-22T10:00:00+01:00', '2026-11-22T09:30:00Z')).toStrictEqual([]);
    expect(period('2026-11-22T10:00:00+01:00', '2026-11-22T08:30:00Z')).toStrictEqual([
      'CRYO-150 at EpisodeOfCare.period',
    ]);
    expect(period('2026-11-22', '2026-11-21')).toStrictEqual(['CRYO-150 at EpisodeOfCare.period']);
    expect([
      ...period('2026-11-22', '2026-11'),
      ...period('2026-11', '2026'),
      ...period('2026-11-22', '2026-11-21T23:30:00Z'),
    ]).toStrictEqual([]);
  });
});

describe('contained resources', () => {
  const organization = (id: string, more: JsonObject = {}): JsonObject => ({
    resourceType: 'Organization',
    id,
    name: 'Klinika',
    ...more,
  });
  const containing = (contained: Json[], ...references: string[]) =>
    faults(
      observation({
        contained,
        performer: references.length === 0 ? undefined : references.map((reference) => ({ reference })),
      }),
    );

  it('are there when they are referred to, and referred to when they are there', () => {
    expect(containing([organization('a')], '#a')).toStrictEqual([]);
    expect(containing([organization('a')], '#b')).toStrictEqual([
      'CRYO-137 at Observation.performer[0].reference',
      'CRYO-138 at Observation.contained[0]',
    ]);
    expect(containing([organization('a', { partOf: { reference: '#b' } }), organization('b')], '#a')).toStrictEqual([]);
    expect(
      containing([
        {
          resourceType: 'Provenance',
          id: 'p',
          recorded: '2026-11-22T08:00:00Z',
          agent: [{ who: { display: 'A' } }],
          target: [{ reference: '#' }],
        },
      ]),
    ).toStrictEqual([]);
  });

  it('are named by canonical addresses too', () => {
    const questionnaire = (answerValueSet: string) =>
      faults({
        resourceType: 'Questionnaire',
        status: 'draft',
        contained: [{ resourceType: 'ValueSet', id: 'relief', status: 'draft' }],
        item: [{ linkId: '1', type: 'choice', answerValueSet }],
      });
    expect(questionnaire('#relief')).toStrictEqual([]);
    expect(questionnaire('#grief')).toStrictEqual([
      'CRYO-137 at Questionnaire.item[0].answerValueSet',
      'CRYO-138 at Questionnaire.contained[0]',
    ]);
  });

  it('are of a type that the reference allows', () => {
    expect(containing([{ resourceType: 'Location', id: 'a', name: 'Sala' }], '#a')).toStrictEqual([
      'CRYO-136 at Observation.performer[0].reference',
    ]);
  });

  it('have an id of their own, contain nothing, and have no version', () => {
    expect(containing([organization('a'), organization('a')], '#a')).toStrictEqual([
      'CRYO-141 at Observation.contained[1].id',
    ]);
    expect(containing([{ resourceType: 'Organization', name: 'a' }])).toStrictEqual([
      'CRYO-120 at Observation.contained[0].id',
    ]);
    expect(containing([organization('a', { contained: [organization('b')] })], '#a')).toStrictEqual([
      'CRYO-139 at Observation.contained[0].contained',
    ]);
    expect(
      containing([organization('a', { meta: { versionId: '1', lastUpdated: '2026-11-22T08:00:00Z' } })], '#a'),
    ).toStrictEqual([
      'CRYO-140 at Observation.contained[0].meta.versionId',
      'CRYO-140 at Observation.contained[0].meta.lastUpdated',
    ]);
    expect(containing([{ resourceType: 'Nothing', id: 'a' }, 'x', null], '#a').sort()).toStrictEqual([
      'CRYO-103 at Observation.contained[0].resourceType',
      'CRYO-122 at Observation.contained[1]',
      'CRYO-127 at Observation.contained[2]',
      'CRYO-136 at Observation.performer[0].reference',
    ]);
  });

  it('belong to the resource of a Bundle that contains them, and to no other', () => {
    const entry = (reference: string, contained: Json[]) => ({
      resource: observation({ contained, performer: [{ reference }] }),
    });
    const bundle = (...entries: Json[]) => faults({ resourceType: 'Bundle', type: 'collection', entry: entries });
    expect(bundle(entry('#a', [organization('a')]), entry('#b', [organization('b')]))).toStrictEqual([]);
    expect(
      bundle(entry('#a', [organization('a')]), { resource: observation({ performer: [{ reference: '#a' }] }) }),
    ).toStrictEqual(['CRYO-137 at Bundle.entry[1].resource.performer[0].reference']);
  });
});

describe('references', () => {
  const refer = (reference: Json, options = {}) => faults(flag({ subject: reference }), options);

  it.each([
    { reference: 'Patient/1' },
    { reference: 'Patient/1/_history/2' },
    { reference: 'https://example.org/fhir/Patient/1' },
    { reference: 'https://example.org/fhir/Patient/1/_history/2' },
    { reference: 'https://example.org/patients?id=7' },
    { reference: 'urn:uuid:0193a5f2-7a51-7c1e-9f6e-2f3f1c0d7a11' },
    { reference: 'urn:oid:1.2.3' },
    { reference: 'Patient/1', type: 'Patient' },
    { type: 'Patient', identifier: { system: 'urn:pesel', value: '44051401359' } },
    { display: 'Anna' },
  ])('are accepted: %j', (reference) => {
    expect(refer(reference)).toStrictEqual([]);
  });

  it.each([
    'Patient',
    'Patient/',
    '/1',
    'Patient/a b',
    'patient/1',
    'Nobody/1',
    'Patient/1/2',
    'a/Patient/1',
    'urn:uuid:1',
    'urn:x',
    'Patient?identifier=1',
    `Patient/${'1'.repeat(65)}`,
    'Patient/1/_history/',
    '/'.repeat(1_000_000),
  ])('are refused when they are none: %.40s', (reference) => {
    expect(refer({ reference })).toStrictEqual(['CRYO-135 at Flag.subject.reference']);
  });

  it('lead to an allowed type, by what they say and by where they go', () => {
    expect(refer({ reference: 'Slot/1' })).toStrictEqual(['CRYO-136 at Flag.subject.reference']);
    expect(refer({ reference: 'https://example.org/fhir/Slot/1' })).toStrictEqual([
      'CRYO-136 at Flag.subject.reference',
    ]);
    expect(refer({ type: 'Slot', display: 'a' })).toStrictEqual(['CRYO-136 at Flag.subject.type']);
    expect(refer({ reference: 'Patient/1', type: 'Group' })).toStrictEqual(['CRYO-142 at Flag.subject.type']);
  });

  it('may be conditions where a transaction will resolve them', () => {
    expect(refer({ reference: 'Patient?identifier=urn:pesel|1' }, { conditionalReferences: true })).toStrictEqual([]);
    expect(refer({ reference: 'Slot?schedule=1' }, { conditionalReferences: true })).toStrictEqual([
      'CRYO-136 at Flag.subject.reference',
    ]);
    expect(refer({ reference: 'Patient?' }, { conditionalReferences: true })).toStrictEqual([
      'CRYO-135 at Flag.subject.reference',
    ]);
  });
});

describe('whatever comes in', () => {
  it('is answered, never thrown at', () => {
    const names = fc.constantFrom(
      'resourceType',
      'id',
      'meta',
      'text',
      'div',
      'contained',
      'extension',
      'url',
      'valueString',
      '_status',
      'status',
      'code',
      'coding',
      'subject',
      'reference',
      'identifier',
      'name',
      'given',
      '_given',
      'birthDate',
      'entry',
      'resource',
      'parameter',
      'value',
      'start',
      'end',
      'period',
      'x',
    );
    const values = fc.constantFrom<Json>(
      'Patient',
      'Observation',
      'Bundle',
      'Parameters',
      '#',
      '#a',
      '2024-13',
      '<div>',
      '',
      'http://a/b',
      1e300,
      -1,
      0.5,
      parsed('1.00'),
      null,
      true,
    );
    const value = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 8 },
        values,
        fc.string({ unit: 'binary', maxLength: 8 }),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(names, tie('json'), { maxKeys: 8 }),
      ),
    })).json;
    const resource = fc
      .tuple(
        fc.constantFrom('Patient', 'Observation', 'Bundle', 'Parameters', 'Condition', 'Task'),
        fc.dictionary(names, value, { minKeys: 1 }),
      )
      .map(([resourceType, members]) => ({ ...members, resourceType }));
    const report = fc.check(
      fc.property(fc.oneof({ weight: 4, arbitrary: resource }, { weight: 1, arbitrary: value }), (json) => {
        const issues = validate(json);
        return (
          issues.length <= 51 &&
          issues.every(
            ({ code, expression }) => code === 'CRYO-114' || code === 'CRYO-149' || (expression ?? '') !== '',
          )
        );
      }),
      { seed: 20_261_122, numRuns: 5_000 },
    );
    expect(fc.defaultReportMessage(report) ?? 'holds').toBe('holds');
  });
});
