import { instantOf } from '../src/clock/instant.ts';
import type { RecordResource } from '../src/evidence/patient-record.ts';
import { OVERRIDE_EXTENSION, ROLE_EXTENSION } from '../src/gate/override.ts';
import type { Condition, EvidenceSource, Protocol, Step, Text } from '../src/protocol/protocol.ts';
import { LEVEL_SYSTEM, type Questionnaire, SIDE_SYSTEM, TARGET_SYSTEM } from '../src/protocol/questionnaire.ts';
import { defaultProtocol } from './protocol-files.ts';

/** A small protocol for tests of the engine: what the default one says is its own tests' matter. */
const toyText = (text: string): Text => ({ en: text, pl: `${text} (pl)` });
const translated = { extension: [] };

const toyForm = (id: string, item: Questionnaire['item'] = []): Questionnaire => ({
  resourceType: 'Questionnaire',
  id,
  url: `urn:cryopath:form:${id}`,
  version: '1',
  status: 'active',
  language: 'en',
  title: id,
  _title: translated,
  item,
});

export const condition = (name: string, expression: string, override: Condition['override'] = []): Condition => ({
  name,
  expression,
  title: toyText(name),
  reason: toyText(`not ${name}`),
  override,
});

export const toyStep = (id: string, more: Partial<Step> = {}): Step => ({
  id,
  stage: 'only',
  title: toyText(id),
  about: toyText(id),
  participants: ['doctor'],
  required: 'must',
  applies: [],
  gate: [],
  guarded: false,
  ...more,
});

/** A toy protocol in Warsaw with a form for every name, each of them evidence under its name. */
export function toyProtocol(steps: readonly Step[], forms: readonly string[], more: Partial<Protocol> = {}): Protocol {
  const evidence: readonly EvidenceSource[] = forms.map((form) => ({ name: form, form }));
  const { triage: _triage, repeat: _repeat, ...base } = defaultProtocol();
  return {
    ...base,
    id: 'toy',
    url: 'urn:cryopath:protocol:toy',
    version: '1',
    timeZone: 'Europe/Warsaw',
    evidence,
    expressions: [],
    stages: [{ id: 'only', title: toyText('only') }],
    steps,
    windows: [],
    redFlags: [],
    forms: forms.map((form) => toyForm(form)),
    ...more,
  };
}

export const PATIENT = 'anna';
export const NOW = instantOf('2026-03-02T11:00:00+01:00');

export const response = (form: string, authored: string, more: object = {}): RecordResource => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: `urn:cryopath:form:${form}|1`,
  status: 'completed',
  subject: { reference: `Patient/${PATIENT}` },
  authored,
  item: [],
  ...more,
});

export const carePlan = (id: string, start: string, more: object = {}): RecordResource => ({
  resourceType: 'CarePlan',
  id,
  status: 'active',
  intent: 'plan',
  subject: { reference: `Patient/${PATIENT}` },
  instantiatesCanonical: ['urn:cryopath:protocol:toy|1'],
  period: { start },
  ...more,
});

export const basedOn = (...ids: readonly string[]) => ({ basedOn: ids.map((id) => ({ reference: `CarePlan/${id}` })) });

export const task = (step: string, status: string, more: object = {}): RecordResource => ({
  resourceType: 'Task',
  id: `task-${step}`,
  status,
  intent: 'order',
  for: { reference: `Patient/${PATIENT}` },
  code: { coding: [{ system: 'urn:cryopath:step', code: step }] },
  lastModified: '2026-03-02T10:30:00+01:00',
  ...more,
});

export const toySignature = (author: string, role: string, date = '2026-03-02T10:40:00+01:00') => ({
  action: { text: 'opened by hand' },
  author: { reference: author },
  date,
  extension: [{ url: ROLE_EXTENSION, valueCode: role }],
});

export const override = (
  step: string,
  conditions: readonly string[],
  pathway: string,
  more: object = {},
): RecordResource => ({
  resourceType: 'DetectedIssue',
  id: 'override',
  status: 'final',
  patient: { reference: `Patient/${PATIENT}` },
  code: { coding: [{ system: 'urn:cryopath:code', code: 'gate-override' }] },
  implicated: [{ reference: `CarePlan/${pathway}` }],
  identifiedDateTime: '2026-03-02T10:40:00+01:00',
  detail: 'The images were seen at another hospital.',
  extension: [
    {
      url: OVERRIDE_EXTENSION,
      extension: [
        { url: 'step', valueCode: step },
        ...conditions.map((name) => ({ url: 'condition', valueCode: name })),
      ],
    },
  ],
  mitigation: [toySignature('Practitioner/doctor', 'doctor'), toySignature('Practitioner/lead', 'lead')],
  ...more,
});

/** One bodySite of a Procedure, or the answers of one group of a form. */
export const siteCodings = (target: string, side: string, level?: string) => [
  { system: TARGET_SYSTEM, code: target },
  { system: SIDE_SYSTEM, code: side },
  ...(level === undefined ? [] : [{ system: LEVEL_SYSTEM, code: level }]),
];

export const siteItems = (group: string, target: string, side: string, level?: string) => ({
  linkId: group,
  item: siteCodings(target, side, level).map((valueCoding, index) => ({
    linkId: `${group}.${index}`,
    answer: [{ valueCoding }],
  })),
});

export const cryoablation = (status: unknown, more: object = {}): RecordResource => ({
  resourceType: 'Procedure',
  id: 'procedure',
  status,
  subject: { reference: `Patient/${PATIENT}` },
  code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
  ...more,
});
