import { createHash } from 'node:crypto';
import type { JsonResource, Result } from '@cryopath/fhir';
import {
  type Activity,
  type Instant,
  isoOf,
  libraryId,
  type Protocol,
  type ProtocolFiles,
  PUBLICATION,
  publishedFiles,
  publishedProtocol,
  signedText,
} from '@cryopath/pathway';

/** Who signs a protocol, and when. */
export interface Signature {
  /** Literal reference. */
  readonly who: string;
  readonly at: Instant;
}

/** SHA-256 over every file of a protocol, its name and its bytes, in the order of names. */
export const protocolHash = (files: ProtocolFiles): string =>
  createHash('sha256').update(signedText(files)).digest('hex');

/**
 * A version of a protocol as it is kept in the record: the Library holds the files byte for byte, so that the same protocol is compiled from it for good; the
 * PlanDefinition, the ActivityDefinitions and the Questionnaires say the same to any FHIR tool. None of them is ever changed (I4).
 */
export function publicationOf(protocol: Protocol, files: ProtocolFiles, signature: Signature): readonly JsonResource[] {
  const { url, version, title } = protocol;
  const id = libraryId(protocol);
  const signed = { extension: [publication(protocol, files, signature)] };
  const common = { version, status: 'active', date: isoOf(signature.at), ...signed } as const;
  const library = {
    resourceType: 'Library',
    id,
    url: `${url}:library`,
    name: 'CryoablationProtocol',
    title: title.en,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/library-type', code: 'asset-collection' }] },
    content: Object.entries(files).map(([name, text]) => ({
      contentType: 'application/yaml',
      title: name,
      data: Buffer.from(text, 'utf8').toString('base64'),
    })),
    ...common,
  };
  const plan = {
    resourceType: 'PlanDefinition',
    id,
    url,
    name: 'Cryoablation',
    title: title.en,
    type: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'clinical-protocol' }],
    },
    library: [`${url}:library|${version}`],
    action: protocol.stages.map((stage) => {
      const steps = protocol.steps.filter((step) => step.stage === stage.id).map((step) => actionOf(step, version));
      return { id: stage.id, title: stage.title.en, ...(steps.length > 0 ? { action: steps } : {}) };
    }),
    ...common,
  };
  const forms = protocol.forms.map((form) => ({
    ...(form as unknown as JsonResource),
    id: `${form.id}-${version}`,
    status: 'active',
    date: isoOf(signature.at),
    ...signed,
  }));
  const activities = protocol.steps.flatMap((step) =>
    step.activity === undefined ? [] : [{ ...activityOf(step, step.activity, protocol), ...common }],
  );
  return [library, plan, ...activities, ...forms] as unknown as readonly JsonResource[];
}

/** What a step without a form asks for. */
const activityOf = (
  { id, title, about, participants }: Protocol['steps'][number],
  { kind, code }: Activity,
  protocol: Protocol,
) => ({
  resourceType: 'ActivityDefinition',
  id: `${protocol.id}-${id}-${protocol.version}`,
  url: activityUrl(id),
  name: `Cryoablation${id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
  title: title.en,
  description: about.en,
  kind,
  intent: 'order',
  code: { coding: [code], text: title.en },
  participant: participants.map((participant) => ({ type: participantType(participant) })),
});

const activityUrl = (step: string): string => `urn:cryopath:activity:${step}`;

const participantType = (participant: string): string =>
  participant === 'patient' ? 'patient' : participant === 'caregiver' ? 'related-person' : 'practitioner';

function actionOf(
  { id, title, about, gate, form, activity, offset, participants }: Protocol['steps'][number],
  version: string,
) {
  return {
    id,
    title: title.en,
    description: about.en,
    ...(gate.length > 0
      ? {
          condition: gate.map(({ name, expression }) => ({
            kind: 'start',
            expression: { name, language: 'text/fhirpath', expression },
          })),
        }
      : {}),
    ...(offset
      ? {
          relatedAction: [
            {
              actionId: offset.after,
              relationship: 'after-end',
              offsetRange: { low: quantity(offset.low, offset.unit), high: quantity(offset.high, offset.unit) },
            },
          ],
        }
      : {}),
    participant: participants.map((participant) => ({ type: participantType(participant) })),
    ...(form === undefined ? {} : { definitionCanonical: `urn:cryopath:form:${form}|${version}` }),
    ...(activity === undefined ? {} : { definitionCanonical: `${activityUrl(id)}|${version}` }),
  };
}

const quantity = (value: number, unit: string) => ({ value, unit, system: 'http://unitsofmeasure.org', code: unit });

const publication = (protocol: Protocol, files: ProtocolFiles, { who, at }: Signature) => ({
  url: PUBLICATION,
  extension: [
    { url: 'protocol', valueCanonical: `${protocol.url}|${protocol.version}` },
    { url: 'hash', valueString: protocolHash(files) },
    { url: 'signedBy', valueReference: { reference: who } },
    { url: 'signedAt', valueInstant: isoOf(at) },
  ],
});

/** The protocol that a published Library holds. Refused: as {@link publishedProtocol}. */
export const protocolIn = (library: JsonResource): Result<Protocol> =>
  publishedProtocol(library, protocolHash(publishedFiles(library)));
