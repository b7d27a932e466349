import { expect, test } from 'vitest';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { run } from './run.ts';

async function called(words: string[], commands: readonly Command[] = COMMANDS) {
  let out = '';
  let error = '';
  const code = await run(commands, words, {
    environment: { PORT: 'nonsense' },
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    isWatched: false,
  });
  return { code, out, error };
}

test('--help lists every command, and goes to stdout', async () => {
  const { code, out } = await called(['--help']);
  expect(code).toBe(0);
  for (const { name, summary } of COMMANDS) expect(out).toMatch(new RegExp(`  ${name} +${summary.slice(0, 20)}`));
});

test.each(COMMANDS.map(({ name }) => name))(
  'cryopath %s --help tells how it is called and what the environment may say',
  async (name) => {
    const { code, out } = await called([...name.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: cryopath ${name}`);
    expect(out.split('\n').filter((line) => line.length > 110)).toEqual([]);
  },
);

test('help for the service explains every setting', async () => {
  expect((await called(['serve', '--help'])).out).toMatch(/PORT .*\n[\s\S]*DATA_DIR .*\n[\s\S]*CLINIC_ZONE /);
});

test.each([[[]], [['dance']], [['serve', '--no-such-option']], [['serve', 'a word too many']]])(
  '%j is a wrong call: code 2, with a hint',
  async (words) => {
    const { code, out, error } = await called(words);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain('cryopath');
  },
);

test('a wrong setting is refused in words before anything starts', async () => {
  const { code, error } = await called(['serve']);
  expect([code, error]).toEqual([2, 'PORT must be a whole number from 0 to 65535.\n']);
});
