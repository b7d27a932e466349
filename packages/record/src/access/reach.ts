import { type Instant, isoOf } from '@cryopath/pathway';
import type { Requester } from '../requester.ts';

/**
 * Which compartments a requester's statements may touch. What they may do there, by type, is the policy's to say (`policy.ts`);
 * both must hold. The table of SPEC.md, "Reading", as a type.
 */
export type Reach =
  /** Nobody's record and nothing common. */
  | { readonly kind: 'nothing' }
  /** The product itself. */
  | { readonly kind: 'everything' }
  /** These patients' records, and of what belongs to no patient the types that everybody may read. */
  | { readonly kind: 'own'; readonly patients: readonly string[] }
  /** What belongs to no patient, of this clinic or common to all. */
  | { readonly kind: 'house'; readonly clinic: string }
  /** The house, and the clinic's patients: those with a restricted chart only when `restricted`, plus charts opened by break-glass in this session. */
  | {
      readonly kind: 'clinic';
      readonly clinic: string;
      readonly restricted: boolean;
      readonly opened?: { readonly who: string; readonly session: string; readonly at: string };
    };

/** How far this requester reaches now. Total over roles: a new role does not compile until it is decided. */
export function reachOf(requester: Requester, now: Instant): Reach {
  const { role, clinic } = requester;
  switch (role) {
    case 'patient':
    case 'caregiver':
      return { kind: 'own', patients: requester.patients };
    case 'nurse':
    case 'doctor':
    case 'lead': {
      const staff = { kind: 'clinic', clinic, restricted: role === 'lead' } as const;
      return requester.purpose === 'BTG'
        ? { ...staff, opened: { who: requester.who, session: requester.session ?? '', at: isoOf(now) } }
        : staff;
    }
    case 'administrator':
      return { kind: 'house', clinic };
    case 'auditor':
      // The trail is not in `resource`: audit/ serves it. There is nothing else for an auditor to see.
      return { kind: 'nothing' };
    case 'integrator':
      return reachOfScopes(requester);
    case 'service':
      return { kind: 'everything' };
    default:
      return role satisfies never;
  }
}

/**
 * A system that signs in for itself (`system/…`) acts for the clinic it was registered for, without restricted charts; one launched
 * for a patient (`patient/…`) sees that patient. The narrower one wins when a token carries both.
 */
function reachOfScopes(requester: Requester): Reach {
  if (requester.patients.length > 0) return { kind: 'own', patients: requester.patients };
  return { kind: 'clinic', clinic: requester.clinic, restricted: false };
}
