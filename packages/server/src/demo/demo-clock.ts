import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, ElapsedMilliseconds, Instant } from '@cryopath/pathway';

/** The machine's clock, set ahead as far as visitors have moved it; and before the demo is made, in the past, where its history begins. */
export interface DemoClock extends Clock {
  /** How far ahead of the machine's clock it is, in milliseconds. */
  ahead(): number;
  /** While history is written, the wall clock stands where the history is. */
  standAt(moment: Instant): void;
  /** History has arrived at the present: from here on the clock runs, after a restart too. */
  run(): void;
  /** Lets time pass, on both hands: what was timed has passed as well. @param milliseconds more than none */
  advance(milliseconds: number): void;
}

const FILE = 'demo-clock.json';
const DAY = 86_400_000;

/** Longer ago than anything that the demo tells of. */
const BEGINNING_DAYS = 500;

/**
 * The clock of the demo in this data folder. It remembers there how far it was moved: after a restart nothing that was written "tomorrow" may
 * lie in the future. Without that memory nothing has been written yet, and it stands in the past.
 */
export function demoClock(machine: Clock, folder: string): DemoClock {
  const file = join(folder, FILE);
  let ahead = remembered(file);
  let passed = 0;
  let standing = ahead === undefined ? ((machine.now() - BEGINNING_DAYS * DAY) as Instant) : undefined;
  const remember = () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify({ ahead: ahead ?? 0 })}\n`);
    renameSync(`${file}.new`, file);
  };
  return {
    now: () => standing ?? ((machine.now() + (ahead ?? 0)) as Instant),
    monotonic: () => (machine.monotonic() + passed) as ElapsedMilliseconds,
    ahead: () => ahead ?? 0,
    standAt(moment) {
      standing = moment;
    },
    run() {
      standing = undefined;
      remember();
    },
    advance(milliseconds) {
      if (!(milliseconds > 0)) throw new RangeError(`Time does not run by ${milliseconds} ms`);
      ahead = (ahead ?? 0) + milliseconds;
      passed += milliseconds;
      remember();
    },
  };
}

/** @returns `undefined` when there is no memory, or none that can be read: the record then says whether there is a history. */
function remembered(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { ahead } = JSON.parse(readFileSync(file, 'utf8')) as { readonly ahead?: unknown };
    return typeof ahead === 'number' && ahead >= 0 ? ahead : undefined;
  } catch {
    return undefined;
  }
}
