import { describe, expect, test } from 'vitest';
import { compileProtocol } from '../src/protocol/compile.ts';
import { describeFault } from '../src/protocol/fault.ts';
import { textIn } from '../src/protocol/questionnaire.ts';
import { defaultProtocol, protocolFiles } from './protocol-files.ts';

/** Replaces in one file, and gives what the compiler says. */
const faultsWith = (file: string, from: string, to: string): readonly string[] => {
  const text = protocolFiles[file];
  if (!text?.includes(from)) throw new Error(`${file} does not hold ${from}`);
  const compiled = compileProtocol({ ...protocolFiles, [file]: text.replace(from, to) });
  return compiled.ok ? [] : compiled.faults.map(describeFault);
};

const lineOf = (file: string, part: string): number =>
  (protocolFiles[file]?.split('\n').findIndex((line) => line.includes(part)) ?? -2) + 1;

describe('the compiler of protocols', () => {
  test('takes the default protocol, and gives plain JSON', () => {
    const protocol = defaultProtocol();
    expect(JSON.parse(JSON.stringify(protocol))).toEqual(protocol);
    expect(protocol.stages).toHaveLength(7);
    expect(
      protocol.guide.sections.flatMap(({ content }) => content).filter(({ kind }) => kind === 'step'),
    ).toHaveLength(6);
    expect(protocol.redFlags.slice(0, 5).map(({ id }) => id)).toEqual([
      'fever',
      'rising-pain',
      'wound',
      'weakness',
      'bladder-bowel',
    ]);
  });

  test('puts both languages into a form', () => {
    const block = defaultProtocol().forms.find(({ id }) => id === 'diagnostic-block');
    expect(block && textIn('pl', block.title, block._title)).toBe('Blokada diagnostyczna');
    expect(block?.title).toBe('Diagnostic block');
  });

  test('writes numbers of the policy into the texts, with a true minus sign', () => {
    const text = JSON.stringify(defaultProtocol().guide).replaceAll('\u00a0', ' ');
    expect(text).toContain('between −60 °C and −80 °C');
    expect(text).toContain('od −60 °C do −80 °C');
    expect(text).not.toMatch(/\{\w+(\.\w+)?\}/);
  });

  test.each([
    [
      'a text missing in Polish (I8, H09)',
      'texts/pl.yaml',
      '  tagline: Naturalne rozwiązanie dla Twojego kręgosłupa!\n',
      '',
      'texts/en.yaml',
      'tagline:',
      'Text "protocol.tagline" is missing in texts/pl.yaml',
    ],
    [
      'a text that a comma cuts in two',
      'texts/pl.yaml',
      'about: Lekarz skierował Panią/Pana do poradni leczenia bólu.',
      'about: Lekarz skierował Panią/Pana, do poradni.',
      'texts/pl.yaml',
      'referred:',
      '"do poradni." has no value',
    ],
    [
      'a text missing in English (I8, H09)',
      'texts/en.yaml',
      '  tagline: A natural solution for your spine!\n',
      '',
      'texts/pl.yaml',
      'tagline:',
      'Text "protocol.tagline" is missing in texts/en.yaml',
    ],
    [
      'an empty text',
      'texts/pl.yaml',
      'cancer: Ból nowotworowy',
      "cancer: ' '",
      'texts/pl.yaml',
      'cancer:',
      'An empty text',
    ],
    [
      'a number that the policy does not hold',
      'texts/en.yaml',
      '{noLifting.low}',
      '{noLiftin.low}',
      'texts/en.yaml',
      '{noLifting.low}',
      '{noLiftin.low} names no value of policy.yaml',
    ],
    [
      'an expression that does not compile',
      'plan.yaml',
      '%outcome.pegPain >= %policy.painForTreatment',
      '%outcome.pegPain >=',
      'plan.yaml',
      '%outcome.pegPain',
      'does not compile',
    ],
    [
      'a name that is not in the library',
      'plan.yaml',
      '%consent.exists()',
      '%consents.exists()',
      'plan.yaml',
      '%consent.exists()',
      '%consents is not in library.yaml',
    ],
    [
      'a policy value that is not there',
      'plan.yaml',
      '%policy.painForTreatment',
      '%policy.painForTreatmen',
      'plan.yaml',
      '%policy.painForTreatment',
      '%policy.painForTreatmen is not in policy.yaml',
    ],
    [
      'a gate that the patient’s own word would open (I1)',
      'plan.yaml',
      '%consent.exists()',
      '%consent.exists() and %outcome.exists()',
      'plan.yaml',
      'id: positioning',
      '"outcome" may be the patient\'s own word',
    ],
    [
      'a form of the patient’s that is evidence of which only a professional’s word counts (I1)',
      'library.yaml',
      'block-diary, outcome]',
      'block-diary, outcome, interview]',
      'library.yaml',
      'patientForms:',
      '"interview" is evidence',
    ],
    [
      'a step that answers what its form does not offer',
      'plan.yaml',
      'answers: { visit: month-3 }',
      'answers: { visit: month-4 }',
      'plan.yaml',
      'answers: { visit: month-3 }',
      'no option "month-4"',
    ],
    [
      'a question for staff alone that everybody must answer',
      'forms/outcome.yaml',
      '{ linkId: scores.dn4, type: integer,',
      '{ linkId: scores.dn4, type: integer, required: true,',
      'forms/outcome.yaml',
      'staff: true',
      'cannot be required of everybody',
    ],
    [
      'a misspelt key',
      'plan.yaml',
      '        condition: # "Only',
      '        conditions: # "Only',
      'plan.yaml',
      'condition: # "Only',
      'Unknown key "conditions"',
    ],
    [
      'a condition that does not start',
      'plan.yaml',
      '{ kind: start, name: consented',
      '{ kind: stop, name: consented',
      'plan.yaml',
      'name: consented',
      'Expected one of start, applicability, not "stop"',
    ],
    [
      'a value outside its range',
      'policy.yaml',
      'value: 50',
      'value: 5',
      'policy.yaml',
      'id: minimumRelief',
      '5 to 5 is outside the range 30 to 100',
    ],
    [
      'a time zone that does not exist',
      'policy.yaml',
      'Europe/Warsaw',
      'Europe/Warszawa',
      'policy.yaml',
      'timeZone',
      '"Europe/Warszawa" is not a time zone',
    ],
    [
      'an action that waits for no step',
      'plan.yaml',
      'why: guide.activity.lifting, relatedAction: [{ actionId: procedure',
      'why: guide.activity.lifting, relatedAction: [{ actionId: procedures',
      'plan.yaml',
      'id: no-lifting',
      '"procedures" is no step of this plan',
    ],
    [
      'a form that does not exist',
      'library.yaml',
      'form: diagnostic-block',
      'form: diagnostic-blok',
      'library.yaml',
      'form: diagnostic-block',
      'There is no form "diagnostic-blok"',
    ],
    [
      'a text that nothing shows',
      'guide.yaml',
      ', guide.indications.cancer',
      '',
      'texts/en.yaml',
      'cancer:',
      'Text "guide.indications.cancer" is used nowhere',
    ],
    [
      'an id that stands twice',
      'plan.yaml',
      'id: wound',
      'id: fever',
      'plan.yaml',
      'id: wound',
      '"fever" stands twice',
    ],
    ['YAML that is none', 'plan.yaml', 'version: 0.4.0', 'version: [', 'plan.yaml', 'version: 0.4.0', ''],
    [
      'an anchor',
      'plan.yaml',
      'status: draft',
      'status: &status draft',
      'plan.yaml',
      'status: draft',
      'Anchors and aliases are not used here',
    ],
  ])('names %s at its line', (_, file, from, to, faultFile, linePart, message) => {
    const faults = faultsWith(file, from, to);
    const place = `${faultFile}:${lineOf(faultFile, linePart)}: `;
    expect(faults.filter((fault) => fault.startsWith(place) && fault.includes(message))).not.toEqual([]);
  });

  test('refuses a plan whose procedure has lost its gate (I1)', () => {
    const plan = protocolFiles['plan.yaml'] ?? '';
    const from = plan.indexOf('        condition: # "Only');
    const damaged = plan.slice(0, from) + plan.slice(plan.indexOf('  - id: recovery'));
    const compiled = compileProtocol({ ...protocolFiles, 'plan.yaml': damaged });
    expect(compiled.ok ? [] : compiled.faults.map(({ message }) => message)).toContain(
      'The step "procedure" is missing or has no gate',
    );
  });

  // A protocol may do without triage.yaml: it then takes no check-in.
  const needed = Object.keys(protocolFiles).filter(
    (name) => !/^(?:forms|source)\//.test(name) && name !== 'triage.yaml',
  );
  test.each(needed)('misses %s', (file) => {
    const { [file]: _, ...rest } = protocolFiles;
    const compiled = compileProtocol(rest);
    expect(compiled.ok ? [] : compiled.faults.map(describeFault)).toContain(`${file}:1: The file is missing`);
  });
});
