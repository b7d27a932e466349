import { readdirSync, readFileSync } from 'node:fs';
import { compileProtocol, type ProtocolFiles } from '../src/protocol/compile.ts';
import { describeFault } from '../src/protocol/fault.ts';
import type { Protocol } from '../src/protocol/protocol.ts';

const folder = new URL('../../../protocols/cryoablation/', import.meta.url);

const read = (wanted: (name: string) => boolean): ProtocolFiles => {
  const names = (readdirSync(folder, { recursive: true }) as string[]).map((name) => name.replaceAll('\\', '/'));
  return Object.fromEntries(
    names
      .filter((name) => name.endsWith('.yaml') && wanted(name))
      .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
  );
};

/** The default protocol's files, for tests that damage one of them. */
export const protocolFiles: ProtocolFiles = read((name) => !name.startsWith('cases/'));
export const caseFiles: ProtocolFiles = read((name) => name.startsWith('cases/'));

export function defaultProtocol(): Protocol {
  const compiled = compileProtocol(protocolFiles);
  if (!compiled.ok) throw new Error(compiled.faults.map(describeFault).join('\n'));
  return compiled.protocol;
}
