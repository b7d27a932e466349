import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ok, type Result } from '@cryopath/fhir';
import type { Clock, ProtocolFiles } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import { knowCryoablations } from '@cryopath/record/database';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import type { Configuration } from './configuration.ts';
import { demoClockRoutes } from './demo/clock-routes.ts';
import { demoClock } from './demo/demo-clock.ts';
import { demoSignIn } from './demo/demo-sign-in.ts';
import { DEMO_PATIENTS } from './demo/patients/demo-patients.ts';
import { pausable } from './demo/pausable-projection.ts';
import { demoPeople } from './demo/people.ts';
import { seedDemo } from './demo/seed.ts';
import { createEventHub } from './events/event-hub.ts';
import { eventsRoute } from './events/events-route.ts';
import type { Log } from './log.ts';
import { openClinic } from './open-clinic.ts';
import { staticPages } from './pages/static-pages.ts';
import { pathwayRules } from './pathway/pathway-rules.ts';
import { compiledProtocol } from './protocol/clinic-protocol.ts';
import { protocolFolder, withoutCases } from './protocol/protocol-folder.ts';
import { protocolsFrom } from './protocol/protocols.ts';
import { publishProtocol } from './protocol/publish.ts';
import { tokenUrl } from './sign-in/client-credentials.ts';
import { limitRequests } from './sign-in/request-limits.ts';
import type { RequesterOf } from './sign-in/requester-of.ts';
import { signInKey } from './sign-in/sealed-secret.ts';
import { serviceRequester } from './sign-in/service-requester.ts';
import { createSignIn, type SignIn, withEmergencies } from './sign-in/sign-in.ts';
import { signInRoutes } from './sign-in/sign-in-routes.ts';
import { sweep } from './sign-in/sweep.ts';
import { softwareVersion } from './software-version.ts';

export interface StartOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** A made-up clinic in which visitors may be anybody. */
  readonly demo?: boolean;
  /** How many of the demo's patients there are, the first ones of its list; all of them when it is not said. */
  readonly demoPatients?: number;
  /** Who asks, instead of who is signed in: for tests and benchmarks. */
  readonly requesterOf?: RequesterOf;
  /** Folder of the built screens. */
  readonly webFolder?: string;
}

export interface RunningServer {
  /** Where it answers on this machine: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly record: ClinicRecord;
  /** Whether the built screens were there to be served. */
  readonly hasScreens: boolean;
  /** Lets requests under way finish, then leaves the database. */
  close(): Promise<void>;
}

const MEGABYTE = 1_048_576;
const WEB_FOLDER = fileURLToPath(new URL('../../web/dist/', import.meta.url));

/**
 * Starts the whole service. Refused when the database cannot be used: a newer version's, in a folder that is not ours, or, for the demo, one with real
 * patients in it.
 *
 * @example
 * const started = await startServer(configuration, { clock: systemClock, log, demo: true });
 * if (started.ok) console.log(started.value.url);
 */
