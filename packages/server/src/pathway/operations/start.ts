import { type JsonResource, ok, outcome, refused } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { Operation } from '../../fhir/operation/operation.ts';
import { acted } from '../act-on-pathway.ts';

/** Begins a pathway: a CarePlan that keeps the version of the protocol that is current, whatever is published later (I4). */
export const start: Operation = {
  code: 'start',
  resource: 'CarePlan',
  level: 'type',
  permission: 'pathway-step',
  title: 'Start a pathway',
  description:
    'Makes the CarePlan of a pathway. It keeps the version of the protocol that it starts with until somebody moves it ($move-version).',
  affectsState: true,
  input: [
    { name: 'subject', min: 1, max: '1', type: 'Reference', documentation: 'The patient: Patient/….' },
    {
      name: 'version',
      min: 0,
      max: '1',
      type: 'string',
      documentation: 'Version of the protocol; the current one when it is not said.',
    },
    {
      name: 'addresses',
      min: 0,
      max: '*',
      type: 'Reference',
      documentation: 'Conditions that it is for: Condition/….',
    },
  ],
  output: [{ name: 'return', min: 1, max: '1', type: 'CarePlan', documentation: 'The pathway.' }],
  async run(call, { record, protocols, base }) {
    // Somebody may have published a version while this process ran.
    await protocols.load(record, base, 'new');
    if (call.input.text('version') === undefined && protocols.unreadable) return refused(protocols.unreadable);
    const patient = /^Patient\/(.+)$/.exec(call.input.reference('subject') ?? '')?.[1] ?? '';
    const named = { operation: '$start', permission: 'pathway-step', type: 'Patient', id: patient } as const;
    return acted(named, call, record, async ({ now, newId, view }) => {
      const version = call.input.text('version') ?? protocols.current.version;
      const protocol = await protocols.find(version, view);
      if (!protocol) return refused(outcome('CRYO-621', { version: version.slice(0, 64) }));
      const addresses = call.input.references('addresses').map((reference) => ({ reference }));
      const plan: JsonResource = {
        resourceType: 'CarePlan',
        id: newId(),
        status: 'active',
        intent: 'plan',
        title: protocol.title.en,
        instantiatesCanonical: [`${protocol.url}|${protocol.version}`],
        subject: { reference: `Patient/${patient}` },
        period: { start: isoOf(now) },
        created: isoOf(now),
        author: { reference: call.requester.who },
        ...(addresses.length > 0 ? { addresses } : {}),
      };
      return ok({ changes: [{ interaction: 'create', resource: plan }], answer: ([written]) => written ?? plan });
    });
  },
};
