import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { type Instant, isoOf, type Questionnaire, type QuestionnaireItem } from '@cryopath/pathway';
import { protocolFolder, withoutCases } from '../src/protocol/protocol-folder.ts';
import { publishProtocol } from '../src/protocol/publish.ts';
import { serviceRequester } from '../src/sign-in/service-requester.ts';
import { type TestClinic, testClinic } from './clinic.ts';

/** A clinic in which the product's own protocol is kept in the record, as it is when the service starts. */
export interface PathwayClinic extends TestClinic {
  /** A new patient of the clinic. @returns the id. */
  patient(): Promise<string>;
  /** Calls an operation and gives its answer; fails the test unless the status is as expected. */
  operate(
    role: Parameters<TestClinic['call']>[0],
    url: string,
    parameters?: readonly JsonObject[],
    status?: number,
  ): Promise<JsonResource>;
  /** Puts on the record everything that a cryoablation asks for, in a doctor's words, but what is left out. */
  qualify(patient: string, leaveOut?: readonly string[]): Promise<void>;
  /** A form as it is served. */
  form(id: string): Promise<Questionnaire>;
}

export async function pathwayClinic(): Promise<PathwayClinic> {
  const clinic = await testClinic();
  const files = withoutCases(await protocolFolder());
  const signature = { who: serviceRequester.who, at: clinic.clock.now() as Instant };
  const published = await publishProtocol(clinic.record, serviceRequester, {
    files,
    signature,
    base: 'http://clinic.test/fhir',
  });
  if (!published.ok) throw new Error(JSON.stringify(published.outcome));
  const forms = new Map<string, Questionnaire>();
  const form = async (id: string): Promise<Questionnaire> => {
    const known = forms.get(id);
    if (known) return known;
    const url = encodeURIComponent(`urn:cryopath:form:${id}`);
    const found = (await clinic.call('nurse', 'GET', `/fhir/Questionnaire?url=${url}`)).json() as {
      entry?: { resource: Questionnaire }[];
    };
    const served = found.entry?.[0]?.resource;
    if (!served) throw new Error(`No form ${id} is served`);
    forms.set(id, served);
    return served;
  };
  return {
    ...clinic,
    form,
    async qualify(patient, leaveOut = []) {
      const authored = isoOf(clinic.clock.now());
      const resources = leaveOut.includes('consent') ? [] : [consentOf(patient, authored)];
      for (const id of QUALIFYING.filter((each) => !leaveOut.includes(each))) {
        resources.push({ ...goodAnswers(await form(id)), subject: { reference: `Patient/${patient}` }, authored });
      }
      for (const resource of resources) {
        const by = writerOf(String(resource.questionnaire).split('|')[0]?.split(':').at(-1) ?? '');
        const answer = await clinic.call(by, 'POST', `/fhir/${resource.resourceType}`, { body: resource });
        if (answer.statusCode !== 201) throw new Error(`${resource.questionnaire}: ${answer.body.slice(0, 600)}`);
      }
    },
    async patient() {
      const body = { resourceType: 'Patient', managingOrganization: { reference: 'Organization/c1' } };
      const created = await clinic.call('doctor', 'POST', '/fhir/Patient', { body });
      return (created.json() as { id: string }).id;
    },
    async operate(role, url, parameters = [], status = 200) {
      const body = { resourceType: 'Parameters', ...(parameters.length > 0 ? { parameter: parameters } : {}) };
      const answer = await clinic.call(role, 'POST', `/fhir/${url}`, { body });
      if (answer.statusCode !== status) throw new Error(`${url}: ${answer.statusCode} ${answer.body.slice(0, 1_500)}`);
      return answer.json() as JsonResource;
    },
  };
}

/** The forms that the gate before a cryoablation looks at, in the order in which each may be filled in. */
export const QUALIFYING = [
  'interview',
  'examination',
  'imaging-review',
  'diagnostic-block',
  'qualification-decision',
  'contraindications',
  'anticoagulant-plan',
  'time-out',
  'time-out-second',
] as const;

/** Whose entry a form is: the time-out has two people (H02). */
export const writerOf = (form: string): 'doctor' | 'nurse' => (form === 'time-out-second' ? 'nurse' : 'doctor');

