import { type Instant, parseInstant } from '../clock/instant.ts';
import type { OpenedByHand } from '../evaluate/step-state.ts';
import { isAbout, referenceOf } from '../evidence/about.ts';
import type { PatientRecord, RecordResource } from '../evidence/patient-record.ts';
import type { Pathway } from '../pathway/pathway.ts';
import { OVERRIDERS, type Overrider, type Step } from '../protocol/protocol.ts';

/** What a DetectedIssue that opens a gate by hand is called. */
export const OVERRIDE_CODE = 'gate-override';
const CODE_SYSTEM = 'urn:cryopath:code';
/** Its extension: `step` and each `condition` as valueCode. */
export const OVERRIDE_EXTENSION = 'urn:cryopath:extension:gate-override';
/** Of a mitigation: the role in which its author signed, as valueCode. The record checks it against who was signed in. */
export const ROLE_EXTENSION = 'urn:cryopath:extension:role';

/** One person's signature under an override. */
export interface OverrideSignature {
  readonly author: string;
  readonly role?: Overrider;
  readonly at: Instant;
}

/** A DetectedIssue that opens a gate by hand, or is about to, as it says itself. */
export interface GateOverride {
  readonly id?: string;
  readonly status: string;
  /** The CarePlan's id; absent unless it names exactly one. */
  readonly pathway?: string;
  readonly step: string;
  readonly conditions: readonly string[];
  readonly reason?: string;
  readonly at?: Instant;
  readonly signatures: readonly OverrideSignature[];
}

/** Reads a DetectedIssue; `undefined` for what is none of a gate. */
export function readOverride(resource: RecordResource): GateOverride | undefined {
  if (resource.resourceType !== 'DetectedIssue') return undefined;
  const codings = listOf((resource.code as { readonly coding?: unknown } | undefined)?.coding);
  if (!codings.some(({ system, code }) => system === CODE_SYSTEM && code === OVERRIDE_CODE)) return undefined;
  const extension = listOf(resource.extension).filter(({ url }) => url === OVERRIDE_EXTENSION);
  const parts = extension.length === 1 ? listOf(extension[0]?.extension) : [];
  const values = (name: string) =>
    parts.flatMap(({ url, valueCode }) => (url === name && typeof valueCode === 'string' ? [valueCode] : []));
  const plans = listOf(resource.implicated).map(referenceOf);
  const plan = plans.length === 1 ? /^CarePlan\/([^/]+)$/.exec(plans[0] ?? '')?.[1] : undefined;
  const at = typeof resource.identifiedDateTime === 'string' ? parseInstant(resource.identifiedDateTime) : undefined;
  const reason = typeof resource.detail === 'string' && resource.detail.trim() !== '' ? resource.detail : undefined;
  const steps = values('step');
  return {
    ...(typeof resource.id === 'string' ? { id: resource.id } : {}),
    status: String(resource.status),
    ...(plan === undefined ? {} : { pathway: plan }),
    step: steps.length === 1 ? (steps[0] ?? '') : '',
    conditions: [...new Set(values('condition'))],
    ...(reason === undefined ? {} : { reason }),
    ...(at === undefined ? {} : { at }),
    signatures: listOf(resource.mitigation).flatMap((each): OverrideSignature[] => {
      const author = referenceOf(each.author);
      const date = typeof each.date === 'string' ? parseInstant(each.date) : undefined;
      const roles = listOf(each.extension).flatMap(({ url, valueCode }) => (url === ROLE_EXTENSION ? [valueCode] : []));
      const role = OVERRIDERS.find((known) => roles.length === 1 && roles[0] === known);
      if (!/^Practitioner\/[^/]+$/.test(author) || date === undefined) return [];
      return [{ author, ...(role ? { role } : {}), at: date }];
    }),
  };
}

/**
 * The overrides of a step that stand (I2): final, of this patient and this pathway, with a reason, signed by two different people with roles that
 * each named condition allows, written by one of them, of a time that has come. One that names a condition that nobody may open opens nothing.
 */
export function standingOverrides(
  step: Step,
  record: PatientRecord,
  pathway: Pathway | undefined,
  now: Instant,
): readonly OpenedByHand[] {
  return record.resources.flatMap((resource): OpenedByHand[] => {
    const override = readOverride(resource);
    if (!override || override.step !== step.id || !isAbout(resource, record.patient)) return [];
    const { status, reason, at, signatures } = override;
    if (status !== 'final' || reason === undefined || at === undefined || at > now) return [];
    if (pathway?.id === undefined || override.pathway !== pathway.id) return [];
    const writer = record.writers?.get(resource);
    if (record.writers && !signatures.some(({ author }) => author === writer)) return [];
    const signed = signatures.filter((each) => each.at <= now);
    const conditions = override.conditions.map((name) => step.gate.find((condition) => condition.name === name));
    const opened = conditions.flatMap((condition) => {
      const roles: readonly Overrider[] = condition?.override ?? [];
      const people = new Set(signed.flatMap(({ author, role }) => (role && roles.includes(role) ? [author] : [])));
      return condition && people.size >= 2 ? [condition] : [];
    });
    if (opened.length === 0 || opened.length !== conditions.length) return [];
    const authors = [...new Set(signed.map(({ author }) => author))];
    return [{ ...(override.id ? { id: override.id } : {}), conditions: opened, reason, authors, at }];
  });
}

const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
