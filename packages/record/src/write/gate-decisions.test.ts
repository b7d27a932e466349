import type { JsonResource } from '@cryopath/fhir';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accepted, codesOf, freshRecord, patient as patientOf, people, type TestRecord } from '../../test/record.ts';
import type { Guard } from '../guard.ts';
import { knowCryoablations } from './cryoablation-names.ts';

/** A gate of these tests' own: it lets everything pass that rests on the forms it names. */
let opens: { opened: 'evidence' | 'override'; evidence: readonly { type: string; id: string }[] } | undefined;
const gate: Guard = {
  name: 'gate',
  concerns: ({ after }) => after?.resourceType === 'Procedure' && opens !== undefined,
  decide: async () => opens && { protocol: 'urn:cryopath:protocol:cryoablation|9', ...opens },
};

let opened: TestRecord;
let sql: pg.PoolClient;
beforeAll(async () => {
  opened = await freshRecord({ guards: [gate] });
  sql = await opened.pool.connect();
});
afterAll(async () => {
  sql.release();
  await opened.close();
});

let id: string;
let count = 0;
const about = () => ({ reference: `Patient/${id}` });
const stored = async (resource: JsonResource): Promise<string> => {
  const type = resource.resourceType;
  return `${type}/${accepted(await opened.record.create(people.doctor, resource)).id}`;
};
const form = (name: string, more: Partial<JsonResource> = {}) =>
  stored({
    resourceType: 'QuestionnaireResponse',
    questionnaire: `urn:cryopath:form:${name}|1`,
    status: 'completed',
    subject: about(),
    ...more,
  });
const evidenceOf = (references: readonly string[]) =>
  references.map((reference) => {
    const [type = '', each = ''] = reference.split('/');
    return { type, id: each };
  });
const cryoablation = (more: Partial<JsonResource> = {}): JsonResource => ({
  resourceType: 'Procedure',
  status: 'in-progress',
  code: { text: 'Krioablacja L4/L5' },
  subject: about(),
  ...more,
});

beforeEach(async () => {
  opens = undefined;
  id = accepted(await opened.record.create(people.doctor, patientOf())).id;
  count += 1;
});

