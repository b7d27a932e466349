import { evidenceNamesIn } from '../evaluate/condition.ts';
import { namesIn } from '../evaluate/expression-names.ts';
import { decideOn } from '../evaluate/values.ts';
import type { Condition, Protocol, Step } from '../protocol/protocol.ts';
import type { YamlPlace } from '../protocol/yaml-place.ts';

/** Notes steps that wait for themselves through others, and conditions that say the same whatever the record holds. */
export function faultGates(protocol: Protocol, places: ReadonlyMap<string, YamlPlace>): void {
  for (const step of protocol.steps) {
    const circle = circleFrom(step, protocol);
    if (circle) places.get(step.id)?.fault(`"${step.id}" can never start: ${circle.join(' waits for ')}`);
    for (const condition of [...step.gate, ...step.applies]) faultConstant(condition, step.id, places);
    faultUnmakeable(step, protocol, places);
  }
  for (const window of protocol.windows) {
    for (const condition of window.until) faultConstant(condition, window.id, places);
  }
}

/** A condition that speaks of nothing but the policy does not look at the patient. */
function faultConstant({ name, expression }: Condition, id: string, places: ReadonlyMap<string, YamlPlace>): void {
  if (namesIn(expression).every((each) => each === 'policy')) {
    places.get(id)?.fault(`The condition "${name}" says the same for every patient`);
  }
}

/** The steps that must end before a step may start: what it is offset by, and what makes evidence without which its gate is closed. */
function before(step: Step, protocol: Protocol): readonly string[] {
  const needed = step.gate.flatMap((condition) => neededEvidence(condition, protocol));
  const makers = needed.flatMap((name) => {
    const making = protocol.steps.filter(({ output }) => output === name).map(({ id }) => id);
    // Of steps that share an output any one makes it.
    return making.length === 1 ? making : [];
  });
  return [...new Set([...(step.offset ? [step.offset.after] : []), ...makers])];
}

/** Evidence without which a condition cannot hold: it does not hold on an empty record, and it speaks of it. */
function neededEvidence({ expression }: Condition, protocol: Protocol): readonly string[] {
  const empty: Record<string, unknown> = { policy: {}, sites: {}, minutesBefore: {}, blocks: [], positiveSites: [] };
  for (const { name } of [...protocol.evidence, ...protocol.expressions]) empty[name] = [];
  if (decideOn(empty)(expression) === 'true') return [];
  return evidenceNamesIn(expression, protocol).filter(
    (name) => !new RegExp(`%${name}\\.exists\\(\\)\\.not\\(\\)|%${name}\\.empty\\(\\)`).test(expression),
  );
}

/** The way from a step back to itself, if there is one. */
function circleFrom(step: Step, protocol: Protocol): readonly string[] | undefined {
  const waiting: (readonly string[])[] = [[step.id]];
  const seen = new Set<string>();
  for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) {
    const last = protocol.steps.find(({ id }) => id === way.at(-1));
    for (const id of last ? before(last, protocol) : []) {
      if (id === step.id) return [...way, id];
      if (!seen.has(id)) waiting.push([...way, id]);
      seen.add(id);
    }
  }
  return undefined;
}

/** A gate that asks for a form's answers which no step of the plan has anybody fill in. */
function faultUnmakeable(step: Step, protocol: Protocol, places: ReadonlyMap<string, YamlPlace>): void {
  for (const condition of step.gate) {
    for (const name of neededEvidence(condition, protocol)) {
      const source = protocol.evidence.find((each) => each.name === name);
      if (!source || !('form' in source) || protocol.steps.some(({ form }) => form === source.form)) continue;
      places
        .get(step.id)
        ?.fault(`The condition "${condition.name}" can never hold: no step fills in the form "${source.form}"`);
    }
  }
}
