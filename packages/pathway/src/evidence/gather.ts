import type { Variables } from '@cryopath/fhir/fhirpath';
import { blockScores } from '../block/block-scores.ts';
import { blockRelief } from '../block/relief.ts';
import type { Instant } from '../clock/instant.ts';
import { valuesOf } from '../evaluate/values.ts';
import { answerName } from '../form/answer-names.ts';
import { answersOf, isAnswered } from '../form/response.ts';
import type { EvidenceSource, PolicyValue, Protocol } from '../protocol/protocol.ts';
import { formUrl, type Questionnaire } from '../protocol/questionnaire.ts';
import type { PatientRecord } from './patient-record.ts';
import { type StandingEvidence, standingEvidence } from './standing.ts';

/** What the conditions of a protocol speak of, found in one patient's record at one moment. */
export interface GatheredEvidence {
  /** By the names of library.yaml, as FHIRPath takes them. */
  readonly variables: Variables;
  /** When each evidence that is there came to be, by its name. */
  readonly times: ReadonlyMap<string, Instant>;
}

export function gatherEvidence(protocol: Protocol, record: PatientRecord, now: Instant): GatheredEvidence {
  const standing = standingEvidence(record, now, protocol.timeZone);
  const variables: Record<string, unknown> = {
    policy: policyObject(protocol.policy),
    sites: {},
    blocks: [],
    positiveSites: [],
  };
  const times = new Map<string, Instant>();
  for (const source of protocol.evidence) {
    const found = find(source, standing, protocol.forms);
    variables[source.name] = variableOf(source, found, protocol.policy);
    if (found.length > 0) times.set(source.name, Math.max(...found.map(({ at }) => at)) as Instant);
  }
  for (const { name, expression } of protocol.expressions) {
    const values = valuesOf(expression, {}, variables);
    variables[name] = values.ok ? values.value : [];
  }
  return { variables, times };
}

/**
 * For a form, the newest response: it replaces what was answered before. Two of the same instant both stay, and an expression that asks
 * for one answer then finds two and opens nothing. One that leaves open what the form must have answered is nothing, and what it replaced
 * does not come back.
 */
function find(
  source: EvidenceSource,
  standing: readonly StandingEvidence[],
  forms: readonly Questionnaire[],
): readonly StandingEvidence[] {
  if ('form' in source) {
    const url = formUrl(source.form);
    const responses = standing.filter(
      ({ resource }) =>
        resource.resourceType === 'QuestionnaireResponse' && String(resource.questionnaire).split('|')[0] === url,
    );
    const newest = Math.max(...responses.map(({ at }) => at));
    const found = responses.filter(({ at }) => at === newest);
    const form = forms.find(({ id }) => id === source.form);
    return form && found.every(({ resource }) => isAnswered(form, resource)) ? found : [];
  }
  const ofType = standing.filter(({ resource }) => resource.resourceType === source.type);
  return ofType.filter(({ resource }) => {
    const values = valuesOf(source.expression, resource, {});
    return values.ok && values.value.length === 1;
  });
}

function variableOf(
  source: EvidenceSource,
  found: readonly StandingEvidence[],
  policy: readonly PolicyValue[],
): unknown {
  const resources = found.map(({ resource }) => resource);
  if (!('computed' in source) || !source.computed) return resources;
  switch (source.computed) {
    case 'block-relief': {
      const scored = policy.find(({ id }) => id === 'blockScoredAt');
      if (!scored) return [];
      const decides = { from: scored.low, to: scored.high };
      return resources.map((resource) => blockRelief(blockScores(resource), decides));
    }
    case 'answers':
      return resources.map((resource) =>
        Object.fromEntries(Object.entries(answersOf(resource)).map(([linkId, value]) => [answerName(linkId), value])),
      );
    default:
      return source.computed satisfies never;
  }
}

/** `%policy.minimumRelief` is a number; a range is `%policy.observation.low` and `.high`. */
const policyObject = (policy: readonly PolicyValue[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(policy.map(({ id, low, high }) => [id, low === high ? low : { low, high }]));
