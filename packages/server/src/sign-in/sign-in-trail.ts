import { type Outcome, outcome, type Result } from '@cryopath/fhir';
import type { Clock } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import { type Act, auditRow, type ReadLog } from '@cryopath/record/database';
import type { IncomingRequest } from './requester-of.ts';
import type { SessionSubject } from './session-table.ts';

/** Every act of sign-in in the audit trail, before it is answered: AuditEvent of DICOM's type 110114, User Authentication, or 110113, Security Alert. */
export interface SignInTrail {
  /** An act of somebody who is signed in, or is being. */
  acted(requester: Requester, act: Act): Promise<Result<void>>;
  /** Somebody signed in. */
  signedIn(subject: SessionSubject, request: IncomingRequest, way: SignInWay): Promise<Result<void>>;
  /**
   * A sign-in that was refused.
   * @param aimed whom it was aimed at, when that is somebody: an act nobody proved to be theirs stands beside their name, not under it
   */
  refusedSignIn(request: IncomingRequest, way: SignInWay, why: Outcome, aimed?: string): Promise<Result<void>>;
}

export type SignInWay = 'password' | 'passkey' | 'link' | 'invitation' | 'client-credentials' | 'demo';

export function createSignInTrail(log: Pick<ReadLog, 'logged'>, clock: Clock): SignInTrail {
  const acted = (requester: Requester, act: Act) => log.logged([auditRow(requester, act, clock.now())]);
  return {
    acted,
    signedIn: ({ who, role, purpose, clinic, patients }, { ip, id }, way) =>
      acted(
        { who, role, purpose, clinic, patients, address: ip, request: id },
        { interaction: 'login', detail: way, ...target(who) },
      ),
    async refusedSignIn({ ip, id }, way, why, aimed) {
      const act: Act = { interaction: 'login', outcome: 4, detail: `${way} ${codeOf(why)}`, ...target(aimed ?? '') };
      const stranger: Requester = { ...NOBODY, address: ip, request: id };
      const row = auditRow(stranger, act, clock.now());
      return log.logged([{ ...row, role: '', purpose: '' }]);
    },
  };
}

const NOBODY: Requester = { who: '', role: 'service', purpose: 'HSYSADMIN', clinic: '', patients: [] };

/** A patient's sign-in is part of their record, so that they see it. */
function target(who: string): Pick<Act, 'type' | 'resource' | 'patient'> {
  const [type = '', resource = ''] = who.split('/');
  return type === '' ? {} : { type, resource, ...(type === 'Patient' ? { patient: resource } : {}) };
}

const codeOf = ({ issues }: Outcome): string => issues[0]?.code ?? '';

/** Refused for now: `seconds` to wait. */
export const tooManyAttempts = (seconds: number): Outcome => outcome('CRYO-407', { seconds });
