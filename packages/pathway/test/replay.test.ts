import { expect, test } from 'vitest';
import { readCases } from '../src/cases/case.ts';
import { instantOf } from '../src/clock/instant.ts';
import type { AuthoredRecord, RecordResource } from '../src/evidence/patient-record.ts';
import { compileProtocol } from '../src/protocol/compile.ts';
import type { Protocol } from '../src/protocol/protocol.ts';
import { replay } from '../src/review/replay.ts';
import { caseFiles, defaultProtocol, protocolFiles } from './protocol-files.ts';

const before = defaultProtocol();

/** The protocol with one text of a file replaced by another, as its next version. */
function next(file: string, from: string | RegExp, to: string): Protocol {
  const text = protocolFiles[file] ?? '';
  const plan = file === 'plan.yaml' ? text : (protocolFiles['plan.yaml'] ?? '');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} does not hold ${from}`);
  const version = (of: string) => of.replace(/^version: .*$/m, 'version: 9.9.9');
  const files = {
    ...protocolFiles,
    'plan.yaml': version(file === 'plan.yaml' ? changed : plan),
    ...(file === 'plan.yaml' ? {} : { [file]: changed }),
  };
  const compiled = compileProtocol(files);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.protocol;
}

const writerIn = ({ author }: RecordResource): string =>
  (author as { reference?: string } | undefined)?.reference ?? 'Practitioner/maria';

/** A treated patient with a pathway of the version before, every resource in the hand of whom it names, else of a doctor, as the record keeps it. */
function past(more: readonly RecordResource[] = []): AuthoredRecord {
  const found = readCases(caseFiles, before, []).find(({ given }) => given.startsWith('after a procedure on 2 March'));
  if (!found) throw new Error('no case of a treated patient');
  const pathway: RecordResource = {
    resourceType: 'CarePlan',
    id: 'pathway',
    status: 'active',
    intent: 'plan',
    subject: { reference: `Patient/${found.record.patient}` },
    instantiatesCanonical: [`${before.url}|${before.version}`],
    period: { start: '2026-02-16' },
  };
  const procedures = found.record.resources.map((each, index) => ({ ...each, id: `r${index}` }) as RecordResource);
  const resources = [pathway, ...procedures, ...more];
  return {
    patient: found.record.patient,
    resources,
    writers: new Map(resources.map((each) => [each, writerIn(each)])),
    pathway: 'pathway',
  };
}

const now = instantOf('2026-03-16T12:00:00+01:00');
const replayed = (after: Protocol, record = past()) => {
  const [one, ...others] = [...replay(after, [{ record, protocol: before, now }])];
  expect(others).toEqual([]);
  return one;
};

test('the same rules decide a past pathway alike', () => {
  const same = replayed(next('targets.yaml', 'the stricter policy', 'a stricter policy'));
  expect(same).toEqual({ patient: 'case', pathway: 'pathway', steps: [], gates: [], advice: [] });
});

test('a stricter block tells the steps that would stand otherwise, and the procedure that would not have begun', () => {
  const stricter = replayed(
    next('targets.yaml', 'minimumRelief: 50 # the stricter', 'minimumRelief: 80 # the stricter'),
  );
  expect(stricter?.pathway).toBe('pathway');
  expect(stricter?.gates).toMatchObject([{ wasOpen: true, isOpen: false, closed: ['Positive diagnostic block'] }]);
  expect(stricter?.gates).toHaveLength(1);
});

test('a window that moves is told as the state of its step', () => {
  const later = replayed(
    next('policy.yaml', 'id: outcomeWeek1, low: 6, high: 10', 'id: outcomeWeek1, low: 16, high: 20'),
  );
  const told = later?.steps.map(({ step, before: was, after: is }) => [step.id, was?.state, is?.state]);
  // With the week's results the time of those of before the procedure moves too.
  expect(told).toEqual([
    ['outcome-baseline', 'missed', 'ready'],
    ['outcome-week-1', 'overdue', 'waiting'],
  ]);
});
