/**
 * For a package that keeps tables of its own beside the record's, in the same database: the server's sign-in. It reaches the database and the
 * audit trail as the record does, and the record's own tables not at all.
 */

export { type Permission, parseScope } from './access/scope.ts';
export { createReadLog, type ReadLog } from './audit/read-log.ts';
export { type Act, type AuditInteraction, type AuditRow, auditRow } from './audit/row.ts';
export { type MigrationSet, migrate, recordMigrations } from './postgres/migrate.ts';
export { createPool, type DatabaseAddress } from './postgres/pool.ts';
export { uuidV7 } from './uuid.ts';
export { knowCryoablations } from './write/cryoablation-names.ts';
