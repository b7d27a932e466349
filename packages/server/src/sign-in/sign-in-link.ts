import { randomInt, timingSafeEqual } from 'node:crypto';
import { type Outcome, ok, outcome, type Result, refused } from '@cryopath/fhir';
import { type Instant, isoOf } from '@cryopath/pathway';
import type { Requester } from '@cryopath/record';
import { hasOpenGrant } from './grant-table.ts';
import { insertLink, type OpenLink, tryLink, useLink } from './link-table.ts';
import { outsideEmergency, readPerson } from './person.ts';
import type { IncomingRequest } from './requester-of.ts';
import { serviceRequester } from './service-requester.ts';
import type { SessionSubject } from './session-table.ts';
import type { BegunSession } from './sessions.ts';
import { beginSession, type SignIn } from './sign-in.ts';
import { tooManyAttempts } from './sign-in-trail.ts';
import { isToken, newToken, sha256 } from './token.ts';

/** A link to hand over. It is shown once. */
export interface HandedLink {
  readonly url: string;
  readonly until: string;
  /** What the person is asked for beside it. */
  readonly asks: 'birthDate' | 'code';
  /** To be told by another way than the link, when the record has no birth date. */
  readonly code?: string;
}

const LINK_MINUTES = 15;
const MAKERS: readonly string[] = ['nurse', 'doctor', 'lead'];

/**
 * A one-time link for a patient or a caregiver. Staff make it for whom they may see; a patient makes one for a caregiver of theirs.
 *
 * Refused: CRYO-403 the role may not; as a read would be, when the person cannot be seen, or by break-glass only; CRYO-416 nobody has given this caregiver access.
 */
export async function makeSignInLink(signIn: SignIn, requester: Requester, who: string): Promise<Result<HandedLink>> {
  const { pool, clock, record, trail, publicUrl } = signIn;
  const isOwnCaregiver = requester.role === 'patient' && who.startsWith('RelatedPerson/');
  if (!MAKERS.includes(requester.role) && !isOwnCaregiver) return refused(outcome('CRYO-403'));
  const person = await readPerson(record, outsideEmergency(requester), who);
  if (!person.ok) return person;
  const { birthDate, isActive, patient } = person.value;
  const [type = '', id = ''] = who.split('/');
  const maySignIn = type === 'Patient' || (await hasOpenGrant(pool, patient, who));
  if (!isActive || !maySignIn) return refused(outcome('CRYO-416'));
  const now = clock.now();
  const until = (now + LINK_MINUTES * 60_000) as Instant;
  const token = newToken();
  const code = birthDate === undefined ? String(randomInt(100_000_000)).padStart(8, '0') : undefined;
  const logged = await trail.acted(requester, {
    interaction: 'sign-in-link',
    type,
    resource: id,
    patient,
  });
  if (!logged.ok) return logged;
  const secret = code === undefined ? {} : { code: codeHash(token, code) };
  await insertLink(
    pool,
    { hash: sha256(token), purpose: 'sign-in', who, madeBy: requester.who, until, ...secret },
    now,
  );
  return ok({
    url: `${publicUrl}/sign-in/link/${token}`,
    until: isoOf(until),
    ...(code === undefined ? { asks: 'birthDate' } : { asks: 'code', code }),
  });
}

/**
 * Signs in whom the link was made for, when they also know the birth date (or the code that they were told). Every try is counted before it is looked at;
 * of two right ones at once exactly one wins.
 *
 * Refused: CRYO-402 the answer is wrong; CRYO-406 the link is used up, too old, or none; CRYO-407 too many tries.
 *
 * @param answer birth date as YYYY-MM-DD, or the code
 */
export async function followSignInLink(
  signIn: SignIn,
  request: IncomingRequest,
  token: string,
  answer: string,
): Promise<Result<BegunSession>> {
  const { pool, clock, attempts, trail } = signIn;
  const no = async (why: Outcome, who?: string) => {
    const logged = await trail.refusedSignIn(request, 'link', why, who);
    return logged.ok ? refused(why) : logged;
  };
  const address = ['address', request.ip] as const;
  const wait = await attempts.claim([address]);
  if (wait > 0) return no(tooManyAttempts(wait));
  const hash = sha256(token);
  const link = isToken(token) ? await tryLink(pool, hash, clock.now()) : undefined;
  if (link === undefined) return no(outcome('CRYO-406'));
  const subject = ['subject', link.who] as const;
  const locked = await attempts.claim([subject]);
  if (locked > 0) return no(tooManyAttempts(locked), link.who);
  if (!(await isRightAnswer(signIn, link, token, answer.trim()))) return no(outcome('CRYO-402'), link.who);
  if (!(await useLink(pool, hash, clock.now()))) return no(outcome('CRYO-406'), link.who);
  await attempts.succeeded([address, subject]);
  return beginSession(signIn, subjectOf(link.who), request, 'link');
}

async function isRightAnswer({ record }: SignIn, { who, code }: OpenLink, token: string, answer: string) {
  if (code !== null) return timingSafeEqual(codeHash(token, answer.replace(/\D/g, '')), code);
  // Asked now, not when the link was made: what was corrected in between counts.
  const person = await readPerson(record, serviceRequester, who);
  return person.ok && person.value.isActive && person.value.birthDate === writtenDay(answer);
}

/** 12.04.1968, as people here write it, is taken for 1968-04-12. */
const writtenDay = (answer: string): string => {
  const [, day = '', month = '', year] = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/.exec(answer) ?? [];
  return year === undefined ? answer : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

/** With the token, of which nothing is kept but its hash: who has the database cannot try codes. */
const codeHash = (token: string, code: string): Buffer => sha256(`${token} ${code}`);

const subjectOf = (who: string): SessionSubject => {
  const own = who.startsWith('Patient/') ? [who.slice('Patient/'.length)] : [];
  return { who, role: own.length > 0 ? 'patient' : 'caregiver', purpose: 'PATRQT', clinic: '', patients: own };
};
