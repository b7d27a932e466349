import { describe, expect, test } from 'vitest';
import { compileProtocol, type ProtocolFiles } from '../src/protocol/compile.ts';
import { describeFault } from '../src/protocol/fault.ts';
import type { Protocol } from '../src/protocol/protocol.ts';
import { checkProtocol } from '../src/review/check-protocol.ts';
import { diffProtocols } from '../src/review/diff-protocols.ts';
import { caseFiles, defaultProtocol, protocolFiles } from './protocol-files.ts';

const files: ProtocolFiles = { ...protocolFiles, ...caseFiles };

/** The files with one text replaced by another; both must be there, or the test would try nothing. */
const edited = (file: string, from: string, to: string): ProtocolFiles => {
  const text = files[file];
  if (!text?.includes(from)) throw new Error(`${file} does not hold ${from}`);
  return { ...files, [file]: text.replace(from, to) };
};

const compiled = (all: ProtocolFiles): Protocol => {
  const own = Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('cases/')));
  const result = compileProtocol(own);
  if (!result.ok) throw new Error(result.faults.map(describeFault).join('\n'));
  return result.protocol;
};

describe('the check before a protocol is published', () => {
  test('finds nothing in the default protocol', () => {
    expect(checkProtocol(files).map(describeFault)).toEqual([]);
  });

  test('names a step that waits for itself through another', () => {
    const circle = edited(
      'plan.yaml',
      "name: examined, expression: '%interview.exists() and",
      "name: examined, expression: '%procedure.exists() and %interview.exists() and",
    );
    const all = {
      ...circle,
      'plan.yaml': (circle['plan.yaml'] ?? '').replaceAll(
        "name: examined, expression: '%interview.exists() and",
        "name: examined, expression: '%procedure.exists() and %interview.exists() and",
      ),
    };
    expect(checkProtocol(all).map(describeFault).join('\n')).toMatch(
      /plan\.yaml:\d+: "procedure" can never start: procedure waits for procedure/,
    );
  });

  test('names a case that the protocol does not bear out, at the line of its expectation', () => {
    const [name = '', text = ''] = Object.entries(caseFiles).find(([, each]) => /\n {2}relief: /.test(each)) ?? [];
    const line = text.split('\n').findIndex((each) => /^ {2}relief: /.test(each)) + 1;
    const faults = checkProtocol({ ...files, [name]: text.replace(/\n {2}relief: .*/, '\n  relief: 12') });
    expect(faults.map(describeFault).join('\n')).toContain(`${name}:${line}: relief: expected 12`);
  });
});

describe('what a new version of a protocol means', () => {
  const protocol = defaultProtocol();

  test('is nothing when it is the same', () => {
    expect(diffProtocols(protocol, defaultProtocol())).toEqual([]);
  });

  test('is told of a window in both languages, and of the value that it comes from', () => {
    const next = compiled(edited('policy.yaml', 'id: noLifting, low: 2, high: 3', 'id: noLifting, low: 3, high: 5'));
    const told = diffProtocols(protocol, next).map(({ text }) => text);
    expect(told.some(({ en }) => en.includes('noLifting') && en.includes('2–3 d') && en.includes('3–5 d'))).toBe(true);
    expect(
      told.some(({ en }) => en.startsWith('At home') && en.includes('2–3 d (procedure) → 3–5 d (procedure)')),
    ).toBe(true);
    expect(told.some(({ pl }) => pl.startsWith('W domu'))).toBe(true);
  });

  test('is never silent: whatever part of a protocol differs, something is told', () => {
    // Of every list the first two: a whole protocol has some ten thousand leaves.
    const small = sampled(protocol) as Protocol;
    const silent: string[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]) => {
      if (typeof value === 'object' && value !== null) {
        for (const [key, child] of Object.entries(value))
          walk(child, [...path, Array.isArray(value) ? Number(key) : key]);
        return;
      }
      if (path.includes('version')) return;
      const changed = JSON.parse(JSON.stringify(small)) as Record<string | number, unknown>;
      let holder = changed;
      for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
      holder[path.at(-1) ?? ''] =
        typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}x`;
      if (diffProtocols(small, changed as unknown as Protocol).length === 0) silent.push(path.join('.'));
    };
    walk(small, []);
    expect(silent).toEqual([]);
  });
});

/** A value with the first two of every list. */
function sampled(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map(sampled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, sampled(child)]));
}
