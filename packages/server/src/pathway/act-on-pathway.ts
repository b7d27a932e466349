import { type JsonResource, ok, parseJson, type Result } from '@cryopath/fhir';
import type { ActChange, ActPlace, PolicyOperation } from '@cryopath/record';
import type { FhirService } from '../fhir/fhir-service.ts';
import type { OperationAnswer, OperationCall } from '../fhir/operation/operation.ts';
import { chartTypes } from './chart-types.ts';
import { type PathwayAt, pathwayAt } from './pathway-at.ts';

/** What an operation makes of a pathway: what is written, and what its caller is told. */
export interface PathwayPlan {
  readonly changes: readonly ActChange[];
  readonly answer: (written: readonly JsonResource[]) => OperationAnswer;
}

export interface PathwayPlace extends PathwayAt {
  readonly place: ActPlace;
}

interface Named {
  readonly operation: string;
  readonly permission: PolicyOperation;
}

/** Does something to the pathway that a call names, in one transaction that nobody else writes the chart in. */
export function actOnPathway(
  { operation, permission }: Named,
  call: OperationCall,
  { record, protocols }: FhirService,
  plan: (at: PathwayPlace) => Result<PathwayPlan> | Promise<Result<PathwayPlan>>,
): Promise<Result<OperationAnswer>> {
  return acted({ operation, permission, type: 'CarePlan', id: call.id }, call, record, async (place) => {
    const written = await place.view.written(chartTypes(protocols));
    const { named, patient, now, view } = place;
    const at = await pathwayAt(protocols, { plan: named, patient, written, now, view });
    return at.ok ? plan({ ...at.value, place }) : at;
  });
}

/** Does something to a chart, and reads the answer back as a resource. */
export async function acted(
  named: Named & { readonly type: string; readonly id: string },
  { requester, asked, idempotencyKey }: OperationCall,
  record: FhirService['record'],
  plan: (place: ActPlace) => Promise<Result<PathwayPlan>>,
): Promise<Result<OperationAnswer>> {
  const done = await record.act(requester, { ...named, asked, idempotencyKey, plan });
  if (!done.ok) return done;
  const parsed = parseJson(done.value.text);
  if (!parsed.ok) throw new Error('The answer of an operation cannot be read');
  return ok(parsed.value as OperationAnswer);
}

/** The pathway that a call names, as it is at a moment. */
export async function readPathway(
  operation: string,
  { requester, id }: OperationCall,
  { record, protocols, clock }: FhirService,
  at = clock.now(),
): Promise<Result<PathwayAt>> {
  const chart = await record.chart(requester, {
    operation,
    permission: 'pathway-read',
    type: 'CarePlan',
    id,
    types: chartTypes(protocols),
  });
  if (!chart.ok) return chart;
  const { patient, named, written } = chart.value;
  return pathwayAt(protocols, { plan: named, patient, written, now: at });
}
