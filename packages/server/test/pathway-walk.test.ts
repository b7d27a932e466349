import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { instantOf, isoOf } from '@cryopath/pathway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode } from './clinic.ts';
import {
  consentOf,
  cryoablationOf,
  goodAnswers,
  type PathwayClinic,
  pathwayClinic,
  writerOf,
} from './pathway-clinic.ts';

let clinic: PathwayClinic;
beforeAll(async () => {
  clinic = await pathwayClinic();
});
afterAll(() => clinic.close());

interface StepSeen {
  readonly id: string;
  readonly state: string;
  readonly form: string | undefined;
  readonly until: string | undefined;
  readonly blockedBy: readonly string[];
}

type Parameter = JsonObject & { readonly name: string; readonly part?: readonly Parameter[] };

const partsOf = (answer: JsonResource, name: string): readonly (readonly Parameter[])[] =>
  ((answer.parameter ?? []) as unknown as readonly Parameter[])
    .filter((each) => each.name === name)
    .map(({ part = [] }) => part);
const valueIn = (parts: readonly Parameter[], name: string): string | undefined => {
  const found = parts.find((each) => each.name === name);
  return found && String(Object.entries(found).find(([key]) => key.startsWith('value'))?.[1]);
};

async function stepsOf(pathway: string): Promise<readonly StepSeen[]> {
  const state = (await clinic.call('doctor', 'GET', `/fhir/CarePlan/${pathway}/$pathway-state`)).json() as JsonResource;
  return partsOf(state, 'step').map((parts) => ({
    id: valueIn(parts, 'id') ?? '',
    state: valueIn(parts, 'state') ?? '',
    form: valueIn(parts, 'form')?.replace('urn:cryopath:form:', ''),
    until: valueIn(parts, 'until'),
    blockedBy: partsOf({ resourceType: 'Parameters', parameter: [...parts] } as JsonResource, 'blocked-by').map(
      (each) => valueIn(each, 'condition') ?? '',
    ),
  }));
}

const MAY_BE_DONE: ReadonlySet<string> = new Set(['ready', 'overdue']);
const ENDED: ReadonlySet<string> = new Set(['done', 'skipped', 'not-applicable', 'missed']);

describe('a patient', () => {
  test('is walked through the whole pathway by what is served: every step, to the last review', async () => {
    const patient = await clinic.patient();
    const plan = await clinic.operate('doctor', 'CarePlan/$start', [
      { name: 'subject', valueReference: { reference: `Patient/${patient}` } },
    ]);
    const pathway = String(plan.id);
    expect(plan.instantiatesCanonical).toEqual([
      `urn:cryopath:protocol:cryoablation|${clinic.protocols.current.version}`,
    ]);

    const early = await clinic.call('doctor', 'POST', '/fhir/Procedure', {
      body: cryoablationOf(patient, 'in-progress'),
    });
    expect([early.statusCode, refusalCode(early)]).toEqual([422, 'CRYO-601']);

    const order: string[] = [];
    for (let turn = 0; turn < 120; turn += 1) {
      const steps = await stepsOf(pathway);
      const next = steps.find(({ id, state }) => MAY_BE_DONE.has(state) && !order.includes(id));
      if (next) {
        await done(next, patient, pathway);
        order.push(next.id);
        clinic.clock.advance(60_000);
        continue;
      }
      const waiting = steps.filter(({ state, until }) => state === 'waiting' && until !== undefined);
      const soonest = waiting.map(({ until = '' }) => until).toSorted()[0];
      if (soonest === undefined) break;
      clinic.clock.set(instantOf(soonest));
    }
    const last = await stepsOf(pathway);
    expect(last.filter(({ state }) => !ENDED.has(state)).map(({ id, state }) => `${id} ${state}`)).toEqual([]);
    for (const before of ['interview', 'examination', 'imaging', 'diagnostic-block', 'consent'])
      expect([before, order.indexOf(before) < order.indexOf('procedure')]).toEqual([before, true]);

    const decision = await clinic.record.search(
      { who: 'Device/cryopath', role: 'service', purpose: 'HSYSADMIN', clinic: '', patients: [] },
      'Procedure',
      `patient=${patient}`,
      { base: 'http://clinic.test/fhir' },
    );
    expect(decision.ok && decision.value.text.includes('"completed"')).toBe(true);
  }, 180_000);
});

/** Does a step as docs/api.md says: its own resource where it has one, its form otherwise, or just its word. */
async function done({ id, form }: StepSeen, patient: string, pathway: string): Promise<void> {
  const post = async (body: JsonResource) => {
    const answer = await clinic.call('doctor', 'POST', `/fhir/${body.resourceType}`, { body });
    if (answer.statusCode !== 201) throw new Error(`${id}: ${answer.body.slice(0, 600)}`);
    return answer.json() as JsonResource;
  };
  const now = isoOf(clinic.clock.now());
  const subject = { reference: `Patient/${patient}` };
  switch (id) {
    case 'referred':
      await post({
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
        subject,
        authoredOn: now,
        basedOn: [{ reference: `CarePlan/${pathway}` }],
      });
      return;
    case 'consent':
      await post(consentOf(patient, now));
      return;
    case 'procedure': {
      const basedOn = [{ reference: `CarePlan/${pathway}` }];
      const begun = await post(cryoablationOf(patient, 'in-progress', { basedOn, performedPeriod: { start: now } }));
      clinic.clock.advance(20 * 60_000);
      const ended = { ...begun, status: 'completed', performedPeriod: { start: now, end: isoOf(clinic.clock.now()) } };
      const url = `/fhir/Procedure/${begun.id}`;
      const answer = await clinic.call('doctor', 'PUT', url, { body: ended, headers: { 'if-match': 'W/"1"' } });
      if (answer.statusCode !== 200) throw new Error(`The procedure does not end: ${answer.body}`);
      return;
    }
    default: {
      const response = form === undefined ? [] : [{ name: 'response', resource: goodAnswers(await clinic.form(form)) }];
      await clinic.operate(writerOf(form ?? ''), `CarePlan/${pathway}/$complete-step`, [
        { name: 'step', valueCode: id },
        ...(response as unknown as JsonObject[]),
      ]);
    }
  }
}
