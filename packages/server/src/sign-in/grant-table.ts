import { type Instant, isoOf } from '@cryopath/pathway';
import type { Pool } from './session-table.ts';

/** That a caregiver may see a patient's record. */
export interface Grant {
  readonly id: string;
  readonly patient: string;
  /** `RelatedPerson/…` */
  readonly caregiver: string;
  readonly grantedBy: string;
  readonly grantedAt: string;
  readonly revokedAt: string | null;
}

const COLUMNS = `id, patient, caregiver, granted_by as "grantedBy", granted_at as "grantedAt", revoked_at as "revokedAt"`;

export async function hasOpenGrant(pool: Pool, patient: string, caregiver: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from caregiver_grant where patient = $1 and caregiver = $2 and revoked_at is null',
    [patient, caregiver],
  );
  return rowCount === 1;
}

/** Gives access; given twice it is given once. @returns the grant that is open now */
export async function insertGrant(
  pool: Pool,
  grant: Pick<Grant, 'id' | 'patient' | 'caregiver' | 'grantedBy'>,
  now: Instant,
): Promise<Grant> {
  const { rows } = await pool.query<Grant>(
    `insert into caregiver_grant (id, patient, caregiver, granted_by, granted_at) values ($1, $2, $3, $4, $5)
     on conflict (patient, caregiver) where revoked_at is null do update set patient = excluded.patient returning ${COLUMNS}`,
    [grant.id, grant.patient, grant.caregiver, grant.grantedBy, isoOf(now)],
  );
  const [open] = rows;
  if (open === undefined) throw new Error('An upsert gave no row');
  return open;
}

/** Every grant of a patient, newest first, those that were taken back among them. */
export async function grantsOf(pool: Pool, patient: string): Promise<readonly Grant[]> {
  const { rows } = await pool.query<Grant>(
    `select ${COLUMNS} from caregiver_grant where patient = $1 order by granted_at desc, id desc limit 500`,
    [patient],
  );
  return rows;
}

export async function findGrant(pool: Pool, id: string): Promise<Grant | undefined> {
  const { rows } = await pool.query<Grant>(`select ${COLUMNS} from caregiver_grant where id = $1`, [id]);
  return rows[0];
}

export async function revokeGrant(pool: Pool, id: string, now: Instant): Promise<void> {
  await pool.query('update caregiver_grant set revoked_at = $2 where id = $1 and revoked_at is null', [id, isoOf(now)]);
}
