import { type Sql, sql } from '../postgres/sql.ts';
import type { Requester } from '../requester.ts';
import type { AuditRow } from './row.ts';

/**
 * The condition on `audit a` that keeps a reader of the trail within their reach: for it what `readable` is for resources. Whether they may read
 * AuditEvents at all is the policy's.
 *
 * A patient sees every act on their own record (H16), a lead and an auditor the acts of their clinic and those on its patients; an auditor of
 * no clinic is the installation's and sees all. Nobody else sees any.
 */
export function readableAudit({ role, clinic, patients }: Requester): Sql {
  switch (role) {
    case 'patient':
      return ownRecords(patients);
    case 'lead':
      return clinic === '' ? sql`false` : ofClinic(clinic);
    case 'auditor':
      return clinic === '' ? sql`true` : ofClinic(clinic);
    case 'integrator':
      if (patients.length > 0) return ownRecords(patients);
      return clinic === '' ? sql`false` : ofClinic(clinic);
    case 'service':
      return sql`true`;
    case 'caregiver':
    case 'nurse':
    case 'doctor':
    case 'administrator':
      return sql`false`;
    default:
      return role satisfies never;
  }
}

/**
 * Whether a reader of the trail may see what was asked in this act: the query. It may name others than the patient in whose trail the act stands, so it is for
 * whoever answers for the one who asked (the lead and the auditor of that clinic), never for patients.
 */
export function seesQuery({ role, clinic, patients }: Requester, asked: Pick<AuditRow, 'clinic'>): boolean {
  switch (role) {
    case 'lead':
      return clinic !== '' && asked.clinic === clinic;
    case 'auditor':
      return clinic === '' || asked.clinic === clinic;
    case 'integrator':
      return patients.length === 0 && clinic !== '' && asked.clinic === clinic;
    case 'service':
      return true;
    default:
      return false;
  }
}

const ownRecords = (patients: readonly string[]): Sql =>
  sql`(a.patient <> '' and a.patient = any(${patients.filter((patient) => patient !== '')}::text[]))`;

const ofClinic = (clinic: string): Sql =>
  sql`(a.clinic = ${clinic} or (a.patient <> '' and ${clinic} = (select c.clinic from compartment c where c.patient = a.patient)))`;
