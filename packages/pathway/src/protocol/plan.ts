import { GATED_STEP } from '../gate/gated-step.ts';
import { faultPatientsWord } from './library.ts';
import { type Known, readConditions, readOverriders } from './plan-condition.ts';
import { readOffset } from './plan-offset.ts';
import { readRedFlag } from './plan-rule.ts';
import { readStep } from './plan-step.ts';
import { readWindow } from './plan-window.ts';
import {
  type Condition,
  OVERRIDERS,
  type RedFlag,
  type RepeatRule,
  type Stage,
  type Step,
  type Window,
} from './protocol.ts';
import type { YamlPlace } from './yaml-place.ts';

export interface Plan {
  readonly id: string;
  readonly url: string;
  readonly version: string;
  readonly stages: readonly Stage[];
  readonly steps: readonly Step[];
  readonly windows: readonly Window[];
  readonly redFlags: readonly RedFlag[];
  readonly repeat?: RepeatRule;
}

/** Reads plan.yaml: stages, and in them steps with their gates, restrictions, reactions and red flags. */
export function readPlan(file: YamlPlace, vocabulary: Omit<Known, 'overriders'>): Plan {
  file.only('resourceType', 'id', 'url', 'version', 'status', 'override', 'repeat', 'action');
  file.at('resourceType').oneOf('PlanDefinition');
  file.at('status').oneOf('draft', 'active', 'retired');
  const override = file.optional('override');
  const known: Known = { ...vocabulary, overriders: override ? readOverriders(override) : OVERRIDERS };
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
          const window = readWindow(action, actionId, kind, known);
          if (window) windows.push(window);
          break;
        }
        case 'red-flag':
          redFlags.push(readRedFlag(action, actionId, known));
          break;
        default:
          kind satisfies never;
      }
    }
  }
  const repeat = readRepeat(file.optional('repeat'), known);
  faultUnknownActions([...steps, ...windows], places);
  if (repeat && !steps.some(({ id }) => id === repeat.offset.after)) {
    file.at('repeat').fault(`"${repeat.offset.after}" is no step of this plan`);
  }
  faultUnequalConditions([...steps, ...windows], places);
  faultUnequalRules([...windows, ...redFlags], places);
  for (const action of [...steps, ...windows]) {
    for (const { expression } of 'gate' in action ? [...action.applies, ...action.gate] : action.until) {
      faultPatientsWord(places.get(action.id) ?? file, expression, known.library.evidence);
    }
  }
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
    ...(repeat ? { repeat } : {}),
  };
}

/** `repeat: { actionId, offset, condition: [{ kind: start, … }] }`: when a further procedure may be considered. */
function readRepeat(place: YamlPlace | undefined, known: Known): RepeatRule | undefined {
  place?.only('actionId', 'offset', 'condition');
  const offset = place && readOffset(place, known.policy);
  if (!place || !offset) return undefined;
  return {
    title: known.texts.at('repeat.title', place),
    offset,
    conditions: readConditions(place.at('condition'), 'start', ['start'], known),
  };
}

function faultUnknownActions(actions: readonly (Step | Window)[], places: ReadonlyMap<string, YamlPlace>): void {
  const steps = new Set(actions.flatMap((each) => ('gate' in each ? [each.id] : [])));
  for (const action of actions) {
    for (const offset of [action.offset, 'due' in action ? action.due : undefined]) {
      if (offset && !steps.has(offset.after)) places.get(action.id)?.fault(`"${offset.after}" is no step of this plan`);
      if (offset?.after === action.id) places.get(action.id)?.fault(`"${action.id}" waits for itself`);
    }
  }
}

/** A condition has one reason, so it has one meaning wherever it stands. */
function faultUnequalConditions(actions: readonly (Step | Window)[], places: ReadonlyMap<string, YamlPlace>): void {
  const meanings = new Map<string, string>();
  for (const action of actions) {
    const conditions: readonly Condition[] = 'gate' in action ? [...action.applies, ...action.gate] : action.until;
    for (const { name, expression } of conditions) {
      if ((meanings.get(name) ?? expression) !== expression) places.get(action.id)?.fault(`"${name}" means two things`);
      meanings.set(name, expression);
    }
  }
}

/** Escalations speak of rules by their names, so each has one of its own. */
function faultUnequalRules(actions: readonly (Window | RedFlag)[], places: ReadonlyMap<string, YamlPlace>): void {
  const seen = new Set<string>();
  for (const action of actions) {
    for (const { name } of 'rules' in action ? action.rules : action.explains) {
      if (seen.has(name)) places.get(action.id)?.fault(`The rule "${name}" stands twice`);
      seen.add(name);
    }
  }
}