/** Answers that qualify a patient, to every question that must be answered and is asked by the answers above it. */
export function goodAnswers(form: Questionnaire, given: Readonly<Record<string, unknown>> = {}): JsonResource {
  const answers = new Map<string, unknown>();
  const fill = (items: readonly QuestionnaireItem[]): JsonObject[] =>
    items.flatMap((item): JsonObject[] => {
      if (!isAsked(item, answers)) return [];
      if (item.type === 'group') {
        const inside = fill(item.item ?? []);
        return inside.length > 0 ? [{ linkId: item.linkId, item: inside }] : [];
      }
      const isGiven = item.linkId in given;
      if (item.type === 'display' || (!item.required && !isGiven)) return [];
      const answer = answerTo(item, given);
      answers.set(item.linkId, Object.values(answer)[0]);
      return [{ linkId: item.linkId, answer: [answer] }];
    });
  const item = fill(form.item);
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${form.url}|${form.version}`,
    status: 'completed',
    ...(item.length > 0 ? { item } : {}),
  };
}

interface Condition {
  readonly question: string;
  readonly operator?: string;
  readonly answerCoding?: { readonly code: string };
  readonly answerBoolean?: boolean;
}

function isAsked(item: QuestionnaireItem, answers: ReadonlyMap<string, unknown>): boolean {
  const { enableWhen, enableBehavior } = item as unknown as {
    enableWhen?: readonly Condition[];
    enableBehavior?: string;
  };
  if (!enableWhen) return true;
  const holds = ({ question, operator, answerCoding, answerBoolean }: Condition) => {
    const answer = answers.get(question);
    const isEqual = answerCoding
      ? (answer as { code?: string } | undefined)?.code === answerCoding.code
      : answer === answerBoolean;
    return isEqual === (operator !== '!=');
  };
  return enableBehavior === 'any' ? enableWhen.some(holds) : enableWhen.every(holds);
}

/** Options that say that nothing stands in the way. */
const GOOD = ['no', 'none', 'same', 'qualified', 'none-found', 'agrees', 'left', 'lumbar-facet'];
const NO: ReadonlySet<string> = new Set(['sedation', 'opioid']);

function answerTo(
  { linkId, type, answerOption = [] }: QuestionnaireItem,
  given: Readonly<Record<string, unknown>>,
): JsonObject {
  const options = answerOption.flatMap(({ valueCoding }) => (valueCoding ? [valueCoding] : []));
  if (options.length > 0) {
    const option =
      options.find(({ code }) => code === given[linkId]) ??
      options.find(({ code }) => GOOD.includes(code)) ??
      options[0];
    return { valueCoding: { system: option?.system ?? '', code: option?.code ?? '' } };
  }
  switch (type) {
    case 'boolean':
      return { valueBoolean: (given[linkId] as boolean | undefined) ?? !NO.has(linkId) };
    case 'integer':
      return { valueInteger: (given[linkId] as number | undefined) ?? (linkId === 'before.pain' ? 8 : 1) };
    case 'decimal':
      return { valueDecimal: 1 };
    case 'date':
      return { valueDate: '2026-03-02' };
    case 'dateTime':
      return { valueDateTime: String(given[linkId] ?? '2026-03-02T10:00:00Z') };
    default:
      return { valueString: `${linkId} as found` };
  }
}

/** A consent to the treatment, signed before staff. */
export const consentOf = (patient: string, at: string): JsonResource => ({
  resourceType: 'Consent',
  status: 'active',
  dateTime: at,
  scope: { coding: [{ code: 'treatment' }] },
  category: [{ text: 'treatment' }],
  policyRule: { text: 'clinic' },
  patient: { reference: `Patient/${patient}` },
});

/** A cryoablation of the site that {@link goodAnswers} name. */
export const cryoablationOf = (patient: string, status: string, more: Partial<JsonResource> = {}): JsonResource => ({
  resourceType: 'Procedure',
  status,
  code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
  subject: { reference: `Patient/${patient}` },
  bodySite: [
    {
      coding: [
        { system: 'urn:cryopath:target', code: 'lumbar-facet' },
        { system: 'urn:cryopath:level', code: 'L1/L2' },
        { system: 'urn:cryopath:side', code: 'left' },
      ],
    },
  ],
  ...more,
});
