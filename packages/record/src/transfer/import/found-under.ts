import { filesUnder, rankOfFile } from './files.ts';
import type { Found } from './found.ts';
import { readImportFile } from './read-file.ts';

/**
 * Everything to import under these paths: files, and folders with all in them. Bundles, single resources and NDJSON, packed with gzip or not.
 *
 * @example
 * await record.import(requester, foundUnder(['export/']), { source: 'his' });
 */
export async function* foundUnder(paths: readonly string[]): AsyncGenerator<Found> {
  const files = (await Promise.all(paths.map(filesUnder))).flat();
  for (const file of files.toSorted((a, b) => rankOfFile(a.name) - rankOfFile(b.name))) {
    if ('path' in file) yield* readImportFile(file);
    else yield { kind: 'fault', place: { file: file.name }, outcome: file.outcome };
  }
}
