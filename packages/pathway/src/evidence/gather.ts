import type { Variables } from '@cryopath/fhir/fhirpath';
import { blockScores } from '../block/block-scores.ts';
import { blockRelief } from '../block/relief.ts';
import { readBlock, ruleOfBlock, type SiteBlock, siteBlocks } from '../block/target-block.ts';
import type { Instant } from '../clock/instant.ts';
import { valuesOf } from '../evaluate/values.ts';
import { answerObject } from '../form/answer-object.ts';
import { isAnswered } from '../form/response.ts';
import type { Pathway } from '../pathway/pathway.ts';
import type { EvidenceSource, PolicyValue, Protocol } from '../protocol/protocol.ts';
import { formUrl, type Questionnaire } from '../protocol/questionnaire.ts';
import { type Site, sitesOfProcedure, sitesOfResponse } from '../site/site.ts';
import type { PatientRecord } from './patient-record.ts';
import { type StandingEvidence, standingEvidence } from './standing.ts';

/** What the conditions of a protocol speak of, found in one pathway of a patient's record at one moment. */
export interface GatheredEvidence {
  /** By the names of library.yaml, as FHIRPath takes them. */
  readonly variables: Variables;
  /** What counts of each evidence, by its name; nothing that is not there. */
  readonly found: ReadonlyMap<string, readonly StandingEvidence[]>;
  /** All that stands of it, what was replaced included, oldest first. */
  readonly all: ReadonlyMap<string, readonly StandingEvidence[]>;
  readonly blocks: readonly SiteBlock[];
}

/**
 * @param pathway whose evidence is asked for; `undefined` for one that is not there: then there is none.
 * @param beginning sites of the Procedure that is about to begin, when one is being written.
 */
export function gatherEvidence(
  protocol: Protocol,
  record: PatientRecord,
  pathway: Pathway | undefined,
  now: Instant,
  beginning: readonly Site[] = [],
): GatheredEvidence {
  const standing = pathway ? standingEvidence(record, pathway, now, protocol.timeZone) : [];
  const sites: Record<string, readonly Site[]> = {};
  const variables: Record<string, unknown> = { policy: policyObject(protocol), sites };
  const found = new Map<string, readonly StandingEvidence[]>();
  const all = new Map<string, readonly StandingEvidence[]>();
  const blockSource = protocol.evidence.find((source) => 'form' in source && source.computed === 'block-relief');
  for (const source of protocol.evidence) {
    const stands = standingOf(source, standing);
    const counts = countingOf(source, stands, protocol.forms);
    all.set(source.name, stands);
    if (counts.length > 0) found.set(source.name, counts);
    variables[source.name] = variableOf(source, counts, protocol);
    if ('form' in source) sites[source.name] = unique(counts.flatMap(({ resource }) => sitesOfResponse(resource)));
    if ('type' in source && source.type === 'Procedure') {
      sites[source.name] = unique(counts.flatMap(({ resource }) => sitesOfProcedure(resource)));
    }
  }
  const blocks =
    blockSource && 'form' in blockSource
      ? siteBlocks(protocol, all.get(blockSource.name) ?? [], formOf(protocol.forms, blockSource.form))
      : [];
  sites.procedure = beginning;
  variables.blocks = blocks;
  variables.positiveSites = blocks.filter(({ positive }) => positive).map(({ site }) => site);
  for (const { name, expression } of protocol.expressions) {
    const values = valuesOf(expression, {}, variables);
    variables[name] = values.ok ? values.value : [];
  }
  return { variables, found, all, blocks };
}

/** All that stands of one source, oldest first. */
function standingOf(source: EvidenceSource, standing: readonly StandingEvidence[]): readonly StandingEvidence[] {
  const of = standing.filter(({ resource }) => {
    if ('form' in source) {
      if (resource.resourceType !== 'QuestionnaireResponse') return false;
      return String(resource.questionnaire).split('|')[0] === formUrl(source.form);
    }
    if (resource.resourceType !== source.type) return false;
    const values = valuesOf(source.expression, resource, {});
    return values.ok && values.value.length === 1;
  });
  return of.toSorted((a, b) => a.at - b.at);
}

/**
 * What counts of them. For a form, the newest response: it replaces what was answered before. Two of the same instant both stay, and an
 * expression that asks for one answer then finds two and opens nothing. One that leaves open what the form must have answered is nothing,
 * and what it replaced does not come back.
 */
export function countingOf(
  source: EvidenceSource,
  standing: readonly StandingEvidence[],
  forms: readonly Questionnaire[],
): readonly StandingEvidence[] {
  if (!('form' in source)) return standing;
  const newest = standing.at(-1)?.at;
  const counting = standing.filter(({ at }) => at === newest);
  const form = formOf(forms, source.form);
  return form && counting.every(({ resource }) => isAnswered(form, resource)) ? counting : [];
}

function variableOf(source: EvidenceSource, found: readonly StandingEvidence[], protocol: Protocol): unknown {
  const resources = found.map(({ resource }) => resource);
  if (!('computed' in source) || !source.computed) return resources;
  switch (source.computed) {
    case 'block-relief':
      return found.map((each) => {
        const rule = ruleOfBlock(protocol, each);
        return rule ? readBlock(each, rule) : blockRelief(blockScores(each.resource), { from: 1, to: 0 });
      });
    case 'answers':
      return resources.map((resource) => answerObject(formOf(protocol.forms, source.form), resource));
    default:
      return source.computed satisfies never;
  }
}

const formOf = (forms: readonly Questionnaire[], id: string) => forms.find((form) => form.id === id);
const unique = <Value extends string>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

/** `%policy.minimumRelief` is a number; a range is `%policy.observation.low` and `.high`. */
const policyObject = ({ policy }: { readonly policy: readonly PolicyValue[] }): Readonly<Record<string, unknown>> =>
  Object.fromEntries(policy.map(({ id, low, high }) => [id, low === high ? low : { low, high }]));
