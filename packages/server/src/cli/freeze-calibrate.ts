import { readFile } from 'node:fs/promises';
import { bathMeasurement, calibrateContact } from '@cryopath/thermal';
import { type Command, EXIT, type ExitCode, type Surroundings } from './command.ts';

export const freezeCalibrate: Command = {
  name: 'freeze calibrate',
  summary: 'Fits a probe’s contact resistance to a measurement in a bath.',
  usage: '<file> [--json]',
  details: [
    'The file and how to make the measurement: docs/thermal.md, "Measuring a probe". The fitted resistance is what --contact of cryopath freeze takes; sensors that were not fitted show what it is worth.',
  ],
  options: { json: { type: 'boolean', describe: 'One JSON object.' } },
  words: { least: 1, most: 1 },
  readsSettings: false,
  async run([file = ''], options, surroundings) {
    const text = await readFile(file, 'utf8').catch((error: Error) => error);
    if (text instanceof Error) {
      surroundings.error(`${file} cannot be read: ${text.message}\n`);
      return EXIT.usage;
    }
    const read = bathMeasurement(text);
    if (!read.ok) return complain(read.errors, surroundings);
    const answer = calibrateContact(read.value);
    if (!answer.ok) return complain(answer.errors, surroundings);
    const { contact, uncertainty, sensors } = answer.value;
    if (options.json === true) {
      surroundings.out(
        `${JSON.stringify({ contact_m2K_W: contact, uncertainty_m2K_W: uncertainty, sensors }, null, 2)}\n`,
      );
      return EXIT.done;
    }
    surroundings.out(`Contact resistance ${contact.toExponential(2)} +- ${uncertainty.toExponential(1)} m2K/W\n`);
    for (const { name, isFitted, meanError, bias, last } of sensors) {
      const role = isFitted ? 'fitted   ' : 'predicted';
      surroundings.out(
        `${name.padEnd(10)} ${role}  mean error ${meanError.toFixed(1)} K, bias ${bias.toFixed(1)} K; at the end ${last.ours.toFixed(1)} for ${last.measured.toFixed(1)} degC\n`,
      );
    }
    return EXIT.done;
  },
};

function complain(
  errors: readonly { readonly field: string; readonly text: { readonly en: string } }[],
  { error }: Surroundings,
): ExitCode {
  for (const { field, text } of errors) error(`${field} ${text.en}\n`);
  return EXIT.usage;
}
