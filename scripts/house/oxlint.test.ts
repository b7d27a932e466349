import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cryopath-oxlint-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The rules of the house's own configuration that a test file breaks. */
function brokenRules(text: string): string[] {
  const file = join(folder, 'probe.test.ts');
  writeFileSync(file, text);
  const args = [oxlint, '--config', join(root, '.oxlintrc.json'), '--format', 'json', file];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return diagnostics.map(({ code }) => code);
}

const sound = "import { expect, test } from 'vitest';\ntest('a', () => {\n  expect(1 + 1).toBe(2);\n});\n";

test('a sound test breaks no rule', () => {
  expect(brokenRules(sound)).toEqual([]);
});

test('an expect without a matcher is refused', () => {
  expect(brokenRules(sound.replace('.toBe(2)', ''))).toContain('vitest(valid-expect)');
});

test('a matcher that is named and never called is refused', () => {
  expect(brokenRules(sound.replace('.toBe(2)', '.toBe'))).toContain('vitest(valid-expect)');
});

test('a promise of an expectation that nobody awaits is refused', () => {
  expect(brokenRules(sound.replace('.toBe(2)', '.resolves.toBe(2)'))).toContain('vitest(valid-expect)');
});

test('a test that expects nothing is refused, one that holds a property is not', () => {
  expect(brokenRules(sound.replace('expect(1 + 1).toBe(2)', 'Math.max(1)'))).toContain('vitest(expect-expect)');
  const property = "import fc from 'fast-check';\nimport { test } from 'vitest';\n";
  expect(brokenRules(`${property}test('a', () => fc.assert(fc.property(fc.nat(), (n) => n >= 0)));\n`)).toEqual([]);
});

test('a focused test is refused', () => {
  expect(brokenRules(sound.replace('test(', 'test.only('))).toContain('vitest(no-focused-tests)');
});
