import { parentPort } from 'node:worker_threads';
import { type HandTask, lendHand } from '@cryopath/thermal';

/** A thread of `cryopath freeze space` (freeze-hands.ts): it takes its part of the voxels until the run is over. */
parentPort?.on('message', (task: HandTask) => lendHand(task));
