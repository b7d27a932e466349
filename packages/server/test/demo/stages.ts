/** Where a patient of the demo stands: what is done last, what may be done, what keeps the procedure closed, what is told besides. */
export interface ExpectedStage {
  /** The last step that is done, in the order of the protocol. */
  readonly done: string;
  /** Steps that may be done now, besides those that only wait for somebody to have time ({@link ANYTIME}). */
  readonly ready?: readonly string[];
  /** Conditions that keep the procedure closed; absent when it is open or done. */
  readonly procedure?: readonly string[];
  /** The step that waits for its time. */
  readonly waits?: string;
  /** Alerts and flags in the chart: `red-flag active`. */
  readonly told?: readonly string[];
  readonly repeat?: string;
}

/** Steps of the preparation that have no gate before them. */
export const ANYTIME: ReadonlySet<string> = new Set(['contraindications', 'anticoagulant-plan', 'outcome-baseline']);

const LATER = ['qualified', 'consented'] as const;
const CLEARED = ['no-absolute-contraindication', 'relative-weighed', 'anticoagulants-agreed', 'timed-out'] as const;
const FROM_BLOCK = ['block-positive', ...LATER, ...CLEARED];
const FROM_IMAGES = ['imaged', ...FROM_BLOCK];
const FROM_START = ['examined', ...FROM_IMAGES];
const SAME_DAY = ['red-flag active', 'red-flag requested'];

// biome-ignore format: it is read as a table
export const STAGES: Readonly<Record<string, ExpectedStage>> = {
  'demo-anna': { done: 'imaging', ready: ['diagnostic-block'], procedure: FROM_BLOCK },
  'demo-jan': { done: 'indication', ready: ['interview', 'examination', 'imaging'], procedure: FROM_START },
  'demo-jane': { done: 'indication', ready: ['interview', 'examination', 'imaging'], procedure: FROM_START },
  'demo-zofia': { done: 'interview', ready: ['examination', 'imaging'], procedure: FROM_START },
  'demo-marek': { done: 'examination', ready: ['imaging', 'diagnostic-block'], procedure: FROM_IMAGES },
  'demo-lukas': { done: 'examination', ready: ['imaging', 'diagnostic-block'], procedure: FROM_IMAGES },
  'demo-halina': { done: 'imaging', ready: ['diagnostic-block'], procedure: FROM_IMAGES },
  'demo-bogdan': { done: 'diagnostic-block', ready: ['block-diary'], procedure: FROM_BLOCK },
  'demo-olena': { done: 'diagnostic-block', ready: ['block-diary'], procedure: FROM_BLOCK },
  'demo-stefan': { done: 'diagnostic-block', ready: ['block-diary', 'qualification-decision', 'consent'], procedure: [...LATER, ...CLEARED] },
  'demo-marie': { done: 'diagnostic-block', ready: ['block-diary', 'consent'], procedure: ['imaged', ...LATER, ...CLEARED] },
  'demo-ryszard': { done: 'outcome-baseline', ready: ['appointment', 'positioning', 'time-out'], procedure: ['no-absolute-contraindication', 'relative-weighed', 'timed-out'] },
  'demo-grazyna': { done: 'outcome-baseline', ready: ['appointment', 'positioning', 'time-out'], procedure: ['no-absolute-contraindication', 'relative-weighed', 'timed-out'] },
  'demo-henryk': { done: 'outcome-baseline', ready: ['appointment', 'positioning', 'time-out'], procedure: ['anticoagulants-agreed', 'timed-out'] },
  'demo-giulia': { done: 'outcome-baseline', ready: ['positioning', 'time-out'], procedure: ['timed-out'] },
  'demo-krystyna': { done: 'consent', ready: ['appointment', 'positioning', 'time-out'], procedure: CLEARED },
  'demo-tomas': { done: 'outcome-baseline', ready: ['appointment', 'positioning', 'time-out'], procedure: ['timed-out'] },
  'demo-wanda': { done: 'qualification-decision', ready: ['consent', 'appointment'], procedure: ['consented', ...CLEARED] },
  'demo-juan': { done: 'outcome-baseline', ready: ['positioning', 'time-out'], procedure: ['timed-out'] },
  'demo-barbara': { done: 'outcome-baseline', ready: ['positioning', 'time-out'], procedure: ['timed-out'] },
  'demo-andrzej': { done: 'outcome-baseline', ready: ['positioning', 'time-out'], procedure: ['timed-out'] },
  'demo-emma': { done: 'locating', ready: ['time-out'], procedure: ['timed-out'] },
  'demo-leszek': { done: 'probe', ready: ['procedure', 'freezing'] },
  'demo-danuta': { done: 'completion', ready: ['observation'], waits: 'discharge', repeat: 'not-before' },
  'demo-mihai': { done: 'discharge', ready: [], waits: 'physical-work', repeat: 'not-before' },
  'demo-irena': { done: 'discharge', ready: [], waits: 'physical-work', repeat: 'not-before' },
  'demo-aylin': { done: 'discharge', ready: [], waits: 'physical-work', repeat: 'not-before' },
  'demo-oksana': { done: 'discharge', ready: ['physical-work'], waits: 'first-review', repeat: 'not-before' },
  'demo-kazimierz': { done: 'discharge', ready: ['physical-work'], waits: 'first-review', told: ['answer-to-read requested'], repeat: 'not-before' },
  'demo-dorota': { done: 'discharge', ready: ['physical-work', 'outcome-week-1'], waits: 'first-review', told: SAME_DAY, repeat: 'not-before' },
  'demo-jerzy': { done: 'outcome-week-1', ready: [], waits: 'first-review', told: ['red-flag active', 'red-flag accepted'], repeat: 'not-before' },
  'demo-lucyna': { done: 'outcome-week-1', ready: ['first-review'], waits: 'outcome-month-1', repeat: 'not-before' },
  'demo-peter': { done: 'outcome-week-1', ready: ['first-review'], waits: 'outcome-month-1', repeat: 'not-before' },
  'demo-sofie': { done: 'outcome-month-1', ready: [], waits: 'outcome-month-3', repeat: 'not-before' },
  'demo-zbigniew': { done: 'outcome-month-3', ready: [], waits: 'outcome-month-6', repeat: 'not-now' },
  'demo-alicja': { done: 'outcome-month-3', ready: [], waits: 'outcome-month-6', repeat: 'not-now' },
  'demo-minh': { done: 'outcome-month-6', ready: [], waits: 'outcome-month-12', repeat: 'not-now' },
  'demo-jadwiga': { done: 'outcome-month-12', ready: [], repeat: 'not-now' },
  'demo-waldemar': { done: 'outcome-month-6', ready: [], waits: 'outcome-month-12', repeat: 'may-be-considered' },
  'demo-felicja': { done: 'outcome-week-1', ready: [], waits: 'outcome-month-1', told: ['gate-override active', 'gate-override active'], repeat: 'not-before' },
};
