import { evidenceNamesIn } from '../evaluate/condition.ts';
import { namesIn } from '../evaluate/expression-names.ts';
import type { ProtocolFiles } from '../protocol/compile.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { type Faults, YamlPlace } from '../protocol/yaml-place.ts';

/** Values of policy.yaml that are asked for by name: the rule of a block that names no coded target, when an end is entered late (H19), and the planner's target for the skin. */
const ASKED_BY_NAME: ReadonlySet<string> = new Set(['minimumRelief', 'blockScoredAt', 'lateEntry', 'skinTarget']);

/** Notes evidence, expressions, forms and values that nothing uses: a rule that lost its name is a rule that never holds. */
export function faultUnused(protocol: Protocol, files: ProtocolFiles, faults: Faults): void {
  const conditions = [
    ...protocol.steps.flatMap(({ gate, applies }) => [...gate, ...applies]),
    ...protocol.windows.flatMap(({ until, explains }) => [...until, ...explains]),
    ...protocol.redFlags.flatMap(({ rules }) => rules),
    ...(protocol.triage ? [...protocol.triage.routine, ...protocol.triage.unremarkable] : []),
    ...(protocol.repeat?.conditions ?? []),
  ].map(({ expression }) => expression);
  const all = [...conditions, ...protocol.expressions.map(({ expression }) => expression)];
  const spoken = new Set([...all.flatMap(namesIn), ...all.flatMap((each) => evidenceNamesIn(each, protocol))]);
  const outputs = new Set(protocol.steps.flatMap(({ output }) => output ?? []));
  const isBlock = new Set(
    protocol.evidence.flatMap((each) => ('form' in each && each.computed === 'block-relief' ? [each.name] : [])),
  );
  const library = YamlPlace.read('library.yaml', files['library.yaml'] ?? '', faults);
  for (const key of ['evidence', 'expressions']) {
    for (const place of library.at(key).items()) {
      const name = place.at('name').text();
      if (!spoken.has(name) && !outputs.has(name) && !isBlock.has(name)) place.fault(`"${name}" is used nowhere`);
    }
  }
  const evidenceForms = protocol.evidence.flatMap((each) => ('form' in each ? [each.form] : []));
  const used = new Set([...protocol.steps.flatMap(({ form }) => form ?? []), ...evidenceForms, protocol.triage?.form]);
  for (const { id, url } of protocol.forms) {
    if (used.has(id) || protocol.patientForms.includes(url)) continue;
    faults.push({ file: `forms/${id}.yaml`, line: 1, message: `No step fills in the form "${id}"` });
  }
  faultUnusedValues(files, faults);
}

function faultUnusedValues(files: ProtocolFiles, faults: Faults): void {
  const others = Object.entries(files).flatMap(([name, text]) => (name === 'policy.yaml' ? [] : [text]));
  const policy = YamlPlace.read('policy.yaml', files['policy.yaml'] ?? '', faults);
  for (const place of policy.at('values').items()) {
    const id = place.at('id').text();
    const isNamed = new RegExp(`\\b${id}\\b`);
    if (!ASKED_BY_NAME.has(id) && !others.some((text) => isNamed.test(text))) place.fault(`"${id}" is used nowhere`);
  }
}
