/**
 * Who asks, as what, why, and how far they reach. Made by the server from a session, never from what a request says of
 * itself; the record trusts it and nothing else.
 */
export interface Requester {
  /** Literal reference of the person, device or system: `Practitioner/…`, `Patient/…`, `RelatedPerson/…`, `Device/…`. */
  readonly who: string;
  readonly role: Role;
  /** v3 PurposeOfUse code; `BTG` only while a break-glass row of this requester is open. */
  readonly purpose: Purpose;
  /** Organization id of the clinic that a member of staff works in; '' for those who belong to none. */
  readonly clinic: string;
  /** Patient ids: oneself (patient), those who gave access (caregiver); empty for others. */
  readonly patients: readonly string[];
  /** SMART v2 scopes of an integrator, e.g. `system/Observation.rs`; absent for people who sign in here. */
  readonly scopes?: readonly string[];
  /** A name for the session that asks; it opens nothing. What break-glass opens is open to this session alone (H16). */
  readonly session?: string;
  /** Network address, for the audit trail. */
  readonly address?: string;
  /** One id per request: it ties together the audit rows of one request. */
  readonly request?: string;
}

export type Role =
  | 'patient'
  | 'caregiver'
  | 'nurse'
  | 'doctor'
  | 'lead'
  | 'administrator'
  | 'auditor'
  | 'integrator'
  | 'service';

export const ROLES: readonly Role[] = [
  'patient',
  'caregiver',
  'nurse',
  'doctor',
  'lead',
  'administrator',
  'auditor',
  'integrator',
  'service',
];

/** Codes of http://terminology.hl7.org/CodeSystem/v3-ActReason used here. */
export type Purpose = 'TREAT' | 'BTG' | 'PATRQT' | 'HOPERAT' | 'HSYSADMIN' | 'HCOMPL';
