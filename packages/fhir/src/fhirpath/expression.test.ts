import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../json/decimal.ts';
import { compileExpression, isExactlyTrue, type Variables } from './expression.ts';
import { Recent } from './recent.ts';

const SEED = 20_261_122;

const patient = { resourceType: 'Patient', active: true, name: [{ family: 'Kowalska', given: ['Anna', 'Maria'] }] };

/** The values, or the code of the refusal, of compiling or of evaluating. */
function evaluated(text: string, resource: object = patient, variables: Variables = {}): readonly unknown[] | string {
  const compiled = compileExpression(text);
  const result = compiled.ok ? compiled.value.evaluate(resource, variables) : compiled;
  return result.ok ? result.value : (result.outcome.issues[0]?.code ?? 'no issue');
}

const opens = (text: string, variables: Variables = {}): boolean => {
  const values = evaluated(text, patient, variables);
  return typeof values !== 'string' && isExactlyTrue(values);
};

describe('an expression', () => {
  it('reads the elements of an R4 resource', () => {
    expect(evaluated('Patient.name.given')).toEqual(['Anna', 'Maria']);
  });

  it('knows choice types by the model', () => {
    const observation = { resourceType: 'Observation', valueQuantity: { value: 7 } };
    expect(evaluated('Observation.value.ofType(Quantity).value', observation)).toEqual([7]);
  });

  it('takes a decimal with its written precision as its number', () => {
    const observation = { resourceType: 'Observation', valueQuantity: { value: new Decimal('1.00') } };
    expect(evaluated('Observation.value.value = 1', observation)).toEqual([true]);
    expect(evaluated('%limit > 0.5', patient, { limit: new Decimal('1.0') })).toEqual([true]);
  });

  it('is evaluated on a part of a resource when its base is named', () => {
    const compiled = compileExpression("answer.value.code = 'mild'", { base: 'QuestionnaireResponse.item' });
    const item = { linkId: 'numbness', answer: [{ valueCoding: { code: 'mild' } }] };
    expect(compiled.ok && compiled.value.evaluate(item)).toEqual({ ok: true, value: [true] });
  });

  it('does not change a frozen resource', () => {
    const frozen = Object.freeze({
      resourceType: 'Patient',
      name: Object.freeze([Object.freeze({ family: 'Nowak' })]),
    });
    expect(evaluated("name.family = 'Nowak'", frozen)).toEqual([true]);
  });

  it('is compiled once', () => {
    expect(compileExpression('Patient.active')).toBe(compileExpression('Patient.active'));
    expect(compileExpression('Patient.active')).not.toBe(compileExpression('Patient.active', { base: 'Bundle.entry' }));
  });

  it.each(['1 +', 'name.where(', '', '%', "'open", 'a'.repeat(10_001)])(
    'that is not FHIRPath is refused: %.20s',
    (text) => {
      expect(evaluated(text)).toBe('CRYO-180');
    },
  );

  it.each([
    'now() > @2026',
    'today()',
    'timeOfDay()',
    'name.where(given.trace("x").exists())',
    'subject.resolve()',
    '`now`()',
    '%resource.now()',
    'now /* not %now */ ()',
  ])('that asks the clock, the network or the log is refused: %s', (text) => {
    expect(evaluated(text)).toBe('CRYO-180');
  });

  it('may be told the time by a variable of that name', () => {
    const compiled = compileExpression('%now + 1');
    expect(compiled.ok && compiled.value.evaluate({}, { now: 1 })).toEqual({ ok: true, value: [2] });
  });

  it.each(['%unknown', 'name.given.single()', "'a' * 2 + name.given"])(
    'that fails on the record is an outcome: %s',
    (text) => {
      expect(evaluated(text)).toBe('CRYO-181');
    },
  );

  it('never throws, whatever its text', () => {
    const scraps = fc.constantFrom(
      'name',
      '.',
      '(',
      ')',
      "'",
      '%x',
      '[0]',
      ' and ',
      '{}',
      '`',
      '@2026',
      '|',
      'now',
      '\\',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(scraps, { maxLength: 8 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const compiled = compileExpression(text);
          const result = compiled.ok ? compiled.value.evaluate(patient, { x: 1 }) : compiled;
          expect(typeof result.ok).toBe('boolean');
        },
      ),
      { seed: SEED, numRuns: 150 },
    );
  });
});

describe('a gate', () => {
  it('opens on true', () => {
    expect(opens('%relief >= 50', { relief: 80 })).toBe(true);
  });

  it.each([
    ['false', '%relief >= 50', { relief: 20 }],
    ['nothing known', '%relief >= 50', { relief: [] }],
    ['unknown and true', '%relief >= 50 and true', { relief: [] }],
    ['unknown or false', '%relief >= 50 or false', { relief: [] }],
    ['not unknown', '(%relief >= 50).not()', { relief: [] }],
    ['unknown xor true', '%relief >= 50 xor true', { relief: [] }],
    ['unknown implied by true', 'true implies %relief >= 50', { relief: [] }],
    ['a value that is merely there', '%relief', { relief: 80 }],
    ['the text true', '%relief', { relief: 'true' }],
    ['two truths', 'true | false', {}],
    ['a variable nobody gave', '%relief >= 50', {}],
  ])('stays closed on %s', (_name, text, variables: Variables) => {
    expect(opens(text, variables)).toBe(false);
  });

  it('does not open on several values, were they all true', () => {
    expect(isExactlyTrue([true, true])).toBe(false);
  });
});

describe('recent entries', () => {
  it('forget the one that was not asked for longest', () => {
    const recent = new Recent<string, object>(2);
    const first = recent.get('a', () => ({}));
    recent.get('b', () => ({}));
    recent.get('a', () => ({}));
    recent.get('c', () => ({}));
    expect(recent.size).toBe(2);
    expect(recent.get('a', () => ({}))).toBe(first);
  });
});
