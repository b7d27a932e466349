import { compileProtocol, describeFault, type Protocol } from '@cryopath/pathway';
import { OWN_PROTOCOL, protocolFolder, withoutCases } from './protocol-folder.ts';

/** The protocol that comes with the product, compiled. @throws Error with every fault: without a protocol there are no gates, so nothing starts. */
export async function clinicProtocol(folder: URL = OWN_PROTOCOL): Promise<Protocol> {
  const compiled = compileProtocol(withoutCases(await protocolFolder(folder)));
  if (!compiled.ok) throw new Error(`The protocol is at fault:\n${compiled.faults.map(describeFault).join('\n')}`);
  return compiled.protocol;
}
