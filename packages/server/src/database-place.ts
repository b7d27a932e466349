import type { Where } from '@cryopath/record';
import type { Configuration } from './configuration.ts';

/** Where the configuration puts the record: the server that DATABASE_URL names, else our own PostgreSQL in DATA_DIR. */
export const databasePlace = ({ databaseUrl, dataDir }: Configuration): Where =>
  databaseUrl === undefined ? { folder: dataDir } : { url: databaseUrl };
