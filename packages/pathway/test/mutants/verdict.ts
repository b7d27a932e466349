import { compileProtocol, type ProtocolFiles } from '../../src/protocol/compile.ts';
import { caseFaults, planFaults } from '../../src/review/check-protocol.ts';
import type { Mutant } from './mutate.ts';

/** What finds a damage: the compiler, the rest of the check, the cases; or nothing. `alike` means that it is the same protocol. */
export type Verdict = 'compiler' | 'check' | 'cases' | 'alike' | 'survives';

const own = (files: ProtocolFiles): ProtocolFiles =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith('cases/')));

/** Decides on damages of one protocol. */
export function verdicts(sound: ProtocolFiles): (damaged: Mutant) => Verdict {
  const compiled = compileProtocol(own(sound));
  const [before, rulesBefore] = [JSON.stringify(compiled), rulesOf(compiled)];
  return ({ files }) => {
    const after = compileProtocol(own(files));
    if (!after.ok) return 'compiler';
    if (JSON.stringify(after) === before) return 'alike';
    if (planFaults(after.protocol, own(files)).length > 0) return 'check';
    // Cases look at rules, never at words: where the words alone differ, they need not be asked.
    if (rulesOf(after) === rulesBefore) return 'survives';
    if (!caseFaults(files, after.protocol).next().done) return 'cases';
    return 'survives';
  };
}

/** A protocol without what people read: its texts in two languages, the guide, sources and signatures. */
const rulesOf = (compiled: unknown): string =>
  JSON.stringify(compiled, (key, value: unknown) => {
    if (key === 'guide' || key === 'source' || key === 'signature') return undefined;
    const isText = typeof value === 'object' && value !== null && 'en' in value && 'pl' in value;
    return isText ? undefined : value;
  });
