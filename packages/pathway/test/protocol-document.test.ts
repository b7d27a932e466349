import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ProtocolFiles } from '../src/protocol/compile.ts';
import { describeFault } from '../src/protocol/fault.ts';
import { checkProtocol } from '../src/review/check-protocol.ts';
import { caseFiles, protocolFiles } from './protocol-files.ts';

const document = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** What the check says of a copy in which one place of a file was changed, with those cases alone that the change is about. */
function checked(file: string, from: string, to: string, cases: readonly string[]): readonly string[] {
  const files: Record<string, string> = { ...protocolFiles };
  for (const name of ['known-records', ...cases]) files[`cases/${name}.yaml`] = caseFiles[`cases/${name}.yaml`] ?? '';
  if (!files[file]?.includes(from)) throw new Error(`${file} does not hold ${from}`);
  files[file] = files[file].replace(from, to);
  return checkProtocol(files as ProtocolFiles).map(describeFault);
}

describe('what docs/protocol.md tells a doctor to do', () => {
  test('changes a threshold, and the two cases that it names say so', () => {
    const faults = checked('targets.yaml', 'minimumRelief: 50 #', 'minimumRelief: 60 #', [
      'block-rules',
      'half-is-enough',
      'theatre',
    ]);
    expect(faults).toHaveLength(2);
    for (const fault of faults) expect(document).toContain(fault);
  });

  test('changes a text, and nothing is wrong', () => {
    expect(checked('texts/pl.yaml', 'Po zabiegu należy odpoczywać', 'Po zabiegu prosimy odpoczywać', [])).toEqual([]);
  });

  test('names a text that is missing in one language at its line', () => {
    const [fault = ''] = checked(
      'texts/pl.yaml',
      '    hours: Po zabiegu należy odpoczywać przez kilka godzin.\n',
      '',
      [],
    );
    expect(document).toContain(fault);
  });

  test('changes a window as it is written there, and only cases that named the old end object', () => {
    const line = document.split('\n').find((each) => each.includes('id: noLifting, low: 2, high: 4')) ?? '';
    const old = protocolFiles['policy.yaml']?.split('\n').find((each) => each.includes('id: noLifting')) ?? '';
    const faults = checked('policy.yaml', old, line, ['monday-procedure', 'what-is-allowed', 'red-flags']);
    expect(faults).not.toEqual([]);
    expect(faults.filter((fault) => !fault.includes('no-lifting'))).toEqual([]);
  });

  test('is refused a value outside its range, in the words that it quotes', () => {
    const [fault = ''] = checked(
      'policy.yaml',
      'id: noLifting, low: 2, high: 3',
      'id: noLifting, low: 2, high: 40',
      [],
    );
    expect(document).toContain(fault.split(': ').slice(1).join(': '));
  });

  test('writes a case that holds', () => {
    const written = /```yaml\n(given: after a procedure[\s\S]*?)```/.exec(document)?.[1] ?? '';
    expect(parse(written)).toHaveProperty('matrix');
    const files = {
      ...protocolFiles,
      'cases/known-records.yaml': caseFiles['cases/known-records.yaml'] ?? '',
      'cases/own.yaml': written,
    };
    expect(checkProtocol(files).map(describeFault)).toEqual([]);
  });
});
