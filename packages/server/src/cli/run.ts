import { parseArgs } from 'node:util';
import { type Command, EXIT, type ExitCode, type Options, type Surroundings } from './command.ts';
import { helpOf, overview } from './help.ts';

/** Finds the command that the words name, reads its options, and runs it. */
export async function run(
  commands: readonly Command[],
  words: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const [first] = words;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const text = overview(commands);
    if (first === undefined) surroundings.error(text);
    else surroundings.out(text);
    return first === undefined ? EXIT.usage : EXIT.done;
  }
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
  if (command === undefined) return complain(`There is no command "${first}".`, 'cryopath --help', surroundings);
  const rest = words.slice(command.name.split(' ').length);
  const read = readOptions(command, rest);
  if (typeof read === 'string') return complain(read, `cryopath ${command.name} --help`, surroundings);
  if (read.options.help === true) {
    surroundings.out(helpOf(command));
    return EXIT.done;
  }
  const { least, most } = command.words;
  if (read.words.length < least || read.words.length > most) {
    return complain(
      `Usage: cryopath ${command.name} ${command.usage}`,
      `cryopath ${command.name} --help`,
      surroundings,
    );
  }
  return command.run(read.words, read.options, surroundings);
}

function complain(complaint: string, help: string, { error }: Surroundings): ExitCode {
  error(`${complaint}\nSee: ${help}\n`);
  return EXIT.usage;
}

function readOptions(command: Command, args: readonly string[]): { words: string[]; options: Options } | string {
  try {
    const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({
      args: withNegatives(command, args),
      options,
      allowPositionals: true,
      strict: true,
    });
    return { words: positionals, options: values as Options };
  } catch (error) {
    return (error as Error).message.split('. ')[0] ?? 'The options cannot be read.';
  }
}

/** `--temperature -70` as node:util wants it: `--temperature=-70`. A number below nought is no option. */
function withNegatives({ options }: Command, args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? '';
    const isValue = /^-[\d.]/.test(arg) && before.startsWith('--') && options[before.slice(2)]?.type === 'string';
    if (isValue) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
