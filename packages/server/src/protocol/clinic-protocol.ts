import { readdir, readFile } from 'node:fs/promises';
import { compileProtocol, describeFault, type Protocol } from '@cryopath/pathway';

const FOLDER = new URL('../../../../protocols/cryoablation/', import.meta.url);

/** The protocol that comes with the product, compiled. @throws Error with every fault: without a protocol there are no gates, so nothing starts. */
export async function clinicProtocol(folder: URL = FOLDER): Promise<Protocol> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('cases/'));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')]));
  const compiled = compileProtocol(Object.fromEntries(files));
  if (!compiled.ok) throw new Error(`The protocol is at fault:\n${compiled.faults.map(describeFault).join('\n')}`);
  return compiled.protocol;
}
