import type { Instant, RecordResource } from '@cryopath/pathway';
import type { FreezeAdvice } from '../advice/advise-freeze.ts';
import type { DistanceId, Distances } from '../anatomy/distances.ts';
import { defaultFreeze, PLANNED_TISSUES, type PlannedFreeze } from '../planned-freeze.ts';
import type { Reach } from '../predict/reach.ts';

const CODE = { system: 'urn:cryopath:code', code: 'freeze-plan' } as const;
const PART = 'urn:cryopath:freeze-plan';
const TARGET = 'urn:cryopath:target';
const UCUM = 'http://unitsofmeasure.org';
/** Whether a distance was measured on this patient, or is the drawing's. */
const ORIGIN = 'urn:cryopath:distance-origin';

export interface PlanAuthor {
  readonly patient: string;
  /** Id of the CarePlan; none while the pathway is an implicit one. */
  readonly pathway?: string | undefined;
  /** `Practitioner/…` */
  readonly author: string;
  readonly at: Instant;
}

interface Quantity {
  readonly value?: number;
}
interface Component {
  readonly code?: { readonly coding?: readonly { readonly system?: string; readonly code?: string }[] };
  readonly valueQuantity?: Quantity;
  readonly valueRange?: { readonly low?: Quantity; readonly high?: Quantity };
  readonly valueCodeableConcept?: { readonly coding?: readonly { readonly code?: string }[] };
  readonly extension?: readonly { readonly url?: string; readonly valueCode?: string }[];
}

const UNITS = {
  temperature: 'Cel',
  cycles: '1',
  freeze: 's',
  thaw: 's',
  diameter: 'mm',
  'active-length': 'mm',
} as const;
type Setting = keyof typeof UNITS;
const unitOf = (id: DistanceId): string => (id === 'approach' ? 'deg' : 'mm');

const codeOf = (code: string) => ({ coding: [{ system: PART, code }] });
const quantity = (value: number, unit: string) => ({ value: Number(value.toFixed(3)), unit, system: UCUM, code: unit });

/**
 * A plan as the record keeps it: one Observation of the pathway, with what was chosen, where each distance comes from, what was predicted with its
 * band, and what was advised. A later plan is a later Observation: none is overwritten (I3).
 */
export function freezePlanResource(
  planned: PlannedFreeze,
  reaches: readonly Reach[],
  advice: readonly FreezeAdvice[],
  { patient, pathway, author, at }: PlanAuthor,
): RecordResource {
  const settings: Readonly<Record<Setting, number>> = {
    temperature: planned.temperature,
    cycles: planned.cycles,
    freeze: planned.freeze,
    thaw: planned.thaw,
    diameter: planned.diameter,
    'active-length': planned.activeLength,
  };
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [CODE] },
    subject: { reference: `Patient/${patient}` },
    ...(pathway === undefined ? {} : { basedOn: [{ reference: `CarePlan/${pathway}` }] }),
    effectiveDateTime: new Date(at).toISOString(),
    performer: [{ reference: author }],
    bodySite: { coding: [{ system: TARGET, code: planned.target }] },
    method: {
      coding: [{ system: PART, code: 'predicted' }],
      text: 'Pennes bioheat equation with phase change; illustrative',
    },
    component: [
      ...Object.entries(settings).map(([id, value]) => ({
        code: codeOf(id),
        valueQuantity: quantity(value, UNITS[id as Setting]),
      })),
      { code: codeOf('tissue'), valueCodeableConcept: codeOf(planned.tissue) },
      ...Object.entries(planned.distances).map(([id, { value, origin }]) => ({
        extension: [{ url: ORIGIN, valueCode: origin }],
        code: codeOf(id),
        valueQuantity: quantity(value, unitOf(id as DistanceId)),
      })),
      ...reaches.flatMap(({ structure, kind, extreme }) =>
        extreme === undefined
          ? []
          : [
              {
                code: codeOf(`predicted-${kind}-${structure}`),
                valueRange: { low: quantity(extreme.low, 'mm'), high: quantity(extreme.high, 'mm') },
              },
            ],
      ),
      ...advice.map(({ id }) => ({ code: codeOf('advice'), valueCodeableConcept: codeOf(id) })),
    ],
  };
}

