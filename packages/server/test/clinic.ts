import { type SimulatedClock, simulatedClock } from '@cryopath/pathway';
import { type ClinicRecord, openRecord, type Requester, type Role } from '@cryopath/record';
import type { DatabaseAddress } from '@cryopath/record/database';
import { freshDatabase } from '@cryopath/record/testing';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { type AppOptions, buildApp } from '../src/app.ts';
import { createLog, type Log } from '../src/log.ts';
import { pathwayRules } from '../src/pathway/pathway-rules.ts';
import { clinicProtocol } from '../src/protocol/clinic-protocol.ts';
import { type Protocols, protocolsFrom } from '../src/protocol/protocols.ts';
import type { RequesterOf } from '../src/sign-in/requester-of.ts';

/** A clinic of a test's own: a database, the record, the server, and people who sign in by a word. */
export interface TestClinic {
  readonly app: FastifyInstance;
  readonly record: ClinicRecord;
  readonly protocols: Protocols;
  /** Of its database, for looking past the record. */
  readonly address: DatabaseAddress;
  readonly clock: SimulatedClock;
  readonly requesterOf: RequesterOf;
  /** Everything that was logged so far. */
  logged(): string;
  /** A request of somebody of this role at clinic `c1`; `''` for nobody. */
  call(role: Role | '', method: Method, url: string, options?: CallOptions): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export interface CallOptions {
  readonly headers?: Record<string, string>;
  /** A string is sent as it is; anything else as JSON. */
  readonly body?: unknown;
}

const PURPOSE = { patient: 'PATRQT', caregiver: 'PATRQT', administrator: 'HSYSADMIN', auditor: 'HCOMPL' } as const;

const requesterFor = (role: Role, patients: readonly string[] = []): Requester => ({
  who: role === 'patient' ? `Patient/${patients[0] ?? 'p1'}` : `Practitioner/${role}`,
  role,
  purpose: role in PURPOSE ? PURPOSE[role as keyof typeof PURPOSE] : role === 'service' ? 'HSYSADMIN' : 'TREAT',
  clinic: role === 'patient' || role === 'caregiver' || role === 'service' ? '' : 'c1',
  patients,
});

/** `Authorization: Bearer doctor`, or `Bearer patient:p1` for a patient of that id. */
export const byWord: RequesterOf = async ({ headers, ip, id }) => {
  const [role, patient] = (headers.authorization ?? '').replace('Bearer ', '').split(':');
  return role ? { ...requesterFor(role as Role, patient ? [patient] : []), address: ip, request: id } : undefined;
};

let compiled: ReturnType<typeof clinicProtocol> | undefined;
/** The protocol that comes with the product, compiled once for the tests of a file. */
export const ownProtocol = () => (compiled ??= clinicProtocol());

export async function testClinic(options: Partial<AppOptions> = {}): Promise<TestClinic> {
  const database = await freshDatabase();
  const clock = simulatedClock('2026-03-02T10:00:00Z');
  const protocols = options.protocols ?? protocolsFrom(await ownProtocol());
  const opened = await openRecord(database.config, { clock, ...pathwayRules(protocols) });
  if (!opened.ok) throw new Error(JSON.stringify(opened.outcome));
  const record = opened.value;
  let lines = '';
  const log: Log = createLog(clock, (text) => {
    lines += text;
  });
  const app = buildApp({
    record,
    protocols,
    requesterOf: byWord,
    clock,
    log,
    publicUrl: 'http://clinic.test',
    allowedHosts: [],
    trustProxy: [],
    limits: { resource: 4_194_304, bundle: 67_108_864 },
    metricsToken: undefined,
    gauges: [],
    softwareVersion: '0.0.0',
    isReady: async () => true,
    ...options,
  });
  await app.ready();
  return {
    app,
    record,
    protocols,
    address: database.config,
    clock,
    requesterOf: byWord,
    logged() {
      log.flush();
      return lines;
    },
    call: (role, method, url, { headers = {}, body } = {}) =>
      app.inject({
        method,
        url,
        headers: {
          host: 'clinic.test',
          ...(role === '' ? {} : { authorization: `Bearer ${role}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async close() {
      await app.close();
      await record.close();
      await database.drop();
    },
  };
}

/** The outcome code of a refusal: `CRYO-401`. */
export function refusalCode(response: LightMyRequestResponse): string | undefined {
  const outcome = response.json() as { resourceType: string; issue?: { details?: { coding?: { code: string }[] } }[] };
  return outcome.resourceType === 'OperationOutcome' ? outcome.issue?.[0]?.details?.coding?.[0]?.code : undefined;
}
