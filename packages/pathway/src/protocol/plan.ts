import { GATED_STEP } from '../gate/gated-step.ts';
import { checkExpression, type Library } from './library.ts';
import {
  type Condition,
  type Offset,
  PARTICIPANTS,
  type PolicyValue,
  type RedFlag,
  type Stage,
  type Step,
  type Window,
} from './protocol.ts';
import type { Texts } from './texts.ts';
import type { YamlPlace } from './yaml-place.ts';

export interface Plan {
  readonly id: string;
  readonly url: string;
  readonly version: string;
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
  readonly windows: readonly Window[];
  readonly redFlags: readonly RedFlag[];
}

interface Known {
  readonly policy: readonly PolicyValue[];
  readonly library: Library;
  readonly forms: ReadonlySet<string>;
  readonly texts: Texts;
}

/** Reads plan.yaml: stages, and in them steps with their gates, restrictions, reactions and red flags. */
export function readPlan(file: YamlPlace, known: Known): Plan {
  file.only('resourceType', 'id', 'url', 'version', 'status', 'action');
  file.at('resourceType').oneOf('PlanDefinition');
  file.at('status').oneOf('draft', 'active', 'retired');
  const stages: Stage[] = [];
  const steps: Step[] = [];
  const windows: Window[] = [];
  const redFlags: RedFlag[] = [];
  const places = new Map<string, YamlPlace>();
  const identify = (place: YamlPlace) => {
    const id = place.at('id').text();
    if (places.has(id)) place.at('id').fault(`"${id}" stands twice`);
    places.set(id, place);
    return id;
  };
  for (const stage of file.at('action').items()) {
    stage.only('id', 'code', 'action');
    stage.at('code').oneOf('stage');
    const id = identify(stage);
    stages.push({ id, title: known.texts.at(`stage.${id}`, stage) });
    for (const action of stage.at('action').items()) {
      const actionId = identify(action);
      const kind = action.at('code').oneOf('step', 'restriction', 'reaction', 'red-flag');
      switch (kind) {
        case 'step':
          steps.push(readStep(action, actionId, id, known));
          break;
        case 'restriction':
        case 'reaction': {
          action.only('id', 'code', 'relatedAction');
          const offset = readOffset(action.at('relatedAction'), known.policy);
          const title = known.texts.at(`${kind}.${actionId}`, action);
          if (offset) windows.push({ id: actionId, kind, title, offset });
          break;
        }
        case 'red-flag':
          action.only('id', 'code', 'priority');
          action.at('priority').oneOf('stat');
          redFlags.push({ id: actionId, title: known.texts.at(`red-flag.${actionId}`, action) });
          break;
        default:
          kind satisfies never;
      }
    }
  }
  faultUnknownActions([...steps, ...windows], places);
  faultUnequalConditions(steps, places);
  // The one gate that the record itself guards (I1). A plan that loses it must not become a protocol.
  if (!steps.some(({ id, gate }) => id === GATED_STEP && gate.length > 0)) {
    (places.get(GATED_STEP) ?? file).fault(`The step "${GATED_STEP}" is missing or has no gate`);
  }
  return {
    id: file.at('id').text(),
    url: file.at('url').text(),
    version: file.at('version').text(),
    stages,
    steps,
    windows,
    redFlags,
  };
}

function readStep(place: YamlPlace, id: string, stage: string, known: Known): Step {
  place.only('id', 'code', 'participant', 'definitionCanonical', 'output', 'condition', 'relatedAction');
  const form = place.optional('definitionCanonical');
  if (form && !known.forms.has(form.text())) form.fault(`There is no form "${form.text()}"`);
  const output = place.at('output').text();
  if (!known.library.evidence.some(({ name }) => name === output)) {
    place.at('output').fault(`"${output}" is no evidence of library.yaml`);
  }
  const related = place.optional('relatedAction');
  const offset = related && readOffset(related, known.policy);
  return {
    id,
    stage,
    title: known.texts.at(`step.${id}.title`, place),
    about: known.texts.at(`step.${id}.about`, place),
    participants: place
      .at('participant')
      .items()
      .map((each) => each.oneOf(...PARTICIPANTS)),
    ...(form ? { form: form.text() } : {}),
    output,
    gate: (place.optional('condition')?.items() ?? []).map((each) => readCondition(each, known)),
    ...(offset ? { offset } : {}),
  };
}

function readCondition(place: YamlPlace, { library, policy, texts }: Known): Condition {
  place.only('kind', 'name', 'expression');
  place.at('kind').oneOf('start');
  const name = place.at('name').text();
  const expression = place.at('expression').text();
  checkExpression(place.at('expression'), library.names);
  for (const [, value] of expression.matchAll(/%policy\.([A-Za-z]\w*)/g)) {
    if (!policy.some(({ id }) => id === value)) place.fault(`%policy.${value} is not in policy.yaml`);
  }
  return {
    name,
    expression,
    title: texts.at(`gate.${name}.title`, place),
    reason: texts.at(`gate.${name}.reason`, place),
  };
}

function readOffset(place: YamlPlace, policy: readonly PolicyValue[]): Offset | undefined {
  const [related, ...more] = place.items();
  if (!related || more.length > 0) {
    place.fault('Expected one related action');
    return undefined;
  }
  related.only('actionId', 'relationship', 'offset');
  related.at('relationship').oneOf('after-end');
  const id = related.at('offset').text();
  const value = policy.find((each) => each.id === id);
  if (!value) {
    related.fault(`"${id}" is not in policy.yaml`);
    return undefined;
  }
  const { low, high, unit } = value;
  if (unit !== 'min' && unit !== 'h' && unit !== 'd') {
    related.fault(`"${id}" is no time: its unit is ${unit}`);
    return undefined;
  }
  if (!(low >= 0 && high >= low)) related.fault(`"${id}" does not run forward: ${low} to ${high} ${unit}`);
  if (unit === 'd' && !(Number.isInteger(low) && Number.isInteger(high))) related.fault(`"${id}" is not in whole days`);
  return { after: related.at('actionId').text(), low, high, unit };
}

function faultUnknownActions(actions: readonly (Step | Window)[], places: ReadonlyMap<string, YamlPlace>): void {
  const steps = new Set(actions.flatMap((each) => ('output' in each ? [each.id] : [])));
  for (const { id, offset } of actions) {
    if (offset && !steps.has(offset.after)) places.get(id)?.fault(`"${offset.after}" is no step of this plan`);
    if (offset?.after === id) places.get(id)?.fault(`"${id}" waits for itself`);
  }
}

/** A gate's condition has one reason, so it has one meaning wherever it stands. */
function faultUnequalConditions(steps: readonly Step[], places: ReadonlyMap<string, YamlPlace>): void {
  const meanings = new Map<string, string>();
  for (const { id, gate } of steps) {
    for (const { name, expression } of gate) {
      if ((meanings.get(name) ?? expression) !== expression) places.get(id)?.fault(`"${name}" means two things`);
      meanings.set(name, expression);
    }
  }
}
