import { resolve } from 'node:path';
import { ok, type Result } from '@cryopath/fhir';
import { type ExportFiles, exportFiles } from '@cryopath/record';
import { silentLog } from '../log.ts';
import { openClinic } from '../open-clinic.ts';
import { serviceRequester } from '../sign-in/service-requester.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT, type Options } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { progress } from './progress.ts';
import { tellRefusal } from './tell-refusal.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Gives back a patient’s record, or all, as FHIR NDJSON.',
  usage: '(--patient <id> | --all) --out <folder>',
  details: [
    'The stored texts byte for byte, as they are at one moment, while the service runs; one file for each type, and a manifest.json with counts and SHA-256.',
    'A patient’s record comes with the practitioners, places and forms that it refers to. It is on the trail of every patient whose record leaves.',
    'With --out - everything goes to stdout, without a manifest. More: docs/import-export.md',
  ],
  options: {
    patient: { type: 'string', describe: 'Id of the Patient.' },
    all: { type: 'boolean', describe: 'Everything.' },
    out: { type: 'string', describe: 'A folder that is empty or not there yet; - for stdout.' },
    types: { type: 'string', describe: 'Only these types, separated by commas.' },
    since: { type: 'string', describe: 'Only what was written since: 2026-03-01, or an instant.' },
    history: { type: 'boolean', describe: 'Every version, instead of the current ones.' },
    data: { type: 'string', describe: 'Instead of DATA_DIR.' },
  },
  words: { least: 0, most: 0 },
  readsSettings: true,
  async run(_words, options, surroundings) {
    const { patient, out, types, since } = texts(options);
    const history = options.history === true;
    if ((patient === undefined) !== (options.all === true) || out === undefined) {
      surroundings.error('Either --patient or --all is needed, and --out.\nSee: cryopath export --help\n');
      return EXIT.usage;
    }
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    const base = `${configuration.publicUrl ?? `http://localhost:${configuration.port}`}/fhir`;
    const opened = await openClinic(configuration, { clock: systemClock, log: silentLog, base });
    if (!opened.ok) return tellRefusal(opened.outcome, surroundings);
    const { record, close } = opened.value;
    const shown = progress(systemClock, surroundings);
    try {
      const files = out === '-' ? standardOutput() : await exportFiles(resolve(out), history);
      if (!files.ok) return tellRefusal(files.outcome, surroundings);
      let count = 0;
      const exported = await record.export(serviceRequester, {
        ...(patient === undefined ? {} : { patient }),
        ...(types === undefined ? {} : { types: types.split(',') }),
        ...(since === undefined ? {} : { since }),
        history,
        async take(lines) {
          await files.value.take(lines);
          count += lines.length;
          shown.at(`${count} resources, ${lines.at(-1)?.type ?? ''}`);
        },
      });
      if (!exported.ok) {
        await files.value.abandon();
        return tellRefusal(exported.outcome, surroundings);
      }
      await files.value.finish(exported.value, `${base}/${patient === undefined ? '' : `Patient/${patient}/`}$export`);
      const { texts: given, deletions, patients, at } = exported.value;
      shown.done(`${given} resources and ${deletions} deletions of ${patients} patients, as they were at ${at}.`);
      return EXIT.done;
    } finally {
      await close();
    }
  },
};

/** Lines of the standard output, each waited for, so that a slow reader slows the export and does not fill the memory. */
function standardOutput(): Result<ExportFiles> {
  return ok({
    async take(lines) {
      const current = lines.filter(({ text }) => text !== '');
      if (current.length === 0) return;
      const text = current.map((line) => `${line.text}\n`).join('');
      await new Promise<void>((resolve, reject) => {
        process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
      });
    },
    finish: async () => [],
    abandon: async () => {},
  });
}

const texts = (options: Options): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'string' && value !== '' ? value : undefined,
    ]),
  );
