import { describe, expect, test } from 'vitest';
import { readCases } from '../src/cases/case.ts';
import { caseFailures } from '../src/cases/failures.ts';
import { describeFault, type Fault } from '../src/protocol/fault.ts';
import { caseFiles, defaultProtocol } from './protocol-files.ts';

const protocol = defaultProtocol();
const faults: Fault[] = [];
const cases = readCases(caseFiles, protocol, faults);

describe('the default protocol, given', () => {
  test('cases that can be read, at least a hundred', () => {
    expect(faults.map(describeFault)).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(100);
  });

  test.each(cases.map((each) => [each.given, `${each.file}:${each.line}`, each] as const))('%s (%s)', (_, __, each) => {
    expect(caseFailures(protocol, each)).toEqual([]);
  });
});

const readWith = (file: string, from: string, to: string) => {
  const text = caseFiles[file] ?? '';
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  const found: Fault[] = [];
  const read = readCases({ ...caseFiles, [file]: text.replace(from, to) }, protocol, found);
  return { faults: found.map(describeFault), cases: read.filter((each) => each.file === file) };
};

describe('a case', () => {
  test('that expects what is not so fails, and says where', () => {
    const { cases: read } = readWith('cases/negative-block.yaml', 'consent: [block-positive]', 'consent: ready');
    expect(read.flatMap((each) => caseFailures(protocol, each))).toEqual([
      'consent: expected ready, found blocked by block-positive',
    ]);
  });

  test.each([
    ['cases/negative-block.yaml', 'consent:', 'consents:', 'The plan has no "consents"'],
    ['cases/negative-block.yaml', 'relief:', 'reliefs:', 'Unknown key "reliefs"'],
    ['cases/red-flags.yaml', 'because: [fever]', 'because: [fevers]', 'There is no rule "fevers"'],
    ['cases/red-flags.yaml', "days: '0-14, 30'", "days: '0-x'", 'is no day'],
    ['cases/red-flags.yaml', 'has: treated', 'has: treatet', 'No record is known as "treatet"'],
    [
      'cases/missed-gates.yaml',
      'without: [interview]',
      'without: [interviews]',
      'The record has no "interviews" to leave out',
    ],
  ])('in %s with %s changed to %s is refused', (file, from, to, message) => {
    expect(
      readWith(file, from, to).faults.filter((fault) => fault.startsWith(file) && fault.includes(message)),
    ).not.toEqual([]);
  });
});
