import { readCases } from '../cases/case.ts';
import { caseFailures } from '../cases/failures.ts';
import { compileProtocol, type ProtocolFiles } from '../protocol/compile.ts';
import type { Fault } from '../protocol/fault.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { type Faults, YamlPlace } from '../protocol/yaml-place.ts';
import { faultGates } from './gates-that-open.ts';
import { faultRedFlags } from './red-flags-stand.ts';
import { faultUnused } from './unused-names.ts';
import { faultWindows } from './windows.ts';

/**
 * Everything that is wrong with a protocol, at file and line: what does not compile; steps that nothing reaches and gates that can never open; windows
 * that contradict each other; evidence, forms and values that nothing uses; cases that fail. Nothing in the list means that it may be published.
 *
 * @param files all of the protocol's YAML files by their path in its folder, `cases/` included.
 * @example
 * for (const fault of checkProtocol(files)) tell(describeFault(fault));
 */
export function checkProtocol(files: ProtocolFiles): readonly Fault[] {
  const isCase = (name: string) => name.startsWith('cases/');
  const own = Object.fromEntries(Object.entries(files).filter(([name]) => !isCase(name)));
  const compiled = compileProtocol(own);
  if (!compiled.ok) return inOrder(compiled.faults);
  return inOrder([...planFaults(compiled.protocol, own), ...caseFaults(files, compiled.protocol)]);
}

/** What is wrong with a protocol that compiles, without its cases. */
export function planFaults(protocol: Protocol, files: ProtocolFiles): readonly Fault[] {
  const faults: Faults = [];
  const places = actionPlaces(files['plan.yaml'] ?? '', faults);
  faultGates(protocol, places);
  faultWindows(protocol, places);
  faultRedFlags(protocol, places);
  faultUnused(protocol, files, faults);
  return faults;
}

/** Where each action of the plan stands. */
function actionPlaces(text: string, faults: Faults): ReadonlyMap<string, YamlPlace> {
  const file = YamlPlace.read('plan.yaml', text, faults);
  const stages = file.at('action').items();
  const actions = stages.flatMap((stage) => [stage, ...stage.at('action').items()]);
  return new Map(actions.map((place) => [place.at('id').text(), place]));
}

/** What the cases cannot be read for, and where the protocol is not as one expects: at the line of the case. */
export function* caseFaults(files: ProtocolFiles, protocol: Protocol): Generator<Fault> {
  const faults: Faults = [];
  const cases = readCases(files, protocol, faults);
  yield* faults;
  if (faults.length > 0) return;
  for (const each of cases) {
    for (const failure of caseFailures(protocol, each)) {
      const line = lineNaming(files[each.file] ?? '', each.line, failure);
      yield { file: each.file, line, message: `${failure} (${each.given})` };
    }
  }
}

/** A failure begins with the id that its case names: the line of it, from where the case begins; otherwise that. */
function lineNaming(text: string, from: number, failure: string): number {
  const [id = ''] = failure.split(/: (?=expected )/);
  const lines = text.split('\n').slice(from - 1);
  const then = Math.max(
    0,
    lines.findIndex((line) => /(?:^|[ ,])then:/.test(line)),
  );
  const found = lines.findIndex((line, index) => index >= then && line.includes(`${id}:`));
  return from + (found < 0 ? then : found);
}

const inOrder = (faults: readonly Fault[]): readonly Fault[] =>
  faults.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
