import { describe, expect, test } from 'vitest';
import { readCase } from '../src/cases/case.ts';
import { caseFailures } from '../src/cases/failures.ts';
import { describeFault, type Fault } from '../src/protocol/fault.ts';
import { caseFiles, defaultProtocol } from './protocol-files.ts';

const protocol = defaultProtocol();

describe('the default protocol, given', () => {
  for (const [name, text] of Object.entries(caseFiles)) {
    const faults: Fault[] = [];
    const each = readCase(name, text, protocol, faults);
    test(`${each.given} (${name})`, () => {
      expect(faults.map(describeFault)).toEqual([]);
      expect(caseFailures(protocol, each)).toEqual([]);
    });
  }
});

test('a case that expects what is not so fails, and says where', () => {
  const [name = '', text = ''] = Object.entries(caseFiles).find(([file]) => file.endsWith('negative-block.yaml')) ?? [];
  const hopeful = text.replace('consent: [block-positive]', 'consent: ready').replace('relief: 37.5', 'relief: 50');
  expect(caseFailures(protocol, readCase(name, hopeful, protocol, []))).toEqual([
    'relief: expected 50, found 37.5',
    'consent: expected ready, found blocked by block-positive',
  ]);
});
