import type { Role } from '@cryopath/record';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long a session lasts, in milliseconds: without a request, and in all. */
export interface SessionLimits {
  readonly idle: number;
  readonly whole: number;
}

const STAFF: SessionLimits = { idle: 15 * MINUTE, whole: 12 * HOUR };
const PATIENT: SessionLimits = { idle: 30 * MINUTE, whole: 24 * HOUR };
/** SMART Backend Services 1.0, "Issue access token": at most five minutes. */
const PROGRAM: SessionLimits = { idle: 5 * MINUTE, whole: 5 * MINUTE };

/** Total over roles. A shared computer of the ward is left alone more often than a patient's own telephone. */
export const SESSION_LIMITS: Readonly<Record<Exclude<Role, 'service'>, SessionLimits>> = {
  patient: PATIENT,
  caregiver: PATIENT,
  nurse: STAFF,
  doctor: STAFF,
  lead: STAFF,
  administrator: STAFF,
  auditor: STAFF,
  integrator: PROGRAM,
};
