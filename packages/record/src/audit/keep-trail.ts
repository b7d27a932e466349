import type { Clock } from '@cryopath/pathway';
import type pg from 'pg';
import type { Repeat } from '../repeat.ts';
import { rootKey } from './root-key.ts';
import { allRoots, createRootSigner } from './roots.ts';
import { createSealer, type Sealer } from './sealer.ts';
import { trailFolder } from './trail-folder.ts';

export interface TrailOptions {
  readonly clock: Clock;
  /** IANA zone of the clinic's calendar. */
  readonly zone: string;
  /** The data folder: keys, roots and the head are kept there. */
  readonly folder: string;
  /** A signing key that the administrator made; else one is made in the data folder. */
  readonly keyFile?: string;
  readonly repeat?: Repeat;
  readonly onFailure?: (error: unknown) => void;
  readonly isClosed?: () => boolean;
}

/** Keeps the trail sealed, and signed day by day, for as long as this process runs. Any number of processes may do so at once. */
export async function keepTrail(pool: pg.Pool, options: TrailOptions): Promise<Sealer> {
  const { clock, zone, folder, keyFile, ...rest } = options;
  const beside = trailFolder(folder);
  const sign = createRootSigner(pool, rootKey(folder, keyFile), clock, zone);
  // What a crash kept from the file.
  beside.keepRoots(await allRoots(pool));
  return createSealer(pool, {
    clock,
    ...rest,
    async onSealed(seal) {
      beside.keepHead(seal);
      const root = await sign();
      if (root) beside.keepRoots([root]);
    },
  });
}
