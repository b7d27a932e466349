import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonResource } from '@cryopath/fhir';
import { type SimulatedClock, simulatedClock } from '@cryopath/pathway';
import { type ClinicRecord, openRecord, type Role } from '@cryopath/record';
import { createPool, migrate, recordMigrations } from '@cryopath/record/database';
import { freshDatabase } from '@cryopath/record/testing';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { generateSync } from 'otplib';
import { buildApp } from '../src/app.ts';
import { createLog } from '../src/log.ts';
import { protocolsFrom } from '../src/protocol/protocols.ts';
import { accountById, insertAccount, type StaffRole } from '../src/sign-in/account-table.ts';
import { tokenUrl } from '../src/sign-in/client-credentials.ts';
import { makeInvitation } from '../src/sign-in/invitation.ts';
import { limitRequests } from '../src/sign-in/request-limits.ts';
import { serverMigrations } from '../src/sign-in/server-migrations.ts';
import { serviceRequester } from '../src/sign-in/service-requester.ts';
import type { Pool, SessionSubject } from '../src/sign-in/session-table.ts';
import { createSignIn, type SignIn, withEmergencies } from '../src/sign-in/sign-in.ts';
import { signInRoutes } from '../src/sign-in/sign-in-routes.ts';
import { cookieName } from '../src/sign-in/token.ts';
import { ownProtocol } from './clinic.ts';

/** A clinic whose door is the real one: accounts, links and sessions in a database of the test's own. */
export interface SignInClinic {
  readonly app: FastifyInstance;
  readonly signIn: SignIn;
  readonly record: ClinicRecord;
  readonly pool: Pool;
  readonly clock: SimulatedClock;
  /** A session that begins without any way in being walked. @returns the Cookie header */
  cookieOf(who: string, role: SessionSubject['role'], more?: Partial<SessionSubject>): Promise<string>;
  call(method: 'GET' | 'POST' | 'DELETE', url: string, options?: CallOptions): Promise<LightMyRequestResponse>;
  put(resource: JsonResource & { readonly id: string }): Promise<void>;
  /** The newest rows of the trail, newest first: interaction, outcome, who, detail. */
  trail(): Promise<readonly TrailRow[]>;
  logged(): string;
  /** The same service once more, as another process on the same database would be, or this one after a restart. */
  another(): Promise<Pick<SignInClinic, 'app' | 'signIn' | 'call'>>;
  close(): Promise<void>;
}

interface TrailRow {
  readonly interaction: string;
  readonly outcome: number;
  readonly who: string;
  readonly detail: string;
  readonly patient: string;
}

export interface CallOptions {
  readonly cookie?: string;
  readonly bearer?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** The client's network address. */
  readonly from?: string;
}

const PURPOSE: Readonly<Record<string, SessionSubject['purpose']>> = {
  patient: 'PATRQT',
  caregiver: 'PATRQT',
  administrator: 'HSYSADMIN',
  auditor: 'HCOMPL',
} satisfies Partial<Record<Role, SessionSubject['purpose']>>;

export async function signInClinic(publicUrl = 'https://clinic.test'): Promise<SignInClinic> {
  const database = await freshDatabase();
  const migrated = await migrate(database.config, [recordMigrations, serverMigrations]);
  if (!migrated.ok) throw new Error(JSON.stringify(migrated.outcome));
  const clock = simulatedClock('2026-03-02T10:00:00Z');
  const pool = createPool(database.config, { connections: 8 });
  const logPool = createPool(database.config, { connections: 1 });
  const protocols = protocolsFrom(await ownProtocol());
  const opened = await openRecord(database.config, { clock });
  if (!opened.ok) throw new Error(JSON.stringify(opened.outcome));
  const key = randomBytes(32);
  let lines = '';
  const log = createLog(clock, (text) => {
    lines += text;
  });

  const service = async () => {
    const signIn = createSignIn({ pool, logPool }, { clock, record: opened.value, publicUrl, key });
    const record = withEmergencies(opened.value, signIn.sessions);
    const app = buildApp({
      record,
      requesterOf: signIn.sessions.requesterOf,
      protocols,
      clock,
      log,
      publicUrl,
      allowedHosts: [],
      trustProxy: [],
      limits: { resource: 4_194_304, bundle: 67_108_864 },
      metricsToken: undefined,
      gauges: [],
      softwareVersion: '0.0.0',
      tokenUrl: tokenUrl(publicUrl),
      isReady: async () => true,
    });
    limitRequests(app, signIn.sessions, clock);
    signInRoutes(app, signIn);
    await app.ready();
    return { app, signIn, record, call: caller(app, new URL(publicUrl).host) };
  };
  const first = await service();
  const apps = [first.app];
  return {
    ...first,
    pool,
    clock,
    async cookieOf(who, role, more = {}) {
      const patients = role === 'patient' ? [who.slice('Patient/'.length)] : [];
      const clinic = role === 'patient' || role === 'caregiver' ? '' : 'c1';
      const subject = { who, role, purpose: PURPOSE[role] ?? 'TREAT', clinic, patients, ...more };
      return `${cookieName(first.signIn.secure)}=${(await first.signIn.sessions.begin(subject)).token}`;
    },
    async put(resource) {
      const written = await opened.value.update(serviceRequester, resource.resourceType, resource.id, resource);
      if (!written.ok) throw new Error(JSON.stringify(written.outcome));
    },
    async trail() {
      const { rows } = await pool.query<TrailRow>(
        'select interaction, outcome, who, detail, patient from audit order by xid desc, id desc limit 50',
      );
      return rows;
    },
    logged() {
      log.flush();
      return lines;
    },
    async another() {
      const next = await service();
      apps.push(next.app);
      return next;
    },
    async close() {
      for (const app of apps) await app.close();
      await opened.value.close();
      await Promise.all([pool.end(), logPool.end()]);
      await database.drop();
    },
  };
}

