import { readdirSync, readFileSync } from 'node:fs';
import { compileProtocol, describeFault, type Protocol, type ProtocolFiles } from '@cryopath/pathway';

const folder = new URL('../../../protocols/cryoablation/', import.meta.url);

/** The files of the clinic's protocol by their path inside its folder, without its cases. */
export function protocolFiles(): ProtocolFiles {
  const names = (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('cases/'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

/** The clinic's protocol, compiled. @throws Error with every fault, so that a build with a missing text fails (I8, H09). */
export function readProtocol(): Protocol {
  const compiled = compileProtocol(protocolFiles());
  if (!compiled.ok) throw new Error(`The protocol is at fault:\n${compiled.faults.map(describeFault).join('\n')}`);
  return compiled.protocol;
}
