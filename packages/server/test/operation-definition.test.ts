import { validate } from '@cryopath/fhir';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalCode, type TestClinic, testClinic } from './clinic.ts';

let clinic: TestClinic;
beforeAll(async () => {
  clinic = await testClinic();
});
afterAll(() => clinic.close());

interface Definition {
  readonly resourceType: string;
  readonly id: string;
  readonly url: string;
  readonly code: string;
  readonly resource: readonly string[];
  readonly instance: boolean;
  readonly affectsState: boolean;
  readonly parameter: readonly { readonly name: string; readonly use: string; readonly min: number }[];
}

const definitions = async () => {
  const found = (await clinic.call('nurse', 'GET', '/fhir/OperationDefinition')).json() as {
    entry: { resource: Definition }[];
  };
  return found.entry.map(({ resource }) => resource);
};

describe('an operation', () => {
  test('is described by a valid OperationDefinition under the address that the statement names', async () => {
    const statement = (await clinic.call('', 'GET', '/fhir/metadata')).json() as {
      rest: { resource: { type: string; operation?: { name: string; definition: string }[] }[] }[];
    };
    const named = statement.rest[0]?.resource.flatMap(({ type, operation = [] }) =>
      operation.map((each) => ({ type, ...each })),
    );
    const ours = (named ?? []).filter(({ definition }) => definition.startsWith('http://clinic.test/'));
    expect(ours.length).toBeGreaterThan(0);
    for (const { type, name, definition } of ours) {
      const read = await clinic.call('nurse', 'GET', new URL(definition).pathname);
      expect([definition, read.statusCode]).toEqual([definition, 200]);
      expect(read.json()).toMatchObject({ url: definition, code: name, resource: [type] });
    }
    for (const definition of await definitions()) expect(validate(definition as never)).toEqual([]);
  });

  test('is refused without what its definition needs, with what it does not know, and with the wrong type', async () => {
    for (const { code, resource, instance, parameter } of await definitions()) {
      const url = `/fhir/${resource[0]}${instance ? '/nobody' : ''}/$${code}`;
      const call = (given: object[]) =>
        clinic.call('lead', 'POST', url, {
          body: { resourceType: 'Parameters', ...(given.length > 0 ? { parameter: given } : {}) },
        });
      const needed = parameter.some(({ use, min }) => use === 'in' && min > 0);
      expect([code, needed, refusalCode(await call([])) === 'CRYO-168']).toEqual([code, needed, needed]);
      const unknown = await call([{ name: 'nonsense', valueString: 'x' }]);
      expect([code, refusalCode(unknown)]).toEqual([code, 'CRYO-184']);
      const first = parameter.find(({ use }) => use === 'in');
      if (!first) continue;
      const wrong = await call([{ name: first.name, valueAttachment: { title: 'x' } }]);
      expect([code, refusalCode(wrong)]).toEqual([code, 'CRYO-185']);
      const notParameters = await clinic.call('lead', 'POST', url, { body: { resourceType: 'Basic' } });
      expect([code, refusalCode(notParameters)]).toEqual([code, 'CRYO-166']);
    }
  });

  test('answers to GET when it changes nothing, and refuses it when it does', async () => {
    for (const { code, resource, instance, affectsState } of await definitions()) {
      const url = `/fhir/${resource[0]}${instance ? '/nobody' : ''}/$${code}`;
      const told = refusalCode(await clinic.call('lead', 'GET', url));
      expect([code, affectsState, ['CRYO-215', 'CRYO-216'].includes(told ?? '')]).toEqual([
        code,
        affectsState,
        affectsState,
      ]);
    }
  });

  test('is found by its code', async () => {
    const found = await clinic.call('nurse', 'GET', '/fhir/OperationDefinition?code=break-glass');
    expect(found.json()).toMatchObject({ total: 1, entry: [{ resource: { id: 'Patient-break-glass' } }] });
    const wrong = await clinic.call('nurse', 'GET', '/fhir/OperationDefinition?nonsense=1');
    expect(refusalCode(wrong)).toBe('CRYO-301');
    const none = await clinic.call('nurse', 'GET', '/fhir/OperationDefinition/nothing');
    expect([none.statusCode, refusalCode(none)]).toEqual([404, 'CRYO-201']);
  });
});