/** R17, I1, H03: what is stored holds the gate, too. */
describe('a cryoablation that begins', () => {
  test('is not kept without the decision of its gate, by the record itself either', async () => {
    expect(codesOf(await opened.record.create(people.doctor, cryoablation()))).toEqual(['CRYO-606']);
    for (const status of ['in-progress', 'completed', 'on-hold', 'stopped', 'unknown'])
      expect([status, await byPlainSql(cryoablation({ status }))]).toEqual([status, 'CRG01']);
  });

  test('is not kept beside a decision that rests on nothing, on too little, on another patient or on what was replaced', async () => {
    const [examination, imaging, block] = [
      await form('examination'),
      await form('imaging-review'),
      await form('diagnostic-block'),
    ];
    const all = evidenceOf([examination, imaging, block]);
    for (const left of [
      [],
      all.slice(0, 1),
      all.slice(0, 2),
      all.slice(1),
      [all[0], all[2]].flatMap((each) => each ?? []),
    ]) {
      opens = { opened: 'evidence', evidence: left };
      expect(codesOf(await opened.record.create(people.doctor, cryoablation()))).toEqual(['CRYO-607']);
    }
    opens = { opened: 'override', evidence: all };
    expect(codesOf(await opened.record.create(people.doctor, cryoablation()))).toEqual(['CRYO-607']);

    const mine = id;
    id = accepted(await opened.record.create(people.doctor, patientOf())).id;
    const foreign = evidenceOf([await form('diagnostic-block')]);
    id = mine;
    expect(await byPlainSql(cryoablation(), [...all.slice(0, 2), ...foreign], 1)).toBe('CRG02');
    expect(await byPlainSql(cryoablation(), all, 2)).toBe('CRG02');
    expect(
      await byPlainSql(cryoablation(), [...all.slice(0, 2), { type: 'QuestionnaireResponse', id: 'nothing' }], 1),
    ).toBe('CRG02');
    const [type = '', block1 = ''] = block.split('/');
    const retracted = {
      resourceType: type,
      id: block1,
      questionnaire: 'urn:cryopath:form:diagnostic-block|1',
      status: 'entered-in-error',
      subject: about(),
    };
    accepted(await opened.record.update(people.doctor, type, block1, retracted, { ifMatch: 1 }));
    expect(await byPlainSql(cryoablation(), all, 1)).toBe('CRG02');
    opens = { opened: 'evidence', evidence: all };
    expect(codesOf(await opened.record.create(people.doctor, cryoablation()))).toEqual(['CRYO-607']);
  });

  test('is kept beside a decision that rests on examination, imaging and block, with the versions that it rests on', async () => {
    const all = evidenceOf([await form('examination'), await form('imaging-review'), await form('diagnostic-block')]);
    opens = { opened: 'evidence', evidence: all };
    const { id: procedure } = accepted(await opened.record.create(people.doctor, cryoablation()));
    const { rows } = await sql.query('select protocol, opened, patient from gate_decision where id = $1', [procedure]);
    expect(rows).toEqual([{ protocol: 'urn:cryopath:protocol:cryoablation|9', opened: 'evidence', patient: id }]);
    const rested = await sql.query('select evidence_version as v from gate_evidence where id = $1', [procedure]);
    expect(rested.rows).toEqual([{ v: 1 }, { v: 1 }, { v: 1 }]);
    // What has begun may end, whatever became of its evidence; it does not begin again by that.
    opens = undefined;
    const ended = { ...cryoablation({ status: 'completed' }), id: procedure };
    accepted(await opened.record.update(people.doctor, 'Procedure', procedure, ended, { ifMatch: 1 }));
    const again = { ...cryoablation(), id: procedure };
    expect(codesOf(await opened.record.update(people.doctor, 'Procedure', procedure, again, { ifMatch: 2 }))).toEqual([
      'CRYO-606',
    ]);
    await expect(sql.query('delete from gate_evidence where id = $1', [procedure])).rejects.toThrow('append-only');
    await expect(sql.query(`update gate_decision set opened = 'override'`)).rejects.toThrow('append-only');
  });

  test('is kept beside an override that two people signed, and no other', async () => {
    const override = (status: string, authors: readonly string[]) =>
      stored({
        resourceType: 'DetectedIssue',
        status,
        patient: about(),
        mitigation: authors.map((reference) => ({ action: { text: 'opened' }, author: { reference } })),
      });
    for (const [status, authors] of [
      ['final', ['Practitioner/a']],
      ['final', ['Practitioner/a', 'Practitioner/a']],
      ['preliminary', ['Practitioner/a', 'Practitioner/b']],
    ] as const) {
      opens = { opened: 'override', evidence: evidenceOf([await override(status, authors)]) };
      expect(codesOf(await opened.record.create(people.doctor, cryoablation()))).toEqual(['CRYO-607']);
    }
    opens = {
      opened: 'override',
      evidence: evidenceOf([await override('final', ['Practitioner/a', 'Practitioner/b'])]),
    };
    accepted(await opened.record.create(people.doctor, cryoablation()));
  });

  test('is told from other procedures by any name that the protocol knows, in any spelling, and by having none', async () => {
    const named = [
      { code: { text: 'KRIO-ABLACJA nerwu' } },
      { code: { text: 'Cryoneurolysis' } },
      { code: { coding: [{ system: 'urn:x', code: '1', display: 'krioneuroliza' }] } },
      { code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }], text: 'zabieg' } },
      { code: { text: 'zabieg' }, category: { text: 'cryoanalgesia' } },
      { code: undefined },
      { code: { text: '—' } },
      { status: 'preparation', performedDateTime: '2026-03-02' },
    ];
    for (const more of named) expect([more, await byPlainSql(cryoablation(more as never))]).toEqual([more, 'CRG01']);
    expect(await byPlainSql(cryoablation({ code: { text: 'Zamrażanie nerwu' } }))).toBe('committed');
    await knowCryoablations(opened.pool, [{ words: ['zamrazan'], codes: ['urn:x|freeze'] }]);
    await knowCryoablations(opened.pool, [{ words: ['zamrazan'], codes: ['urn:x|freeze'] }]);
    expect(await byPlainSql(cryoablation({ code: { text: 'Zamrażanie nerwu' } }))).toBe('CRG01');
    const others = [
      { code: { text: 'Fizjoterapia' } },
      { code: { text: '手術' } },
      { code: { coding: [{ system: 'http://snomed.info/sct', code: '71388002' }] } },
      { status: 'preparation' },
      { status: 'not-done' },
      { status: 'entered-in-error', performedDateTime: '2026-03-02' },
    ];
    for (const more of others)
      expect([more, await byPlainSql(cryoablation(more as never))]).toEqual([more, 'committed']);
  });
});

/** Writes a Procedure past the record, as the owner of the database, with a decision if there is to be one. @returns the SQLSTATE. */
async function byPlainSql(
  resource: JsonResource,
  evidence?: readonly { readonly type: string; readonly id: string }[],
  version = 1,
): Promise<string> {
  count += 1;
  const procedure = `plain-${count}`;
  const content = JSON.stringify({ ...resource, id: procedure });
  try {
    await sql.query('begin');
    await sql.query(
      `insert into resource (type, id, version, patient, clinic, at) values ('Procedure', $1, 1, $2, '', now())`,
      [procedure, id],
    );
    await sql.query(
      `insert into version (type, id, version, patient, at, who, interaction, content, hash)
       values ('Procedure', $1, 1, $2, now(), 'Practitioner/x', 'create', $3, sha256(convert_to($3, 'UTF8')))`,
      [procedure, id, content],
    );
    if (evidence) {
      await sql.query(
        `insert into gate_decision (type, id, version, patient, text_hash, at, protocol, opened)
         values ('Procedure', $1, 1, $2, sha256(convert_to($3, 'UTF8')), now(), 'urn:x|1', 'evidence')`,
        [procedure, id, content],
      );
      for (const each of evidence)
        await sql.query(`insert into gate_evidence values ('Procedure', $1, 1, $2, $3, $4)`, [
          procedure,
          each.type,
          each.id,
          version,
        ]);
    }
    await sql.query('commit');
    return 'committed';
  } catch (error) {
    await sql.query('rollback');
    return String((error as { code?: string }).code);
  }
}
