import { readCase } from '../cases/case.ts';
import { caseFailures } from '../cases/failures.ts';
import { compileProtocol, type ProtocolFiles } from '../protocol/compile.ts';
import type { Fault } from '../protocol/fault.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { type Faults, YamlPlace } from '../protocol/yaml-place.ts';
import { faultGates } from './gates-that-open.ts';
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
  const { protocol } = compiled;
  const faults: Faults = [];
  const places = actionPlaces(files['plan.yaml'] ?? '', faults);
  faultGates(protocol, places);
  faultWindows(protocol, places);
  faultUnused(protocol, own, faults);
  for (const [name, text] of Object.entries(files)) if (isCase(name)) faults.push(...caseFaults(name, text, protocol));
  return inOrder(faults);
}

/** Where each action of the plan stands. */
function actionPlaces(text: string, faults: Faults): ReadonlyMap<string, YamlPlace> {
  const file = YamlPlace.read('plan.yaml', text, faults);
  const stages = file.at('action').items();
  const actions = stages.flatMap((stage) => [stage, ...stage.at('action').items()]);
  return new Map(actions.map((place) => [place.at('id').text(), place]));
}

/** What a case cannot be read for, and where the protocol is not as it expects: at the line of the case that names it. */
function caseFaults(name: string, text: string, protocol: Protocol): readonly Fault[] {
  const faults: Faults = [];
  const read = readCase(name, text, protocol, faults);
  if (faults.length > 0) return faults;
  return caseFailures(protocol, read).map((failure) => ({
    file: name,
    line: lineNaming(text, failure),
    message: failure,
  }));
}

/** A failure begins with the id that the case names: it is sought after "then". */
function lineNaming(text: string, failure: string): number {
  const id = failure.split(':')[0] ?? '';
  const lines = text.split('\n');
  const then = Math.max(
    0,
    lines.findIndex((line) => line.startsWith('then:')),
  );
  const found = lines.findIndex((line, index) => index >= then && line.includes(`${id}:`));
  return (found < 0 ? then : found) + 1;
}

const inOrder = (faults: readonly Fault[]): readonly Fault[] =>
  faults.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
