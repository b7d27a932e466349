import { expect, test } from 'vitest';
import { caseFiles, protocolFiles } from '../protocol-files.ts';
import { mutant, seeded } from './mutate.ts';
import { verdicts } from './verdict.ts';

const seed = 20_261_126;
const files = { ...protocolFiles, ...caseFiles };

// The whole campaign of a thousand is `npm run campaign:protocol-mutants`; its output is docs/protocol-mutants.md.
test(`of damage to the rules of the protocol at least four fifths are found, in a small sample (seed ${seed})`, () => {
  const random = seeded(seed);
  const verdictOn = verdicts(files);
  const rules = /^(?:plan|triage|library)\.yaml$/;
  const sample = Array.from({ length: 200 }, () => mutant(files, random)).filter(({ file }) => rules.test(file));
  const survivors = sample.slice(0, 20).filter((each) => verdictOn(each) === 'survives');
  const told = survivors.map(({ file, line, damage }) => `${file}:${line}: ${damage}`).join('\n');
  expect(survivors.length, told).toBeLessThanOrEqual(4);
});

test('the protocol itself is not taken for a damaged one', () => {
  const verdictOn = verdicts(files);
  expect(verdictOn({ file: 'plan.yaml', line: 1, damage: 'none', files })).toBe('alike');
});

test('a gate turned round, a red flag lowered and a text lost are found', () => {
  const verdictOn = verdicts(files);
  const damaged = (file: string, from: string, to: string) => {
    const text = files[file] ?? '';
    expect(text).toContain(from);
    return verdictOn({
      file,
      line: 1,
      damage: `${from} becomes ${to}`,
      files: { ...files, [file]: text.replace(from, to) },
    });
  };
  expect(damaged('library.yaml', "%contraindications.infection = 'no'", "%contraindications.infection != 'no'")).toBe(
    'cases',
  );
  expect(
    damaged(
      'plan.yaml',
      "grade: emergency, expression: \"%answer.fever contains 'rigors'",
      "grade: same-day, expression: \"%answer.fever contains 'rigors'",
    ),
  ).toBe('cases');
  expect(damaged('plan.yaml', "contains 'rigors'", "contains 'rigor'")).toBe('compiler');
  expect(damaged('plan.yaml', "%answer.bladderBowel contains 'stool'", "%answer.bladderBowel in 'stool'")).toBe(
    'check',
  );
});