/** A plan that is on the record. */
export interface SavedFreezePlan {
  readonly id: string;
  readonly planned: PlannedFreeze;
  readonly at: string;
  readonly author: string;
  /** Ids of what was advised when it was saved. */
  readonly advice: readonly string[];
  readonly predicted: Readonly<Record<string, { readonly low: number; readonly high: number }>>;
}

/** The newest plan of this pathway that can be read whole; one that lacks a number is no plan. */
export function savedFreezePlan(
  resources: readonly RecordResource[],
  pathway: string | undefined,
): SavedFreezePlan | undefined {
  return resources
    .filter((one) => one.resourceType === 'Observation' && one.status === 'final' && hasCode(one, CODE.code))
    .filter(({ basedOn }) => {
      const plans = (basedOn as readonly { reference?: string }[] | undefined) ?? [];
      return plans.length === 0 || plans.some(({ reference }) => reference === `CarePlan/${pathway}`);
    })
    .toSorted((a, b) => Date.parse(String(b.effectiveDateTime)) - Date.parse(String(a.effectiveDateTime)))
    .map(readPlan)
    .find((plan) => plan !== undefined);
}

export const hasCode = ({ code }: RecordResource, wanted: string): boolean =>
  ((code as Component['code'])?.coding ?? []).some((one) => one.system === CODE.system && one.code === wanted);

function readPlan(resource: RecordResource): SavedFreezePlan | undefined {
  const components = (resource.component as readonly Component[] | undefined) ?? [];
  const part = (id: string) =>
    components.find(({ code }) => code?.coding?.some((one) => one.system === PART && one.code === id));
  const numberOf = (id: string) => part(id)?.valueQuantity?.value;
  const bodySite = resource.bodySite as Component['code'] | undefined;
  const target = bodySite?.coding?.find(({ system }) => system === TARGET)?.code;
  const numbers = (Object.keys(UNITS) as Setting[]).map((id) => [id, numberOf(id)] as const);
  if (target === undefined || numbers.some(([, value]) => typeof value !== 'number')) return undefined;
  const read = Object.fromEntries(numbers) as Record<Setting, number>;
  const base = defaultFreeze(target);
  const tissue = part('tissue')?.valueCodeableConcept?.coding?.[0]?.code;
  const distances: Distances = Object.fromEntries(
    Object.entries(base.distances).map(([id, own]) => {
      const value = numberOf(id);
      const isMeasured =
        part(id)?.extension?.some((one) => one.url === ORIGIN && one.valueCode === 'measured') ?? false;
      // Only what says that it was measured was (I2).
      return [id, value === undefined ? own : { value, origin: isMeasured ? 'measured' : 'assumed' }];
    }),
  );
  const predicted = components.flatMap(({ code, valueRange }): [string, { low: number; high: number }][] => {
    const id = code?.coding?.[0]?.code;
    const [low, high] = [valueRange?.low?.value, valueRange?.high?.value];
    return id !== undefined && low !== undefined && high !== undefined ? [[id, { low, high }]] : [];
  });
  return {
    id: String(resource.id),
    planned: {
      ...base,
      temperature: read.temperature,
      cycles: read.cycles,
      freeze: read.freeze,
      thaw: read.thaw,
      diameter: read.diameter,
      activeLength: read['active-length'],
      tissue: PLANNED_TISSUES.find((one) => one === tissue) ?? base.tissue,
      distances,
    },
    at: String(resource.effectiveDateTime),
    author: String((resource.performer as readonly { reference?: string }[] | undefined)?.[0]?.reference ?? ''),
    advice: components
      .filter(({ code }) => code?.coding?.[0]?.code === 'advice')
      .flatMap(({ valueCodeableConcept }) => valueCodeableConcept?.coding?.[0]?.code ?? []),
    predicted: Object.fromEntries(predicted),
  };
}
