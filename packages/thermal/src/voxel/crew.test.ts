import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { celsius, millimetres, seconds } from '../quantity.ts';
import { TISSUES } from '../tissue/tissues.ts';
import type { Hand } from './crew.ts';
import type { VoxelPlan } from './voxel-plan.ts';
import { startVoxels, type VoxelRun } from './voxel-run.ts';

/** A thread that lends a hand, as Node has it. */
const THREAD = `const { parentPort } = require('node:worker_threads');
import(${JSON.stringify(new URL('./crew.ts', import.meta.url).href)}).then(({ lendHand }) => parentPort.on('message', lendHand));`;

let threads: Worker[];
beforeAll(async () => {
  threads = [0, 1, 2].map(() => new Worker(THREAD, { eval: true }));
  await Promise.all(threads.map((thread) => once(thread, 'online')));
});
afterAll(async () => {
  await Promise.all(threads.map((thread) => thread.terminate()));
});

const FAR = { kind: 'far' } as const;
const PLAN: VoxelPlan = {
  voxels: [24, 18, 17],
  spacing: millimetres(0.7),
  tissues: [TISSUES.muscle, TISSUES.fat, TISSUES.bone],
  tissueAt: (x, y, z) => (x > 11.5 ? 2 : z + y / 2 < 9 ? 1 : 0),
  initial: celsius(37),
  probes: [
    {
      tip: [millimetres(8), millimetres(6), millimetres(4)],
      direction: [0.2, 0, -1],
      radius: millimetres(1),
      activeLength: millimetres(5),
      temperature: celsius(-70),
      timeConstant: seconds(4),
    },
  ],
  cycles: [{ freeze: seconds(30), thaw: seconds(15) }],
  stasis: true,
  sides: [FAR, FAR, FAR, FAR, { kind: 'surface', transfer: 10, temperature: celsius(22) }, FAR],
};

function started(hands: readonly Hand[]): VoxelRun {
  const answer = startVoxels(PLAN, { hands });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.value;
}

/** Everything that can be asked of the end. */
function outcome(hands: readonly Hand[]): readonly number[] {
  const run = started(hands);
  while (run.at < run.end) run.step(run.end);
  const all = [run.intoProbes(), run.stored(), run.frozen()];
  const [nx, ny, nz] = PLAN.voxels;
  for (let x = 0; x < nx; x += 1)
    for (let y = 0; y < ny; y += 1)
      for (let z = 0; z < nz; z += 1) all.push(run.temperature(x, y, z), run.coldest(x, y, z));
  run.release();
  return all;
}

test('T6 two threads, and four, give to the bit what one gives, across tissues, probe, skin and stasis', () => {
  const alone = outcome([]);
  expect(alone[2]).toBeGreaterThan(20);
  expect(outcome(threads.slice(0, 1))).toEqual(alone);
  expect(outcome(threads)).toEqual(alone);
});

test('a run that is let go in the middle leaves its hands free for the next', () => {
  const run = started(threads);
  for (let step = 0; step < 5; step += 1) run.step(run.end);
  expect(run.at).toBeGreaterThan(0);
  run.release();
  expect(outcome(threads)).toEqual(outcome([]));
});
