import { settingsHelp } from '../configuration.ts';
import type { Command } from './command.ts';

/** `cryopath --help`: what there is. */
export function overview(commands: readonly Command[]): string {
  return [
    'Usage: cryopath <command> [options]',
    '',
    'Commands:',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'cryopath <command> --help tells more about one of them.',
    'Exit codes: 0 done, 1 failed, 2 called wrongly, 3 refused or damaged.',
    '',
  ].join('\n');
}

/** `cryopath <command> --help`. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { type, describe }]): [string, string] => [
    type === 'string' ? `--${name} <${name}>` : `--${name}`,
    describe,
  ]);
  const settings = settingsHelp().flatMap(({ variable, description, fallback }): [string, string][] => [
    [variable, `${description} Default: ${fallback}.`],
  ]);
  return [
    `Usage: cryopath ${[command.name, command.usage].filter((part) => part !== '').join(' ')}`,
    '',
    command.summary,
    ...command.details.flatMap((paragraph) => wrapped(paragraph, WIDTH)),
    '',
    'Options:',
    ...columns([...options, ['--help', 'Shows this.']]),
    ...(command.readsSettings ? ['', 'Environment:', ...columns(settings)] : []),
    '',
  ].join('\n');
}

const WIDTH = 100;

/** Two columns, the second one wrapped. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const left = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, text]) =>
    wrapped(text, WIDTH - left).map((line, index) => `${(index === 0 ? `  ${name}` : '').padEnd(left)}${line}`),
  );
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
