import { type JsonResource, validate } from '@cryopath/fhir';
import { compileExpression } from '@cryopath/fhir/fhirpath';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../src/clock/instant.ts';
import { askedItems, givenAnswers, isAnswered, questionsOf, responseTo } from '../src/form/response.ts';
import { compileProtocol } from '../src/protocol/compile.ts';
import { describeFault } from '../src/protocol/fault.ts';
import { CALCULATED, type QuestionnaireItem } from '../src/protocol/questionnaire.ts';
import { defaultProtocol, protocolFiles } from './protocol-files.ts';

const protocol = defaultProtocol();
const formOf = (id: string) => {
  const form = protocol.forms.find((each) => each.id === id);
  if (!form) throw new Error(id);
  return form;
};
const given = { patient: 'anna', at: instantOf('2026-03-03T08:00:00+01:00'), status: 'completed' } as const;
const faultsWith = (file: string, from: string, to: string) => {
  const text = protocolFiles[file];
  if (!text?.includes(from)) throw new Error(`${file} does not hold ${from}`);
  const compiled = compileProtocol({ ...protocolFiles, [file]: text.replace(from, to) });
  return compiled.ok ? [] : compiled.faults.map(describeFault);
};

describe('the forms', () => {
  test('name their source and who stands for it', () => {
    for (const { id, extension } of protocol.forms) {
      expect([id, extension?.map(({ url }) => url)]).toEqual([
        id,
        expect.arrayContaining(['urn:cryopath:extension:source', 'urn:cryopath:extension:signature']),
      ]);
    }
  });

  test.each(protocol.forms.map((form) => [form.id, form] as const))(
    'of which %s is a valid R4 Questionnaire',
    (_, form) => {
      expect(validate(form as unknown as JsonResource)).toEqual([]);
    },
  );
});

describe('a check-in', () => {
  const well = {
    pain: 3,
    compared: 'better',
    numbness: 'none',
    fever: 'none',
    site: ['none'],
    'bladder-bowel': 'none',
    other: 'none',
  };

  test('is answered when every question asked has an answer', () => {
    expect(isAnswered(formOf('check-in'), responseTo(formOf('check-in'), well, given))).toBe(true);
    for (const open of Object.keys(well)) {
      const rest = Object.fromEntries(Object.entries(well).filter(([linkId]) => linkId !== open));
      expect(isAnswered(formOf('check-in'), responseTo(formOf('check-in'), rest, given))).toBe(false);
    }
  });

  test('asks for words only when something else is the matter', () => {
    const other = responseTo(formOf('check-in'), { ...well, other: ['cough', 'something-else'] }, given);
    expect(askedItems(formOf('check-in').item, givenAnswers(other)).map(({ linkId }) => linkId)).toContain('words');
    expect(isAnswered(formOf('check-in'), other)).toBe(false);
    const told = { ...well, other: ['cough', 'something-else'], words: 'itching' };
    expect(isAnswered(formOf('check-in'), responseTo(formOf('check-in'), told, given))).toBe(true);
  });

  test('keeps every tick of a question that takes several, and refuses two answers to one that takes one', () => {
    const response = responseTo(formOf('check-in'), { ...well, site: ['redness', 'discharge'] }, given);
    expect(givenAnswers(response).get('site')).toEqual(['redness', 'discharge']);
    expect(() => responseTo(formOf('check-in'), { ...well, compared: ['better', 'worse'] }, given)).toThrow(
      'one answer',
    );
  });
});

describe('the reader of forms', () => {
  test.each([
    [
      'a question that waits for one below it',
      'question: other,',
      'question: words,',
      'No question "words" stands above',
    ],
    [
      'an answer that is no option',
      'answer: something-else }',
      'answer: something }',
      '"something" is no option of "other"',
    ],
    ['an operator that is none', "operator: '=',", "operator: '==',", 'Expected one of exists'],
    ['an exclusive answer that is no option', 'exclusive: [none]', 'exclusive: [nothing]', '"nothing" is no option'],
    ['an option that stands twice', '[better, same, worse]', '[better, same, same]', '"same" stands twice'],
    ['ends that run down', 'scale: { low: 0, high: 10 }', 'scale: { low: 10, high: 0 }', 'do not run upwards'],
    ['a code without its system', "'http://loinc.org|72514-3'", "'72514-3'", 'is not system|code'],
    ['a truth that is a text', 'required: true', "required: 'yes'", 'Expected true or false'],
  ])('names %s', (_, from, to, message) => {
    const faults = faultsWith('forms/check-in.yaml', from, to);
    expect(faults.filter((fault) => fault.startsWith('forms/check-in.yaml:') && fault.includes(message))).not.toEqual(
      [],
    );
  });

  test('gives every question once', () => {
    for (const form of protocol.forms) {
      const ids = questionsOf(form).map(({ linkId }) => linkId);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

describe('an answer that is worked out', () => {
  const calculatedBy = (form: string, linkId: string, answers: Parameters<typeof responseTo>[1]) => {
    const items = (all: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] =>
      all.flatMap((item) => [item, ...items(item.item ?? [])]);
    const item = items(formOf(form).item).find((each) => each.linkId === linkId);
    const expression = item?.extension?.find(({ url }) => url === CALCULATED)?.valueExpression?.expression ?? '';
    const compiled = compileExpression(expression);
    const result = compiled.ok ? compiled.value.evaluate(responseTo(formOf(form), answers, given)) : compiled;
    return result.ok ? result.value : result.outcome.issues.map(({ code }) => code);
  };

  test('is the mean of the three scores of PEG, and nothing while one is missing', () => {
    const scores = { 'peg.pain': 7, 'peg.enjoyment': 5, 'peg.activity': 8 };
    expect(calculatedBy('outcome', 'peg.score', scores)).toEqual([6.7]);
    expect(calculatedBy('outcome', 'peg.score', { 'peg.pain': 7, 'peg.enjoyment': 5 })).toEqual([]);
  });
});
