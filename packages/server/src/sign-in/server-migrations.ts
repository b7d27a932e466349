import type { MigrationSet } from '@cryopath/record/database';

/** The server's own tables: accounts, links, sessions. */
export const serverMigrations: MigrationSet = { name: 'server', folder: new URL('../migrations/', import.meta.url) };
