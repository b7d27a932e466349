import { type VoxelFields, type VoxelGrid, type VoxelPart, type VoxelWork, voxelWork } from './voxel-work.ts';

/**
 * Threads that share one memory and go through every stage together. One leads; the others are hands, which sleep until there is work. Who starts a thread
 * is not decided here, because Node and a browser do it differently: a hand is whatever a task can be posted to.
 */
export interface Hand {
  postMessage(task: HandTask): void;
}

/** What a hand is told once, when a run begins. Everything in it may be posted from thread to thread. */
export interface HandTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly grid: VoxelGrid;
  readonly part: VoxelPart;
}

export interface Crew extends VoxelWork {
  /** The hands go home: their threads hear messages again. */
  release(): void;
}

/** Places in the control block, a cache line apart: the order of the day, how many have done it, and what it is. */
const [TURN, DONE, ORDER] = [0, 16, 32] as const;
const FIELDS = 36;
/** Of f64 in the same block: mu, nu, gain. */
const FACTORS = 24;
const CONTROL_BYTES = 256;

const SWEEP = 1;
const FIRST_SWEEP = 2;
const CORRECT = 3;
const SETTLE = 4;
const HOME = 5;

/** Looks at a number before sleeping on it: parts of a stage end within microseconds of each other. */
const LOOKS = 4000;

/** The leader's side. `parts` are its own and one for each hand. */
export function leadCrew(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  grid: VoxelGrid,
  [own, ...others]: readonly [VoxelPart, ...VoxelPart[]],
  hands: readonly Hand[],
): Crew {
  const work = voxelWork(module, memory, grid, own);
  const shared = new SharedArrayBuffer(CONTROL_BYTES);
  const control = new Int32Array(shared);
  const factors = new Float64Array(shared);
  for (const [index, part] of others.entries()) {
    hands[index]?.postMessage({ module, memory, control: shared, grid, part });
  }
  const all = others.length;
  function order(what: number, { theta, next, delta, before }: VoxelFields): void {
    control.set([theta, next, delta, before], FIELDS);
    control[ORDER] = what;
    Atomics.store(control, DONE, 0);
    Atomics.add(control, TURN, 1);
    Atomics.notify(control, TURN);
  }
  function meet(): void {
    for (let done = settled(control, DONE, 0); done < all; done = settled(control, DONE, done));
  }
  return {
    sweep(fields, mu, nu, gain, hasDelta) {
      factors.set([mu, nu, gain], FACTORS);
      order(hasDelta ? SWEEP : FIRST_SWEEP, fields);
      work.sweep(fields, mu, nu, gain, hasDelta);
      meet();
    },
    correct(fields) {
      order(CORRECT, fields);
      work.correct(fields);
      meet();
    },
    settle(fields) {
      order(SETTLE, fields);
      work.settle(fields);
      meet();
    },
    release() {
      order(HOME, { theta: 0, next: 0, delta: 0, before: 0 });
    },
  };
}

/** A hand's side: does its part of everything that is ordered, until it is sent home. Its thread does nothing else meanwhile. */
export function lendHand({ module, memory, control: shared, grid, part }: HandTask): void {
  const work = voxelWork(module, memory, grid, part);
  const control = new Int32Array(shared);
  const factors = new Float64Array(shared);
  for (let turn = 0; ; ) {
    turn = settled(control, TURN, turn);
    const [theta = 0, next = 0, delta = 0, before = 0] = control.subarray(FIELDS, FIELDS + 4);
    const [mu = 0, nu = 0, gain = 0] = factors.subarray(FACTORS, FACTORS + 3);
    const fields = { theta, next, delta, before };
    switch (control[ORDER]) {
      case SWEEP:
      case FIRST_SWEEP:
        work.sweep(fields, mu, nu, gain, control[ORDER] === SWEEP);
        break;
      case CORRECT:
        work.correct(fields);
        break;
      case SETTLE:
        work.settle(fields);
        break;
      default:
        return;
    }
    Atomics.add(control, DONE, 1);
    Atomics.notify(control, DONE);
  }
}

/** Waits until a number is another than it was. @returns what it is then. */
function settled(control: Int32Array, place: number, was: number): number {
  for (let look = 0; look < LOOKS; look += 1) {
    const now = Atomics.load(control, place);
    if (now !== was) return now;
  }
  for (;;) {
    Atomics.wait(control, place, was);
    const now = Atomics.load(control, place);
    if (now !== was) return now;
  }
}
