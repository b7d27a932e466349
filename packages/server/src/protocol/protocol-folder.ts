import { readdir, readFile } from 'node:fs/promises';
import type { ProtocolFiles } from '@cryopath/pathway';

/** The protocol that comes with the product. */
export const OWN_PROTOCOL = new URL('../../../../protocols/cryoablation/', import.meta.url);

/** Every YAML file of a protocol's folder by its path inside it, the cases too. */
export async function protocolFolder(folder: URL = OWN_PROTOCOL): Promise<ProtocolFiles> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const),
  );
  return Object.fromEntries(files);
}

/** Without the cases, which test a protocol and are not part of it. */
export const withoutCases = (files: ProtocolFiles): ProtocolFiles =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith('cases/')));
