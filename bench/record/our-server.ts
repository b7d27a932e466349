/** The product as it is served, for the benchmark: a process of its own that says its port and a way in. */
import path from 'node:path';
import type { Requester } from '@cryopath/record';
import { configurationOf, isFaulty, silentLog, startServer, systemClock } from '@cryopath/server';

const root = process.argv[2];
if (root === undefined) throw new Error('usage: our-server FOLDER');
const configuration = configurationOf({ PORT: '0', DATA_DIR: path.resolve(root) });
if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));

const token = 'Bearer benchmark';
const doctor: Requester = {
  who: 'Practitioner/benchmark',
  role: 'doctor',
  purpose: 'TREAT',
  clinic: 'bench',
  patients: [],
};
const started = await startServer(configuration, {
  clock: systemClock,
  log: silentLog,
  requesterOf: async ({ headers }) => (headers.authorization === token ? doctor : undefined),
});
if (!started.ok) throw new Error(JSON.stringify(started.outcome));
console.log(JSON.stringify({ port: Number(new URL(started.value.url).port), token: 'benchmark' }));
process.once('SIGTERM', async () => {
  await started.value.close();
  process.exit(0);
});
