import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type JsonResource, parseJson, validate } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode } from './clinic.ts';
import { type PathwayClinic, pathwayClinic } from './pathway-clinic.ts';

let clinic: PathwayClinic;
let patient: string;
beforeAll(async () => {
  clinic = await pathwayClinic();
  patient = await clinic.patient();
}, 120_000);
afterAll(() => clinic.close());

const folder = dirname(createRequire(import.meta.url).resolve('hl7.fhir.r4.examples/package.json'));
const published = readdirSync(folder)
  .filter((name) => /^PlanDefinition-.*\.json$/.test(name))
  .map((name): [string, JsonResource] => {
    const parsed = parseJson(readFileSync(join(folder, name), 'utf8'));
    if (!parsed.ok) throw new Error(name);
    return [name, parsed.value as JsonResource];
  });

const applied = async (plan: object, subject = `Patient/${patient}`) => {
  const parameter = [
    { name: 'planDefinition', resource: plan },
    { name: 'subject', valueString: subject },
  ];
  return clinic.call('doctor', 'POST', '/fhir/PlanDefinition/$apply', {
    body: { resourceType: 'Parameters', parameter },
  });
};

interface Action {
  readonly title?: string;
  readonly id?: string;
  readonly action?: readonly Action[];
  readonly condition?: readonly unknown[];
}
const titlesIn = (actions: readonly Action[] = []): readonly string[] =>
  actions.flatMap(({ title, id, action }) => [title ?? id ?? '', ...titlesIn(action)]);
const groupOf = (plan: JsonResource) =>
  (plan.contained as readonly JsonResource[])[0] as JsonResource & { action?: readonly Action[] };

/** Published, and at fault in themselves: they name what is not contained in them. */
const AT_FAULT = ['PlanDefinition-example-cardiology-os.json'];

describe('$apply (R4 plandefinition-operation-apply)', () => {
  test.each(published.filter(([name]) => !AT_FAULT.includes(name)))(
    'of the published %s gives a valid CarePlan for the patient',
    async (_name, plan) => {
      const answer = await applied(plan);
      expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
      const carePlan = answer.json() as JsonResource;
      expect(validate(carePlan)).toEqual([]);
      expect(carePlan).toMatchObject({
        resourceType: 'CarePlan',
        status: 'draft',
        intent: 'proposal',
        subject: { reference: `Patient/${patient}` },
      });
    },
  );

  test('of a published plan that is at fault is refused at its place', async () => {
    const faulty = published.filter(([, plan]) => validate(plan).length > 0);
    expect(faulty.map(([name]) => name)).toEqual(AT_FAULT);
    for (const [, plan] of faulty) expect(refusalCode(await applied(plan))).toBe('CRYO-137');
  });

  test('honours applicability: only exactly true lets an action in, and what is left out is said', async () => {
    const action = (title: string, expression: string, language = 'text/fhirpath') => ({
      title,
      condition: [{ kind: 'applicability', expression: { language, expression } }],
      action: [{ title: `${title} inside` }],
    });
    const plan = {
      resourceType: 'PlanDefinition',
      status: 'active',
      url: 'urn:x:plan',
      version: '2',
      action: [
        action('yes', '%patient.exists() and name.empty()'),
        action('no', 'false'),
        action('nothing', 'birthDate'),
        action('broken', 'this is (not'),
        action('foreign', 'true', 'text/cql'),
        {
          title: 'always',
          condition: [{ kind: 'start', expression: { language: 'text/fhirpath', expression: 'false' } }],
        },
      ],
    };
    const carePlan = (await applied(plan)).json() as JsonResource;
    const group = groupOf(carePlan);
    expect(titlesIn(group.action)).toEqual(['yes', 'yes inside', 'always']);
    expect(group.action?.[1]?.condition).toHaveLength(1);
    expect((carePlan.note as { text: string }[]).map(({ text }) => text.split(':')[1]?.trim())).toEqual([
      'no',
      'nothing',
      'broken',
      'foreign',
    ]);
    expect(carePlan.instantiatesCanonical).toEqual(['urn:x:plan|2']);
  });

  test('of the clinic’s own protocol names its steps and forms, and stores nothing', async () => {
    const { version } = clinic.protocols.current;
    const url = `/fhir/PlanDefinition/cryoablation-${version}/$apply?subject=Patient/${patient}`;
    const carePlan = (await clinic.call('doctor', 'GET', url)).json() as JsonResource;
    expect(validate(carePlan)).toEqual([]);
    expect(titlesIn(groupOf(carePlan).action)).toEqual(
      expect.arrayContaining(clinic.protocols.current.steps.map(({ title }) => title.en)),
    );
    // A step without a form comes to the request that its ActivityDefinition asks for, of this very version.
    const contained = (carePlan.contained as readonly JsonResource[]).slice(1);
    const referred = contained.find(({ resourceType }) => resourceType === 'ServiceRequest');
    expect(referred).toMatchObject({
      status: 'draft',
      intent: 'proposal',
      instantiatesCanonical: [`urn:cryopath:activity:referred|${version}`],
      code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
      subject: { reference: `Patient/${patient}` },
    });
    const definition = (
      await clinic.call('doctor', 'GET', `/fhir/ActivityDefinition/cryoablation-referred-${version}`)
    ).json() as JsonResource;
    expect(validate(definition)).toEqual([]);
    const changed = await clinic.call('service', 'PUT', `/fhir/ActivityDefinition/${definition.id}`, {
      body: { ...definition, title: 'Something else' },
      headers: { 'if-match': 'W/"1"' },
    });
    expect(refusalCode(changed)).toBe('CRYO-624');
    const found = (await clinic.call('doctor', 'GET', `/fhir/CarePlan?patient=${patient}`)).json() as {
      total?: number;
      entry?: unknown[];
    };
    expect(found.entry ?? []).toEqual([]);
  });

  test('is refused for nobody, for somebody else’s patient, and for a plan that is none', async () => {
    const plan = { resourceType: 'PlanDefinition', status: 'active' };
    expect(refusalCode(await applied(plan, 'Group/1'))).toBe('CRYO-185');
    expect(refusalCode(await applied(plan, 'Patient/nobody'))).toBe('CRYO-201');
    expect(refusalCode(await applied({ resourceType: 'PlanDefinition' }))).toBe('CRYO-120');
    const bare = await clinic.call('doctor', 'GET', `/fhir/PlanDefinition/$apply?subject=Patient/${patient}`);
    expect(refusalCode(bare)).toBe('CRYO-168');
  });
});
