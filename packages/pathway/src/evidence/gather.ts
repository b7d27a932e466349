import type { Variables } from '@cryopath/fhir/fhirpath';
import { blockScores } from '../block/block-scores.ts';
import { blockRelief } from '../block/relief.ts';
import { readBlock, ruleOfBlock, type SiteBlock, siteBlocks } from '../block/target-block.ts';
import type { Instant } from '../clock/instant.ts';
import { lazily } from '../evaluate/expression-names.ts';
import { valuesOf } from '../evaluate/values.ts';
import { answerObject } from '../form/answer-object.ts';
import { isAnswered } from '../form/response.ts';
import { type Beginning, beganAt, minutesBeforeProcedure } from '../gate/procedure-beginning.ts';
import type { Pathway } from '../pathway/pathway.ts';
import type { EvidenceSource, PolicyValue, Protocol } from '../protocol/protocol.ts';
import { formUrl, type Questionnaire } from '../protocol/questionnaire.ts';
import { type Site, sitesOfProcedure, sitesOfResponse } from '../site/site.ts';
import type { PatientRecord } from './patient-record.ts';
import { writerOf } from './professional-word.ts';
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
 * @param beginning the Procedure that is about to begin, when one is being written.
 */
export function gatherEvidence(
  protocol: Protocol,
  record: PatientRecord,
  pathway: Pathway | undefined,
  now: Instant,
  beginning?: Beginning,
): GatheredEvidence {
  const patientsWord = protocol.evidence.flatMap((each) => ('form' in each && each.word ? [formUrl(each.form)] : []));
  const standing = grouped(pathway ? standingEvidence(record, pathway, now, protocol.timeZone, patientsWord) : []);
  const sites: Record<string, readonly Site[]> = {};
  const minutesBefore: Record<string, readonly number[]> = {};
  const writers: Record<string, readonly string[]> = {};
  const variables: Record<string, unknown> = { policy: policyObject(protocol), sites, minutesBefore, writers };
  const found = new Map<string, readonly StandingEvidence[]>();
  const all = new Map<string, readonly StandingEvidence[]>();
  // Most questions need few names: each is computed when it is first asked for.
  for (const source of protocol.evidence) {
    const stands = standingOf(source, standing);
    const counts = countingOf(source, stands, protocol.forms);
    all.set(source.name, stands);
    if (counts.length > 0) found.set(source.name, counts);
    lazily(variables, source.name, () => variableOf(source, counts, protocol));
    lazily(minutesBefore, source.name, () => {
      const begun = beginning || !pathway ? [] : beganAt(protocol, record, pathway);
      return [...new Set(counts.map(({ at }) => minutesBeforeProcedure(at, beginning, begun, now)))];
    });
    lazily(writers, source.name, () => unique(counts.flatMap(({ resource }) => writerOf(record, resource) ?? [])));
    const sitesOf = 'form' in source ? sitesOfResponse : sitesOfProcedure;
    if ('form' in source || source.type === 'Procedure') {
      lazily(sites, source.name, () => unique(counts.flatMap(({ resource }) => sitesOf(resource))));
    }
  }
  Object.defineProperty(sites, 'procedure', { enumerable: false, value: beginning?.sites ?? [] });
  const blockSource = protocol.evidence.find((source) => 'form' in source && source.computed === 'block-relief');
  const blocksOf = () =>
    blockSource && 'form' in blockSource
      ? siteBlocks(protocol, all.get(blockSource.name) ?? [], formOf(protocol.forms, blockSource.form))
      : [];
  lazily(variables, 'blocks', blocksOf);
  const blocks = () => variables.blocks as readonly SiteBlock[];
  lazily(variables, 'positiveSites', () => blocks().flatMap(({ positive, site }) => (positive ? [site] : [])));
  for (const { name, expression } of protocol.expressions) {
    lazily(variables, name, () => {
      const values = valuesOf(expression, {}, variables);
      return values.ok ? values.value : [];
    });
  }
  return {
    variables,
    found,
    all,
    get blocks() {
      return blocks();
    },
  };
}

/** What stands, by what it is looked for: a form's address, or a type. Oldest first. */
function grouped(standing: readonly StandingEvidence[]): ReadonlyMap<string, readonly StandingEvidence[]> {
  const groups = new Map<string, StandingEvidence[]>();
  for (const each of standing.toSorted((a, b) => a.at - b.at)) {
    const { resourceType, questionnaire } = each.resource;
    const key = resourceType === 'QuestionnaireResponse' ? String(questionnaire).split('|')[0] : resourceType;
    const group = groups.get(key ?? '');
    if (group) group.push(each);
    else groups.set(key ?? '', [each]);
  }
  return groups;
}

/** All that stands of one source, oldest first. */
function standingOf(
  source: EvidenceSource,
  standing: ReadonlyMap<string, readonly StandingEvidence[]>,
): readonly StandingEvidence[] {
  if ('form' in source) return standing.get(formUrl(source.form)) ?? [];
  return (standing.get(source.type) ?? []).filter(({ resource }) => {
    const values = valuesOf(source.expression, resource, {});
    return values.ok && values.value.length === 1;
  });
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
  return form && counting.every(({ resource }) => isComplete(form, resource)) ? counting : [];
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

const completeness = new WeakMap<object, WeakMap<object, boolean>>();

/** Whether a response answers what its form must have answered; the same two objects are asked about at every moment. */
function isComplete(form: Questionnaire, response: object): boolean {
  const known = completeness.get(form) ?? new WeakMap<object, boolean>();
  completeness.set(form, known);
  const complete = known.get(response) ?? isAnswered(form, response);
  known.set(response, complete);
  return complete;
}

const formOf = (forms: readonly Questionnaire[], id: string) => forms.find((form) => form.id === id);
const unique = <Value extends string>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

/** `%policy.minimumRelief` is a number; a range is `%policy.observation.low` and `.high`. */
const policyObject = ({ policy }: { readonly policy: readonly PolicyValue[] }): Readonly<Record<string, unknown>> =>
  Object.fromEntries(policy.map(({ id, low, high }) => [id, low === high ? low : { low, high }]));
