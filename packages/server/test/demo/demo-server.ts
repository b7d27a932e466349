import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonResource } from '@cryopath/fhir';
import { evaluate, type PathwayView, type SimulatedClock, simulatedClock } from '@cryopath/pathway';
import type { Chart } from '@cryopath/record';
import { type Configuration, configurationOf } from '../../src/configuration.ts';
import { silentLog } from '../../src/log.ts';
import { authoredRecord } from '../../src/pathway/authored-record.ts';
import { clinicProtocol } from '../../src/protocol/clinic-protocol.ts';
import { serviceRequester } from '../../src/sign-in/service-requester.ts';
import { type RunningServer, type StartOptions, startServer } from '../../src/start-server.ts';

/** A demo clinic in a folder of the test's own, whose machine's clock stands where the test wants it. */
export interface DemoServer {
  readonly server: () => RunningServer;
  readonly machine: SimulatedClock;
  readonly dataDir: string;
  start(more?: Partial<StartOptions>): Promise<RunningServer>;
  /** Somebody's cookie, and what a change needs besides. */
  signIn(person: string): Promise<Record<string, string>>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** One patient's whole chart, each resource with who wrote it. */
  chart(patient: string): Promise<Chart>;
  /** Where their pathway is by the demo's clock. */
  view(patient: string): Promise<PathwayView>;
  end(): Promise<void>;
}

/** Types that the demo writes into a chart. */
const TYPES = [
  'Appointment',
  'CarePlan',
  'Condition',
  'Consent',
  'DetectedIssue',
  'DiagnosticReport',
  'Flag',
  'ImagingStudy',
  'MedicationStatement',
  'Observation',
  'Patient',
  'Procedure',
  'QuestionnaireResponse',
  'RelatedPerson',
  'ServiceRequest',
  'Task',
] as const;

export function demoServer(now: string, options: Partial<StartOptions> = {}): DemoServer {
  const folder = mkdtempSync(join(tmpdir(), 'cryopath-demo-'));
  chmodSync(folder, 0o711);
  const machine = simulatedClock(now);
  const dataDir = join(folder, 'data');
  const configuration = configurationOf({ PORT: '0', DATA_DIR: dataDir, SHUTDOWN_SECONDS: '2' }) as Configuration;
  const protocol = clinicProtocol();
  let running: RunningServer | undefined;
  const server = () => {
    if (!running) throw new Error('The demo has not been started');
    return running;
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server().url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json', ...headers },
    });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server().url + path, { headers });
  const chart = async (patient: string) => {
    const asked = {
      operation: 'test',
      permission: 'pathway-read',
      type: 'Patient',
      id: patient,
      types: TYPES,
    } as const;
    const found = await server().record.chart(serviceRequester, asked);
    if (!found.ok) throw new Error(`${patient}: ${JSON.stringify(found.outcome)}`);
    return found.value;
  };
  return {
    server,
    machine,
    dataDir,
    async start(more = {}) {
      const started = await startServer(configuration, {
        clock: machine,
        log: silentLog,
        demo: true,
        webFolder: join(folder, 'web'),
        ...options,
        ...more,
      });
      if (!started.ok) throw new Error(JSON.stringify(started.outcome));
      running = started.value;
      return running;
    },
    async signIn(person) {
      const response = await post('/demo/sign-in', { person });
      return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-cryopath': '1' };
    },
    get,
    post,
    chart,
    async view(patient) {
      const { written } = await chart(patient);
      const { now: at } = (await (await get('/demo/clock')).json()) as { now: string };
      return evaluate(await protocol, authoredRecord(patient, written), simulatedClock(at).now());
    },
    async end() {
      await running?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const resourcesOf = ({ written }: Chart): readonly JsonResource[] => written.map(({ resource }) => resource);
