import { DEFAULT_SPREAD } from '@cryopath/thermal';
import { type AnswerFault, faultOf } from '../../form/logic/answer-fault.ts';
import type { Form, FormItem } from '../../form/logic/form-item.ts';
import type { Readings } from '../measured/readings.ts';
import type { FreezeStretch } from '../planned-freeze.ts';
import { ISOTHERMS } from '../predict/freeze-frame.ts';
import type { Reading } from '../reading.ts';
import type { EnteredAnswers } from './entered-answers.ts';
import { longest, QUESTIONS, type Question, type WrittenCycle, writtenCycles } from './written-cycles.ts';

/** A cycle of the form that the model can take. */
export interface EnteredCycle extends FreezeStretch {
  /** From 1, as the form counts. */
  readonly number: number;
  /** s since 1970, as exactly as is known. */
  readonly start: number | undefined;
  readonly measured: readonly Reading[];
  /** The warmest that was entered, degC, where that is warmer. */
  readonly warmest: number | undefined;
  /** It has a beginning and a temperature and no end yet: it freezes until now. */
  readonly isRunning: boolean;
}

/** Faults whose question says it all. */
type PlainFault = 'no-time' | 'reversed' | 'future' | 'overlap' | 'apart';

/** Nonsense, at the question where it stands. Nothing is computed while there is one. */
export type EnteredFault = { readonly cycle: number; readonly question: FormItem } & (
  | { readonly kind: 'form'; readonly fault: AnswerFault }
  | { readonly kind: 'warm'; readonly temperature: number }
  | { readonly kind: PlainFault }
);

/** To be known beside what is computed. */
export type EnteredNote = { readonly cycle: number } & (
  | { readonly kind: 'incomplete' }
  /** The beginnings leave this much between two freezes, s, and not the thaw that was entered. */
  | { readonly kind: 'waited'; readonly between: number; readonly thaw: number }
  | { readonly kind: 'disagrees'; readonly entered: number; readonly measured: number }
  /** The warmest that was entered is warmer than ice: of the way to the freeze, and not of it. */
  | { readonly kind: 'no-ice'; readonly warmest: number }
);

export interface EnteredFreeze {
  /** In order, up to the first that lacks something; none while there is a fault. */
  readonly cycles: readonly EnteredCycle[];
  readonly faults: readonly EnteredFault[];
  readonly notes: readonly EnteredNote[];
}

/** The form knows beginnings to the minute, s. */
const MINUTE = 60;
/** K between what was entered and measured, as much as a thermocouple and its place in the probe differ by (needs the clinic's sign-off). */
export const TOLERANCE = DEFAULT_SPREAD.temperature;

/**
 * The freeze that a form describes, for the model. Freeze and thaw are as entered. A beginning is known to the minute, so it only places a cycle: it has to
 * fit what came before it, and says which readings belong to the cycle.
 *
 * @param readings series of the probe, the first is asked first
 * @param now epoch ms, while the form is filled in: a freeze without an end lasts until then
 */
export function enteredFreeze(
  form: Form,
  answers: EnteredAnswers,
  readings: readonly Readings[],
  now?: number,
): EnteredFreeze {
  const faults: EnteredFault[] = [];
  const notes: EnteredNote[] = [];
  const cycles: EnteredCycle[] = [];
  const written = writtenCycles(form, answers);
  for (const [index, cycle] of written.entries()) {
    faults.push(...faultsOf(cycle, now));
    const before = cycles.at(-1);
    const start = startOf(cycle.value('start'), before, readings);
    const wait = waitSince(before, start, longest(cycle.question('thaw')));
    if (typeof wait === 'string') faults.push(...faultAt(cycle, 'start', wait));
    else if (before !== undefined && wait !== undefined) {
      if (wait > before.thaw + MINUTE)
        notes.push({ cycle: cycle.number, kind: 'waited', between: wait, thaw: before.thaw });
      cycles[cycles.length - 1] = { ...before, thaw: Math.max(0, wait) };
    }
    const isNewest = written.slice(index + 1).every((later) => later.value('start') === undefined);
    const placed = placedCycle(cycle, start, readings, isNewest ? now : undefined);
    if (placed === undefined) {
      notes.push({ cycle: cycle.number, kind: 'incomplete' });
      break;
    }
    notes.push(...notesOn(placed, cycle.value('warmest')));
    cycles.push(placed);
  }
  return { cycles: faults.length > 0 ? [] : cycles, faults, notes };
}

const faultAt = ({ number, question }: WrittenCycle, name: Question, kind: PlainFault): readonly EnteredFault[] => {
  const at = question(name);
  return at === undefined ? [] : [{ cycle: number, question: at, kind }];
};