const caller =
  (app: FastifyInstance, host: string): SignInClinic['call'] =>
  (method, url, { cookie, bearer, headers = {}, body, form, from = '192.0.2.1' } = {}) =>
    app.inject({
      method,
      url,
      remoteAddress: from,
      headers: {
        host,
        ...(cookie === undefined ? {} : { cookie, 'x-cryopath': '1' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': url.startsWith('/fhir') ? 'application/fhir+json' : 'application/json' }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      ...(form === undefined ? {} : { payload: new URLSearchParams(form).toString() }),
    });

/** The Cookie header out of an answer's Set-Cookie. */
export const cookieIn = ({ headers }: LightMyRequestResponse): string =>
  String(headers['set-cookie'] ?? '').split(';')[0] ?? '';

/** Two patients of clinic c1, one of clinic c2, and one whose birth date is not known. */
export async function withPatients(clinic: SignInClinic): Promise<void> {
  const patient = (id: string, birthDate: string | undefined, organization = 'c1') =>
    clinic.put({
      resourceType: 'Patient',
      id,
      name: [{ family: id }],
      ...(birthDate === undefined ? {} : { birthDate }),
      managingOrganization: { reference: `Organization/${organization}` },
    });
  await clinic.put({ resourceType: 'Organization', id: 'c1', name: 'One' });
  await clinic.put({ resourceType: 'Organization', id: 'c2', name: 'Two' });
  await patient('p1', '1968-04-12');
  await patient('p2', '1971-11-30');
  await patient('p3', undefined);
  await patient('far', '1950-01-01', 'c2');
}

/** A member of staff who chose a password and an authenticator app by their invitation. */
export interface StaffMember {
  readonly userName: string;
  readonly password: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  readonly id: string;
  readonly who: string;
}

/** The code that an authenticator app shows now, or so many steps of 30 seconds from now. */
export const codeNow = ({ clock }: SignInClinic, secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(clock.now() / 1000) + 30 * steps });

/** Invites somebody. @returns the path of the invitation */
export async function invite(
  { signIn, pool, clock }: SignInClinic,
  userName: string,
  role: StaffRole = 'doctor',
): Promise<{ readonly path: string; readonly id: string; readonly who: string }> {
  const account = { id: randomUUID(), who: `Practitioner/${userName}`, role, clinic: 'c1', userName };
  if (!(await insertAccount(pool, account, clock.now(), 'Practitioner/lead')))
    throw new Error('There is such an account');
  const stored = await accountById(pool, account.id);
  if (stored === undefined) throw new Error('No account');
  const made = await makeInvitation(signIn, serviceRequester, stored);
  if (!made.ok) throw new Error(JSON.stringify(made.outcome));
  return { path: new URL(made.value.url).pathname, id: account.id, who: account.who };
}

export async function joined(clinic: SignInClinic, userName: string, role?: StaffRole): Promise<StaffMember> {
  const { path, id, who } = await invite(clinic, userName, role);
  const offered = await clinic.call('POST', `${path}/authenticator`, { body: {} });
  const { secret } = offered.json() as { secret: string };
  const password = 'four words of mine';
  const answer = await clinic.call('POST', path, { body: { password, code: codeNow(clinic, secret) } });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  const { recoveryCodes } = answer.json() as { recoveryCodes: string[] };
  clinic.clock.advance(90_000);
  return { userName, password, secret, recoveryCodes, id, who };
}
