/**
 * `node bench/demo.ts [--patients 40] [--rounds 3]`
 *
 * Measures the starts of the demo clinic: the first one, which writes its history through the gates into a new embedded PostgreSQL, and the next one, which finds
 * it. Prints seconds to the first answer, and processor time of this process. Target: a first start within 20 s on two cores.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { configurationOf, isFaulty, silentLog, startServer, systemClock } from '../packages/server/src/index.ts';

const { values } = parseArgs({
  options: { patients: { type: 'string', default: '40' }, rounds: { type: 'string', default: '3' } },
});
const demoPatients = Number(values.patients);

for (let round = 1; round <= Number(values.rounds); round += 1) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryopath-bench-demo-'));
  fs.chmodSync(folder, 0o711);
  const configuration = configurationOf({ PORT: '0', DATA_DIR: path.join(folder, 'data') });
  if (isFaulty(configuration)) throw new Error(JSON.stringify(configuration));
  try {
    for (const which of ['first', 'next']) {
      const [begun, processor] = [systemClock.monotonic(), process.cpuUsage()];
      const started = await startServer(configuration, {
        clock: systemClock,
        log: silentLog,
        demo: true,
        demoPatients,
      });
      if (!started.ok) throw new Error(JSON.stringify(started.outcome));
      await fetch(`${started.value.url}/demo/clock`);
      const seconds = (systemClock.monotonic() - begun) / 1000;
      const { user, system } = process.cpuUsage(processor);
      console.log(
        `round ${round}, ${which} start, ${demoPatients} patients: ${seconds.toFixed(1)} s, processor ${((user + system) / 1e6).toFixed(1)} s, load ${os.loadavg()[0]?.toFixed(1)}`,
      );
      await started.value.close();
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