/** What is nonsense in a cycle by itself. */
function faultsOf(cycle: WrittenCycle, now: number | undefined): readonly EnteredFault[] {
  const faults = (Object.keys(QUESTIONS) as Question[]).flatMap((name): readonly EnteredFault[] => {
    const question = cycle.question(name);
    if (question === undefined) return [];
    const fault = faultOf({ item: question, path: question.linkId, answers: cycle.answers(name), inside: [] });
    const isWrong = fault !== undefined && fault.fault !== 'missing';
    return isWrong ? [{ cycle: cycle.number, question, kind: 'form', fault }] : [];
  });
  const [start, temperature, warmest, freeze] = (['start', 'temperature', 'warmest', 'freeze'] as const).map(
    cycle.value,
  );
  const question = cycle.question('temperature');
  const isWarm = question !== undefined && temperature !== undefined && !(temperature < ISOTHERMS[0]);
  return [
    ...faults,
    ...(isWarm ? [{ cycle: cycle.number, question, kind: 'warm', temperature } as const] : []),
    ...(temperature !== undefined && warmest !== undefined && warmest < temperature
      ? faultAt(cycle, 'warmest', 'reversed')
      : []),
    ...(freeze !== undefined && !(freeze > 0) ? faultAt(cycle, 'freeze', 'no-time') : []),
    ...(start !== undefined && now !== undefined && start > now / 1000 + MINUTE
      ? faultAt(cycle, 'start', 'future')
      : []),
  ];
}

/** A series that begins in the entered minute knows better; so do the freeze and the thaw before it. */
function startOf(said: number | undefined, before: EnteredCycle | undefined, readings: readonly Readings[]) {
  const chained = before?.start === undefined ? undefined : before.start + before.freeze + before.thaw;
  if (said === undefined) return chained;
  const isNear = (at: number) => Math.abs(at - said) <= MINUTE;
  const series = readings
    .map(({ startedAt }) => startedAt / 1000)
    .find((at) => isNear(at) && (before?.start === undefined || at >= before.start + before.freeze));
  return series ?? (chained !== undefined && isNear(chained) ? chained : said);
}

/** From the end of the freeze before to this one, s. `undefined` where nothing tells. */
function waitSince(before: EnteredCycle | undefined, start: number | undefined, most: number) {
  if (before?.start === undefined || start === undefined) return undefined;
  const wait = start - before.start - before.freeze;
  if (wait < before.thaw - MINUTE) return 'overlap';
  return wait > most + MINUTE ? 'apart' : wait;
}

/** @param now where this is the newest freeze: without an end it lasts until then. @returns undefined when something is missing */
function placedCycle(
  cycle: WrittenCycle,
  start: number | undefined,
  readings: readonly Readings[],
  now: number | undefined,
): EnteredCycle | undefined {
  const temperature = cycle.value('temperature');
  const freeze = cycle.value('freeze');
  const since = start === undefined || now === undefined ? Number.NaN : Math.round(now / 1000 - start);
  const isRunning = cycle.answers('freeze').length === 0 && since >= 0 && since <= longest(cycle.question('freeze'));
  const lasts = freeze ?? (isRunning ? Math.max(1, since) : undefined);
  if (temperature === undefined || lasts === undefined) return undefined;
  const warmest = cycle.value('warmest');
  return {
    number: cycle.number,
    start,
    temperature,
    warmest: warmest !== undefined && warmest > temperature && warmest < ISOTHERMS[0] ? warmest : undefined,
    freeze: lasts,
    thaw: isRunning ? 0 : (cycle.value('thaw') ?? 0),
    measured: start === undefined ? [] : readingsIn(readings, start, lasts),
    isRunning,
  };
}

function notesOn({ number, temperature, measured }: EnteredCycle, warmest: number | undefined): readonly EnteredNote[] {
  const coldest = Math.min(...measured.map((reading) => reading.temperature));
  return [
    ...(measured.length > 0 && Math.abs(coldest - temperature) > TOLERANCE
      ? [{ cycle: number, kind: 'disagrees', entered: temperature, measured: coldest } as const]
      : []),
    ...(warmest !== undefined && !(warmest < ISOTHERMS[0])
      ? [{ cycle: number, kind: 'no-ice', warmest } as const]
      : []),
  ];
}

/** What was read during a freeze, s since it began; of two readings in one second the first series has it. */
function readingsIn(readings: readonly Readings[], start: number, lasts: number): readonly Reading[] {
  const bySecond = new Map<number, number>();
  for (const { startedAt, series } of readings)
    for (const { at, temperature } of series) {
      const since = Math.round(startedAt / 1000 + at - start);
      if (since >= 0 && since <= lasts && !bySecond.has(since)) bySecond.set(since, temperature);
    }
  return [...bySecond].map(([at, temperature]) => ({ at, temperature })).toSorted((a, b) => a.at - b.at);
}

/** The same freeze with every cycle at its warmest: what a nerve has to be reached by. None while no cycle tells a warmer one. */
export const atTheirWarmest = (cycles: readonly EnteredCycle[]): readonly EnteredCycle[] =>
  cycles.every(({ warmest }) => warmest === undefined)
    ? []
    : cycles.map((cycle) => ({ ...cycle, temperature: cycle.warmest ?? cycle.temperature }));
