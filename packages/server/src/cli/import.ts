import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { textOf } from '@cryopath/fhir';
import { foundUnder, type ImportRefusal, type ImportSummary, type ImportTally } from '@cryopath/record';
import { silentLog } from '../log.ts';
import { openClinic } from '../open-clinic.ts';
import { pathwayRules } from '../pathway/pathway-rules.ts';
import { clinicProtocol } from '../protocol/clinic-protocol.ts';
import { protocolsFrom } from '../protocol/protocols.ts';
import { importRequester } from '../sign-in/service-requester.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT, type ExitCode, type Options, type Surroundings } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { importTable } from './import-table.ts';
import { progress } from './progress.ts';
import { tellRefusal } from './tell-refusal.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Files resources of another system, each under its patient: Bundles, NDJSON, folders of them.',
  usage: '<path> … [--source <name>] [--clinic <id>] [--report <file>] [--dry-run]',
  details: [
    'Importing the same again writes nothing; what has changed there becomes the next version here. One that was cut off is finished by importing again.',
    'What is not stored is told on stdout, one JSON object a line: file, line, entry, type, id, code, place, reason. Code 3 when there is any.',
    'It may run while the service does. More: docs/import-export.md',
  ],
  options: {
    source: { type: 'string', describe: 'Name of the system that it comes from, kept with every resource. "import".' },
    base: { type: 'string', describe: 'Addresses of that system, separated by commas: links below them are to it.' },
    clinic: { type: 'string', describe: 'Id of the Organization whose patients they are, when they name none.' },
    'new-ids': { type: 'boolean', describe: 'Gives new ids: for a second system whose ids are those of the first.' },
    update: { type: 'boolean', describe: 'Replaces what is here under the same id, whoever wrote it.' },
    'dry-run': {
      type: 'boolean',
      describe: 'Stores nothing, and tells what would be refused. Does not ask the gates.',
    },
    report: { type: 'string', describe: 'File for what is not stored, instead of stdout.' },
    data: { type: 'string', describe: 'Instead of DATA_DIR.' },
  },
  words: { least: 1, most: Number.POSITIVE_INFINITY },
  readsSettings: true,
  async run(paths, options, surroundings) {
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    const base = `${configuration.publicUrl ?? `http://localhost:${configuration.port}`}/fhir`;
    const protocols = protocolsFrom(await clinicProtocol());
    const rules = pathwayRules(protocols);
    const opened = await openClinic(configuration, { clock: systemClock, log: silentLog, rules, base });
    if (!opened.ok) return tellRefusal(opened.outcome, surroundings);
    for (const refusal of await protocols.load(opened.value.record, base)) tellRefusal(refusal, surroundings);
    const { record, close } = opened.value;
    const report = reportTo(text(options.report), surroundings);
    const shown = progress(systemClock, surroundings);
    const begun = systemClock.monotonic();
    const seconds = () => Math.max(0.001, (systemClock.monotonic() - begun) / 1000);
    try {
      const imported = await record.import(importRequester(text(options.clinic) ?? ''), foundUnder(paths), {
        source: text(options.source) ?? 'import',
        bases: (text(options.base) ?? '').split(',').filter((each) => each !== ''),
        ids: options['new-ids'] === true ? 'new' : 'kept',
        update: options.update === true,
        dryRun: options['dry-run'] === true,
        onRefused: (refusal) => report.line(lineOf(refusal)),
        onProgress: (tally) => shown.at(progressText(tally, seconds())),
      });
      if (!imported.ok) return tellRefusal(imported.outcome, surroundings);
      shown.done(progressText(imported.value, seconds()));
      surroundings.error(importTable(imported.value));
      return ended(imported.value, options, surroundings);
    } finally {
      await report.close();
      await close();
    }
  },
};

function ended({ stopped, refused }: ImportSummary, options: Options, surroundings: Surroundings): ExitCode {
  if (options['dry-run'] === true) surroundings.error('Nothing was stored.\n');
  if (stopped) {
    tellRefusal(stopped, surroundings);
    surroundings.error('The import ended early. What is counted as stored is stored: import again to finish.\n');
    return EXIT.failed;
  }
  return refused > 0 ? EXIT.refused : EXIT.done;
}

const text = (option: string | boolean | undefined): string | undefined =>
  typeof option === 'string' && option !== '' ? option : undefined;

function progressText({ created, updated, unchanged, refused, waiting }: ImportTally, seconds: number): string {
  const done = created + updated + unchanged + refused;
  const rate = Math.round(done / seconds);
  return `${done} resources (${rate}/s): ${created} new, ${updated} changed, ${unchanged} as they were, ${refused} refused, ${waiting} waiting`;
}

/** One line of the report, an object for each fault. */
const lineOf = ({ place, type, id, issues }: ImportRefusal): string =>
  issues
    .map((issue) => {
      const { code, expression } = issue;
      const reason = textOf(issue, 'en');
      return `${JSON.stringify({ ...place, type, id, code, place: expression, reason })}\n`;
    })
    .join('');

/** Where the report goes. Waits for the disk, so that a report of a million lines does not pile up in memory. */
function reportTo(file: string | undefined, { out }: Surroundings) {
  if (file === undefined) return { line: out, close: async () => {} };
  const stream = createWriteStream(file, { mode: 0o600 });
  const ready = finished(stream);
  return {
    line: (line: string) =>
      new Promise<void>((resolve, reject) => {
        stream.write(line, (error) => (error ? reject(error) : resolve()));
      }),
    async close() {
      stream.end();
      await ready;
    },
  };
}
