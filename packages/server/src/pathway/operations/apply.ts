import { type JsonResource, ok, outcome, parseJson, type Result, refused } from '@cryopath/fhir';
import type { FhirService } from '../../fhir/fhir-service.ts';
import type { Operation, OperationCall } from '../../fhir/operation/operation.ts';
import { applied } from '../apply/applied.ts';

/** What of the standard's input is taken; what only words a plan (userType, setting …) is taken and changes nothing. */
const input: Operation['input'] = [
  {
    name: 'planDefinition',
    min: 0,
    max: '1',
    type: 'PlanDefinition',
    documentation: 'The plan, when it is not that of the address.',
  },
  { name: 'subject', min: 1, max: '1', type: 'string', documentation: 'For whom: Patient/….' },
  { name: 'encounter', min: 0, max: '1', type: 'string', documentation: 'In which encounter.' },
  { name: 'practitioner', min: 0, max: '1', type: 'string', documentation: 'Who applies it.' },
  { name: 'organization', min: 0, max: '1', type: 'string', documentation: 'Where.' },
];

const description =
  'Gives the CarePlan that a PlanDefinition comes to for a patient: actions whose applicability is exactly true, with their start conditions, relations and resources, in a RequestGroup inside. Nothing is stored.';

const output: Operation['output'] = [
  { name: 'return', min: 1, max: '1', type: 'CarePlan', documentation: 'The plan for this patient, as a proposal.' },
];

/** R4 plandefinition-operation-apply, of a stored PlanDefinition or of one that is sent. */
export const apply: Operation = {
  code: 'apply',
  resource: 'PlanDefinition',
  level: 'both',
  permission: 'pathway-read',
  title: 'Apply a plan',
  description,
  affectsState: false,
  input,
  output,
  definedBy: 'http://hl7.org/fhir/OperationDefinition/PlanDefinition-apply',
  run,
};

async function run(call: OperationCall, service: FhirService): Promise<Result<JsonResource>> {
  const { input: given, requester, id, language } = call;
  const plan = id === '' ? planSent(call) : await stored(service, call, 'PlanDefinition', id);
  if (!plan.ok) return plan;
  const reference = given.text('subject') ?? '';
  const subject = /^Patient\/([A-Za-z0-9.-]{1,64})$/.exec(reference)?.[1];
  if (subject === undefined) {
    return refused(outcome('CRYO-185', { operation: '$apply', parameter: 'subject', expected: 'Patient/…' }));
  }
  const patient = await stored(service, call, 'Patient', subject);
  if (!patient.ok) return patient;
  const activities = await activitiesOf(service, call, plan.value);
  const about = {
    patient: patient.value,
    activities,
    at: service.clock.now(),
    language,
    practitioner: given.text('practitioner') ?? requester.who,
    encounter: given.text('encounter'),
    organization: given.text('organization'),
  };
  return ok(applied(plan.value, about));
}

function planSent({ input: given }: OperationCall): Result<JsonResource> {
  const plan = given.resource('planDefinition');
  return plan ? ok(plan) : refused(outcome('CRYO-168', { operation: '$apply', parameter: 'planDefinition' }));
}

async function stored(
  { record }: FhirService,
  { requester }: OperationCall,
  type: string,
  id: string,
): Promise<Result<JsonResource>> {
  const found = await record.read(requester, type, id);
  if (!found.ok) return found;
  const parsed = parseJson(found.value.text);
  return parsed.ok ? ok(parsed.value as JsonResource) : parsed;
}

/** The ActivityDefinitions that a plan names and that are in the record, by their canonical address with its version, if it has one. */
async function activitiesOf(
  { record, base }: FhirService,
  { requester }: OperationCall,
  plan: JsonResource,
): Promise<ReadonlyMap<string, JsonResource>> {
  const named = [...JSON.stringify(plan).matchAll(/"definitionCanonical":"([^"#]+)/g)].map(([, url = '']) => url);
  const found = new Map<string, JsonResource>();
  for (const canonical of new Set(named)) {
    const [url = '', version] = canonical.split('|');
    const asked = `url=${encodeURIComponent(url)}${version === undefined ? '' : `&version=${encodeURIComponent(version)}`}`;
    const result = await record.search(requester, 'ActivityDefinition', `${asked}&_count=1`, { base });
    const bundle = result.ok ? parseJson(result.value.text) : undefined;
    const [entry] = bundle?.ok ? ((bundle.value as { entry?: { resource: JsonResource }[] }).entry ?? []) : [];
    if (entry?.resource.resourceType === 'ActivityDefinition') found.set(canonical, entry.resource);
  }
  return found;
}
