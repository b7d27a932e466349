import { type JsonResource, parseJson } from '@cryopath/fhir';
import { isoOf, type PastPathway, type Protocol, type Replayed, replay } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import { silentLog } from '../log.ts';
import { openClinic } from '../open-clinic.ts';
import { authoredRecord } from '../pathway/authored-record.ts';
import { chartTypes } from '../pathway/chart-types.ts';
import { pinnedIn } from '../pathway/pinned-version.ts';
import { clinicProtocol } from '../protocol/clinic-protocol.ts';
import { type Protocols, protocolsFrom } from '../protocol/protocols.ts';
import { serviceRequester } from '../sign-in/service-requester.ts';
import { systemClock } from '../system-clock.ts';
import { type Command, EXIT } from './command.ts';
import { configurationFor } from './configuration-for.ts';
import { progress } from './progress.ts';
import { compiledIn, folderOf } from './protocol-source.ts';
import { tellRefusal } from './tell-refusal.ts';

export const protocolReplay: Command = {
  name: 'protocol replay',
  summary: 'Decides the pathways of the record by another version of the protocol, and says what differs.',
  usage: '<folder> [--data <folder>]',
  details: [
    'Nothing is changed. One JSON object a pathway that differs on stdout: steps in another state, procedures that would or would not have begun, check-ins with other advice.',
    'Reading every pathway is on the trail. It may run while the service does.',
  ],
  options: { data: { type: 'string', describe: 'Instead of DATA_DIR.' } },
  words: { least: 1, most: 1 },
  readsSettings: true,
  async run([folder], options, surroundings) {
    const configuration = configurationFor(options, surroundings);
    if (configuration === undefined) return EXIT.usage;
    const target = await compiledIn(folderOf(folder), surroundings);
    if (!target) return EXIT.refused;
    const base = `${configuration.publicUrl ?? `http://localhost:${configuration.port}`}/fhir`;
    const opened = await openClinic(configuration, { clock: systemClock, log: silentLog, base });
    if (!opened.ok) return tellRefusal(opened.outcome, surroundings);
    const { record, close } = opened.value;
    const shown = progress(systemClock, surroundings);
    try {
      const protocols = protocolsFrom(await clinicProtocol());
      for (const refusal of await protocols.load(record, base)) tellRefusal(refusal, surroundings);
      let [looked, differ] = [0, 0];
      for await (const past of pathwaysIn(record, protocols, base)) {
        for (const replayed of replay(target, [past])) {
          looked += 1;
          shown.at(`${looked} pathways, ${differ} differ`);
          if (!isDifferent(replayed)) continue;
          differ += 1;
          surroundings.out(`${JSON.stringify(told(replayed))}\n`);
        }
      }
      shown.done(`${looked} pathways by version ${target.version}: ${differ} differ.`);
      return EXIT.done;
    } finally {
      await close();
    }
  },
};

/** Every pathway of a version that is known, one chart after another. */
async function* pathwaysIn(record: ClinicRecord, protocols: Protocols, base: string): AsyncGenerator<PastPathway> {
  const { url } = protocols.current;
  let query: string | undefined = 'status=active,on-hold,completed,revoked&_count=200';
  while (query !== undefined) {
    const found = await record.search(serviceRequester, 'CarePlan', query, { base, strict: true });
    const bundle = found.ok ? parseJson(found.value.text) : undefined;
    const page = bundle?.ok ? (bundle.value as unknown as Page) : {};
    for (const { resource } of page.entry ?? []) {
      const protocol = protocols.known(pinnedIn(resource, url) ?? '');
      const past = protocol && (await pastOf(record, protocols, protocol, String(resource.id)));
      if (past) yield past;
    }
    query = page.link?.find(({ relation }) => relation === 'next')?.url.split('?')[1];
  }
}

interface Page {
  readonly entry?: readonly { readonly resource: JsonResource }[];
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
}

async function pastOf(
  record: ClinicRecord,
  protocols: Protocols,
  protocol: Protocol,
  id: string,
): Promise<PastPathway | undefined> {
  const asked = { operation: 'protocol replay', permission: 'pathway-read', type: 'CarePlan', id } as const;
  const chart = await record.chart(serviceRequester, { ...asked, types: chartTypes(protocols) });
  if (!chart.ok) return undefined;
  const { patient, written } = chart.value;
  return { record: authoredRecord(patient, written, id), protocol, now: systemClock.now() };
}

const isDifferent = ({ steps, gates, advice }: Replayed): boolean => steps.length + gates.length + advice.length > 0;

const told = ({ pathway, steps, gates, advice }: Replayed) => ({
  pathway: `CarePlan/${pathway ?? ''}`,
  steps: steps.map(({ step, before, after }) => ({ step: step.id, before: before?.state, after: after?.state })),
  procedures: gates.map(({ procedure, at, wasOpen, isOpen, closed }) => ({
    procedure: `Procedure/${procedure}`,
    at: isoOf(at),
    wasOpen,
    isOpen,
    closed,
  })),
  advice: advice.map(({ response, at, before, after }) => ({
    response: `QuestionnaireResponse/${response}`,
    at: isoOf(at),
    before,
    after,
  })),
});
