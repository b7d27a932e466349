import { compileProtocol, describeFault, type Protocol, type ProtocolFiles } from '@cryopath/pathway';
import { OWN_PROTOCOL, protocolFolder, withoutCases } from './protocol-folder.ts';

/** The protocol that comes with the product, compiled. @throws Error with every fault: without a protocol there are no gates, so nothing starts. */
export const clinicProtocol = async (folder: URL = OWN_PROTOCOL): Promise<Protocol> =>
  compiledProtocol(withoutCases(await protocolFolder(folder)));

/** The protocol of these files. @throws as {@link clinicProtocol}. */
export function compiledProtocol(files: ProtocolFiles): Protocol {
  const compiled = compileProtocol(files);
  if (!compiled.ok) throw new Error(`The protocol is at fault:\n${compiled.faults.map(describeFault).join('\n')}`);
  return compiled.protocol;
}