export async function startServer(asked: Configuration, options: StartOptions): Promise<Result<RunningServer>> {
  const { log, demo = false } = options;
  const configuration = { ...asked, port: asked.port === 0 ? await freePort(asked.host) : asked.port };
  const travelling = demo ? demoClock(options.clock, configuration.dataDir) : undefined;
  const clock: Clock = travelling ?? options.clock;
  const demoPatients = DEMO_PATIENTS.slice(0, options.demoPatients);
  const begun = clock.monotonic();
  log.event('starting');
  const files = withoutCases(await protocolFolder());
  const own = compiledProtocol(files);
  const protocols = protocolsFrom(own);
  const publicUrl = configuration.publicUrl ?? localUrl(configuration);
  const base = `${publicUrl}/fhir`;
  const rules = pathwayRules(protocols);
  const worklist = pausable(rules.projection);
  const opened = await openClinic(configuration, { clock, log, base, rules: { ...rules, projection: worklist } });
  if (!opened.ok) return opened;
  const clinic = opened.value;
  const kept = await keepOwn(clinic.record, { files, base, clock });
  if (!kept.ok && !kept.outcome.issues.some(({ code }) => code === 'CRYO-632')) {
    await clinic.close();
    return kept;
  }
  // The product's own version was kept with other files: pathways rest on those.
  if (!kept.ok) log.event('protocol-differs');
  const unread = await protocols.load(clinic.record, base);
  if (unread.length > 0) log.event('protocol-unreadable', { count: unread.length });
  await knowCryoablations(
    clinic.database.pool,
    protocols.all.map(({ cryoablation }) => cryoablation),
  );
  if (demo) protocols.add(own, serviceRequester.who);
  const key = signInKey(configuration.dataDir);
  if (!key.ok) {
    await clinic.close();
    return key;
  }
  const signIn = createSignIn(clinic.database, { clock, record: clinic.record, publicUrl, key: key.value });
  const record = withEmergencies(clinic.record, signIn.sessions);
  const requesterOf = options.requesterOf ?? signIn.sessions.requesterOf;

  const app = buildApp({
    record,
    protocols,
    requesterOf,
    clock,
    log,
    publicUrl,
    allowedHosts: configuration.allowedHosts,
    trustProxy: configuration.trustProxy,
    limits: { resource: configuration.resourceLimitMb * MEGABYTE, bundle: configuration.bundleLimitMb * MEGABYTE },
    metricsToken: configuration.metricsToken,
    metricsOpenToMachine: configuration.metricsOpen === 'machine',
    gauges: clinic.gauges,
    softwareVersion,
    tokenUrl: tokenUrl(publicUrl),
    isReady: clinic.isReady,
  });
  let hasScreens = false;
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closeAll());
  const closeAll = async () => {
    log.event('stopping');
    await closeWithin(app, configuration.shutdownSeconds * 1000, log);
    await clinic.close();
    log.event('stopped');
    log.flush();
  };

  try {
    if (options.requesterOf === undefined) limitRequests(app, signIn.sessions, clock);
    signInRoutes(app, signIn);
    sweepHourly(app, signIn, log);
    const watcherOf = options.requesterOf ?? signIn.sessions.watcherOf;
    const now = async () => (await record.changes(serviceRequester, -1)).next;
    if (travelling) {
      const seeded = await seedDemo({
        record,
        worklist,
        signIn,
        clock: travelling,
        present: options.clock.now(),
        base,
        protocol: protocols.current,
        patients: demoPatients,
      });
      if (!seeded.ok) {
        await close();
        return seeded;
      }
      log.event('demo-seeded', { count: seeded.value });
    }
    const hub = createEventHub(record, serviceRequester, await now());
    if (travelling) {
      const onThisMachine = isLoopback(configuration.host);
      const people = demoPeople(demoPatients);
      demoSignIn(app, signIn, people, onThisMachine);
      demoClockRoutes(app, { clock: travelling, record, signIn, hub, people, onThisMachine });
    }
    eventsRoute(app, { hub, watcherOf, log, now });
    hasScreens = staticPages(app, options.webFolder ?? WEB_FOLDER);
    await app.listen({ port: configuration.port, host: configuration.host });
  } catch (error) {
    await close();
    throw error;
  }
  log.event('listening', { port: configuration.port, milliseconds: Math.round(clock.monotonic() - begun) });
  return ok({ url: localUrl(configuration), record, hasScreens, close });
}

/**
 * Keeps the product's own version of the protocol in the record, so that a pathway that began with it finds it after an update (I4), and that every program can
 * read its forms. Nobody of the clinic has signed it: new pathways follow it only while nothing else is published.
 */
const keepOwn = (
  record: ClinicRecord,
  { files, base, clock }: { readonly files: ProtocolFiles; readonly base: string; readonly clock: Clock },
) =>
  publishProtocol(record, serviceRequester, {
    files,
    base,
    signature: { who: serviceRequester.who, at: clock.now() },
  });

/** Closes the server. Requests that are still under way when the time is over are cut off: they were not acknowledged. */
async function closeWithin(app: FastifyInstance, milliseconds: number, log: Log): Promise<void> {
  const cutOff = setTimeout(() => {
    log.event('requests-cut-off');
    app.server.closeAllConnections();
  }, milliseconds);
  await app.close();
  clearTimeout(cutOff);
}

/** A port that was free a moment ago: links carry it, so that it must be known before the server listens. */
async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, host), 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Whatever a sweep leaves, because the database is away or busy, the next one takes. */
function sweepHourly(app: FastifyInstance, { pool, clock }: SignIn, log: Log): void {
  const timer = setInterval(() => sweep(pool, clock).catch((error: unknown) => log.failure(error)), 3_600_000);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

function localUrl({ host, port }: { readonly host: string; readonly port: number }): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
