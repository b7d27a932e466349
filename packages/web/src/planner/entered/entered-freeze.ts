import { DEFAULT_SPREAD } from '@cryopath/thermal';
import { type AnswerFault, faultOf, numberIn } from '../../form/logic/answer-fault.ts';
import { extensionNumber, extensionValue, type Form, type FormItem } from '../../form/logic/form-item.ts';
import type { Readings } from '../measured/readings.ts';
import type { FreezeStretch } from '../planned-freeze.ts';
import { ISOTHERMS } from '../predict/freeze-frame.ts';
import type { Reading } from '../reading.ts';
import type { EnteredAnswers } from './entered-answers.ts';

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
export type EnteredFault = { readonly cycle: number; readonly question: FormItem } /** In the form's own words. */ & (
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

/** Questions of a cycle, behind its own linkId (protocols/cryoablation/forms/freezing.yaml). */
const QUESTIONS = {
  start: 'started-at',
  temperature: 'temperature',
  warmest: 'temperature-warmest',
  freeze: 'freeze',
  thaw: 'thaw',
} as const;
type Question = keyof typeof QUESTIONS;
/** UCUM. What has another unit is not taken for a number of these. */
const UNITS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, Cel: 1 };
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
  const placed: EnteredCycle[] = [];
  for (const { number, group } of cyclesOf(form, answers)) {
    const question = (name: Question) =>
      group.item?.find(({ linkId }) => linkId === `${group.linkId}.${QUESTIONS[name]}`);
    const add = (name: Question, kind: PlainFault) => {
      const at = question(name);
      if (at !== undefined) faults.push({ cycle: number, question: at, kind });
    };
    const value = (name: Question) => answerTo(question(name), answers);
    const [said, temperature, warmest, freeze, thaw = 0] = [
      value('start'),
      value('temperature'),
      value('warmest'),
      value('freeze'),
      value('thaw'),
    ];
    for (const name of Object.keys(QUESTIONS) as Question[]) {
      const at = question(name);
      const fault = at && faultOf({ item: at, path: at.linkId, answers: answers.get(at.linkId) ?? [], inside: [] });
      if (at && fault && fault.fault !== 'missing') faults.push({ cycle: number, question: at, kind: 'form', fault });
    }
    const atTemperature = question('temperature');
    if (temperature !== undefined && atTemperature && !(temperature < ISOTHERMS[0]))
      faults.push({ cycle: number, question: atTemperature, kind: 'warm', temperature });
    if (temperature !== undefined && warmest !== undefined && warmest < temperature) add('warmest', 'reversed');
    if (freeze !== undefined && !(freeze > 0)) add('freeze', 'no-time');
    if (said !== undefined && now !== undefined && said > now / 1000 + MINUTE) add('start', 'future');

    const before = placed.at(-1);
    const after = before?.start === undefined ? undefined : before.start + before.freeze;
    const start = startOf(said, before, readings);
    if (before !== undefined && after !== undefined && start !== undefined) {
      const between = start - after;
      if (between < before.thaw - MINUTE) add('start', 'overlap');
      else if (between > longest(question('thaw')) + MINUTE) add('start', 'apart');
      else {
        if (between > before.thaw + MINUTE) notes.push({ cycle: number, kind: 'waited', between, thaw: before.thaw });
        placed[placed.length - 1] = { ...before, thaw: Math.max(0, between) };
      }
    }
    const since = start === undefined || now === undefined ? undefined : Math.round(now / 1000 - start);
    const isRunning =
      freeze === undefined &&
      isBlankIn(answers, question('freeze')) &&
      since !== undefined &&
      since >= 0 &&
      since <= longest(question('freeze'));
    const lasts = freeze ?? (isRunning ? Math.max(1, since) : undefined);
    if (temperature === undefined || lasts === undefined) {
      notes.push({ cycle: number, kind: 'incomplete' });
      break;
    }
    const measured = start === undefined ? [] : readingsIn(readings, start, lasts);
    if (measured.length > 0) {
      const coldest = Math.min(...measured.map((reading) => reading.temperature));
      if (Math.abs(coldest - temperature) > TOLERANCE)
        notes.push({ cycle: number, kind: 'disagrees', entered: temperature, measured: coldest });
    }
    const isIce = warmest !== undefined && warmest < ISOTHERMS[0];
    if (warmest !== undefined && !isIce) notes.push({ cycle: number, kind: 'no-ice', warmest });
    placed.push({
      number,
      start,
      temperature,
      warmest: isIce && warmest > temperature ? warmest : undefined,
      freeze: lasts,
      thaw: isRunning ? 0 : thaw,
      measured,
      isRunning,
    });
  }
  return { cycles: faults.length > 0 ? [] : placed, faults, notes };
}

/** The groups that are asked, by their number. */
const cyclesOf = ({ item = [] }: Form, answers: EnteredAnswers) =>
  item.flatMap((group) => {
    const [, number] = /^cycle-(\d+)$/.exec(group.linkId) ?? [];
    return number !== undefined && answers.has(group.linkId) ? [{ number: Number(number), group }] : [];
  });

/** s since 1970, s or degC. `undefined`: not answered, or not yet. */
function answerTo(question: FormItem | undefined, answers: EnteredAnswers): number | undefined {
  const [answer] = (question && answers.get(question.linkId)) ?? [];
  if (question === undefined || answer === undefined) return undefined;
  if (question.type === 'dateTime') {
    const text = String(answer.valueDateTime ?? '');
    const at = text.includes('T') ? Date.parse(text) / 1000 : Number.NaN;
    return Number.isNaN(at) ? undefined : at;
  }
  const value = numberIn(answer);
  const unit = UNITS[(extensionValue(question, 'unit') as { code?: string } | undefined)?.code ?? ''];
  return value === undefined || unit === undefined ? undefined : value * unit;
}

const isBlankIn = (answers: EnteredAnswers, question: FormItem | undefined): boolean =>
  question !== undefined && (answers.get(question.linkId) ?? []).length === 0;

/** The most that the form takes for a time, s. */
function longest(question: FormItem | undefined): number {
  const most = question && extensionNumber(question, 'maximum');
  const unit = UNITS[(question && (extensionValue(question, 'unit') as { code?: string } | undefined)?.code) ?? ''];
  return most === undefined || unit === undefined ? 0 : most * unit;
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
