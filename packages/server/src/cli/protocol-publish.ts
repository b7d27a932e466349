import { checkProtocol, describeFault } from '@cryopath/pathway';
import { silentLog } from '../log.ts';
import { openClinic } from '../open-clinic.ts';
import { pathwayRules } from '../pathway/pathway-rules.ts';
import { clinicProtocol } from '../protocol/clinic-protocol.ts';
import { withoutCases } from '../protocol/protocol-folder.ts';
import { protocolsFrom } from '../protocol/protocols.ts';
import { publishProtocol } from '../protocol/publish.ts';
import { serviceRequester } from '../sign-in/service-requester.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { folderOf, readProtocol } from './protocol-source.ts';
import { tellRefusal } from './tell-refusal.ts';

export const protocolPublish: Command = {
  name: 'protocol publish',
  summary: 'Keeps a version of the protocol in the record for good, under the name of whoever signs it.',
  usage: '<folder> --by <Practitioner/…> [--data <folder>]',
  details: [
    'Only what "protocol check" finds nothing in, its cases included. New pathways follow it at once; those that run keep their version until somebody moves them.',
    'A published version is never changed: publishing the same again does nothing, other files under the same version are refused. It may run while the service does.',
  ],
  options: {
    by: { type: 'string', describe: 'Who signs it: a Practitioner of the record.' },
    data: { type: 'string', describe: 'Instead of DATA_DIR.' },
  },
  words: { least: 1, most: 1 },
  readsSettings: true,
  async run([folder], options, surroundings) {
    const by = /^Practitioner\/([A-Za-z0-9.-]{1,64})$/.exec(String(options.by ?? ''))?.[1];
    if (by === undefined) {
      surroundings.error('--by must name who signs it: Practitioner/….\n');
      return EXIT.usage;
    }
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    const files = await readProtocol(folderOf(folder), surroundings);
    if (!files) return EXIT.usage;
    surroundings.error('Checking the protocol and its cases…\n');
    const faults = checkProtocol(files);
    for (const fault of faults) surroundings.out(`${describeFault(fault)}\n`);
    if (faults.length > 0) return EXIT.refused;
    const base = `${configuration.publicUrl ?? `http://localhost:${configuration.port}`}/fhir`;
    const rules = pathwayRules(protocolsFrom(await clinicProtocol()));
    surroundings.error('Opening the record…\n');
    const opened = await openClinic(configuration, { clock: systemClock, log: silentLog, rules, base });
    if (!opened.ok) return tellRefusal(opened.outcome, surroundings);
    const { record, close } = opened.value;
    try {
      const signer = await record.read(serviceRequester, 'Practitioner', by);
      if (!signer.ok) return tellRefusal(signer.outcome, surroundings);
      const signature = { who: `Practitioner/${by}`, at: systemClock.now() };
      const published = await publishProtocol(record, serviceRequester, {
        files: withoutCases(files),
        signature,
        base,
      });
      if (!published.ok) return tellRefusal(published.outcome, surroundings);
      const { library, hash, isNew, protocol } = published.value;
      surroundings.out(`${library} ${hash}\n`);
      surroundings.error(
        isNew ? `Version ${protocol.version} is published.\n` : `Version ${protocol.version} was published before.\n`,
      );
      return EXIT.done;
    } finally {
      await close();
    }
  },
};
