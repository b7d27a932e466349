import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileProtocol, describeFault, type Protocol, type ProtocolFiles } from '@cryopath/pathway';
import { OWN_PROTOCOL, protocolFolder, withoutCases } from '../protocol/protocol-folder.ts';
import type { Surroundings } from './command.ts';

/** The folder that a word names; the product's own protocol without one. */
export const folderOf = (word: string | undefined): URL =>
  word === undefined ? OWN_PROTOCOL : pathToFileURL(`${resolve(word)}/`);

/** A protocol's files; undefined, and the reason told, when there is no such folder or nothing in it. */
export async function readProtocol(folder: URL, { error }: Surroundings): Promise<ProtocolFiles | undefined> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const files = isFolder ? await protocolFolder(folder) : {};
  if (files['plan.yaml'] !== undefined) return files;
  error(`${folder.pathname} is no folder of a protocol: there is no plan.yaml in it.\n`);
  return undefined;
}

/** A compiled protocol; undefined, and its faults told, when it does not compile. */
export async function compiledIn(folder: URL, surroundings: Surroundings): Promise<Protocol | undefined> {
  const files = await readProtocol(folder, surroundings);
  if (!files) return undefined;
  const compiled = compileProtocol(withoutCases(files));
  if (compiled.ok) return compiled.protocol;
  for (const fault of compiled.faults) surroundings.error(`${describeFault(fault)}\n`);
  return undefined;
}
