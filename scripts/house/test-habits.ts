import { type Finding, lineAt } from './finding.ts';
import { readSource } from './source.ts';
import { isCode, isTest, type Tree } from './tree.ts';

const HABITS: readonly { readonly habit: string; readonly pattern: RegExp; readonly advice: string }[] = [
  {
    habit: 'only',
    pattern: /\b(?:test|it|describe|suite)(?:\.\w+)*\.only\b/g,
    advice: '.only leaves the other tests unrun',
  },
  {
    habit: 'sleep',
    pattern: /(?<![\w$.])setTimeout\b|\btimers\s*\.\s*setTimeout\b|\bwaitForTimeout\b|\bAtomics\s*\.\s*wait\b/g,
    advice: 'sleeping proves nothing: advance the clock, or wait for what is waited for',
  },
];

/** `path habit`: why the test may. Only polling a real process that tells nobody when it is ready is a reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'packages/server/test/faults/kill.test.ts sleep':
    'kills real processes at random moments, and asks again until they are back',
  'packages/record/test/external-server.ts sleep': 'asks a PostgreSQL of the machine whether it answers yet',
};

/** Habits that make a test pass for the wrong reason. An `expect` without a matcher is oxlint's (see oxlint.test.ts). */
export function checkTestHabits(tree: Tree, allowed = ALLOWED): Finding[] {
  const unused = new Set(Object.keys(allowed));
  const findings = tree.paths
    .filter((path) => isCode(path) && isTest(path))
    .flatMap((file) => {
      const text = tree.text(file);
      const source = readSource(text);
      const timers = source.strings
        .filter((string) => string.text === 'node:timers/promises')
        .map(({ start }) => ({ habit: 'sleep', index: start, advice: HABITS[1]?.advice ?? '' }));
      const found = HABITS.flatMap(({ habit, pattern, advice }) =>
        [...source.code.matchAll(pattern)].map(({ index }) => ({ habit, index, advice })),
      );
      // An import of the timer is one habit, though it shows both the module and the name.
      const elsewhere = found.filter(
        ({ index }) => !timers.some((timer) => lineAt(text, timer.index) === lineAt(text, index)),
      );
      return [...timers, ...elsewhere]
        .filter(({ habit }) => {
          unused.delete(`${file} ${habit}`);
          return !(`${file} ${habit}` in allowed);
        })
        .map(({ index, advice }) => ({ file, line: lineAt(text, index), message: advice }));
    });
  const stale = [...unused].map((entry) => ({
    file: 'scripts/house/test-habits.ts',
    line: 1,
    message: `allows '${entry}', which nothing needs`,
  }));
  return [...findings, ...stale];
}
