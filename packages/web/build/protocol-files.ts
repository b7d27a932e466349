import { readdirSync, readFileSync } from 'node:fs';
import { compileProtocol, describeFault, type Protocol } from '@cryopath/pathway';

const folder = new URL('../../../protocols/cryoablation/', import.meta.url);

/** The clinic's protocol, compiled. @throws Error with every fault, so that a build with a missing text fails (I8, H09). */
export function readProtocol(): Protocol {
  const names = (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('cases/'));
  const compiled = compileProtocol(
    Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])),
  );
  if (!compiled.ok) throw new Error(`The protocol is at fault:\n${compiled.faults.map(describeFault).join('\n')}`);
  return compiled.protocol;
}
