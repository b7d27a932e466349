import type { Fault } from './fault.ts';
import { readForm } from './forms.ts';
import { readGuide } from './guide.ts';
import { readLibrary } from './library.ts';
import { readPlan } from './plan.ts';
import { readPolicy } from './policy.ts';
import { readAnticoagulants } from './policy-anticoagulants.ts';
import type { Protocol } from './protocol.ts';
import { readTargets } from './targets.ts';
import { Texts } from './texts.ts';
import { readTriage } from './triage.ts';
import { type Faults, YamlPlace } from './yaml-place.ts';

/** The texts of a protocol's files by their path inside its folder: `plan.yaml`, `forms/interview.yaml`. Cases are not part of it. */
export type ProtocolFiles = Readonly<Record<string, string>>;

export type CompiledProtocol =
  | { readonly ok: true; readonly protocol: Protocol }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Turns a protocol's YAML files into a checked protocol, or into everything that is wrong with it, by file and line.
 *
 * @example
 * const compiled = compileProtocol({ 'plan.yaml': '…', 'texts/en.yaml': '…' });
 * if (!compiled.ok) for (const fault of compiled.faults) tell(describeFault(fault));
 */
export function compileProtocol(files: ProtocolFiles): CompiledProtocol {
  const faults: Faults = [];
  const source = (name: string) => {
    const text = files[name];
    if (text === undefined) faults.push({ file: name, line: 1, message: 'The file is missing' });
    return text ?? '';
  };
  const place = (name: string) => YamlPlace.read(name, source(name), faults);

  const policyFile = place('policy.yaml');
  const { timeZone, values: policy } = readPolicy(policyFile);
  const texts = Texts.read({ en: source('texts/en.yaml'), pl: source('texts/pl.yaml') }, policy, faults);
  const formFiles = Object.keys(files)
    .filter((name) => /^forms\/[^/]+\.yaml$/.test(name))
    .sort();
  const planFile = place('plan.yaml');
  const { indications, regions, targets } = readTargets(place('targets.yaml'), texts);
  const vocabulary = { texts, policy, targets, regions };
  const forms = formFiles.map((name) => readForm(place(name), planFile.at('version').text(), vocabulary));
  const anticoagulants = readAnticoagulants(policyFile, texts, forms);
  const library = readLibrary(place('library.yaml'), forms);
  const triageFile = files['triage.yaml'] === undefined ? undefined : place('triage.yaml');
  const checkIn = triageFile && forms.find(({ id }) => id === triageFile.at('form').text());
  if (triageFile && !checkIn) triageFile.at('form').fault(`There is no form "${triageFile.at('form').text()}"`);
  const known = { policy, library, forms, texts, checkIn };
  const plan = readPlan(planFile, known);
  const rules = [...plan.redFlags.flatMap((flag) => flag.rules), ...plan.windows.flatMap(({ explains }) => explains)];
  const redFlags = new Set(plan.redFlags.map(({ id }) => id));
  const triage = triageFile && readTriage(triageFile, rules, redFlags, { ...known, overriders: [] });
  const guide = readGuide(place('guide.yaml'), texts);
  const title = texts.at('protocol.title', planFile);
  texts.faultUnused();

  if (faults.length > 0) return { ok: false, faults: unique(faults) };
  const { evidence, expressions, cryoablation, patientForms } = library;
  return {
    ok: true,
    protocol: {
      ...plan,
      title,
      timeZone,
      policy,
      evidence,
      expressions,
      cryoablation,
      patientForms,
      indications,
      targets,
      anticoagulants,
      ...(triage ? { triage } : {}),
      forms,
      guide,
    },
  };
}

/** One cause, such as a file that is not there, may be met by several readers. */
const unique = (faults: Faults): Fault[] => [
  ...new Map(faults.map((fault) => [`${fault.file}:${fault.line}:${fault.message}`, fault])).values(),
];
