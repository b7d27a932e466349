import { describe, expect, test } from 'vitest';
import { readProtocol } from '../../../build/protocol-files.ts';
import { type AnswerValue, NO_ANSWERS } from '../../form/logic/answer-state.ts';
import { askedOf } from '../../form/logic/asked.ts';
import type { Form } from '../../form/logic/form-item.ts';
import { responseOf } from '../../form/logic/form-response.ts';
import type { Readings } from '../measured/readings.ts';
import { answersOfForm, answersOfResponse } from './entered-answers.ts';
import { atTheirWarmest, enteredFreeze } from './entered-freeze.ts';

const FORM = readProtocol().forms.find(({ id }) => id === 'freezing') as Form;
const START = Date.parse('2026-03-02T10:15:00+01:00');
const AUTHOR = { patient: 'anna', author: 'Practitioner/maria', authored: '2026-03-02T11:00:00+01:00' };

type Cycle = readonly [at: string, freeze: number, temperature: number, thaw: number];
const FIRST: Cycle = ['10:15', 2, -70, 45];

const answersTo = (cycles: readonly Cycle[]): Readonly<Record<string, readonly AnswerValue[]>> => ({
  cycles: [{ valueInteger: cycles.length }],
  ...Object.fromEntries(
    cycles.flatMap(([at, freeze, temperature, thaw], index) => [
      [`cycle-${index + 1}.started-at`, [{ valueDateTime: `2026-03-02T${at}:00+01:00` }]],
      [`cycle-${index + 1}.freeze`, [{ valueDecimal: freeze }]],
      [`cycle-${index + 1}.temperature`, [{ valueInteger: temperature }]],
      [`cycle-${index + 1}.thaw`, [{ valueInteger: thaw }]],
    ]),
  ),
});
const entered = (
  answers: Readonly<Record<string, readonly AnswerValue[]>>,
  { readings = [], now }: { readonly readings?: readonly Readings[]; readonly now?: number } = {},
) => enteredFreeze(FORM, answersOfForm(askedOf(FORM, { ...NO_ANSWERS, answers })), readings, now);
const without = (answers: ReturnType<typeof answersTo>, question: string) =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => name !== question));

describe('the cycles of the freezing form', () => {
  test('drive the model as they stand: minutes and seconds, each at its own temperature', () => {
    const { cycles, faults, notes } = entered(answersTo([FIRST, ['10:18', 1.5, -64, 30]]));
    expect(cycles).toMatchObject([
      { number: 1, freeze: 120, temperature: -70, thaw: 45, isRunning: false },
      { number: 2, freeze: 90, temperature: -64, thaw: 30, isRunning: false },
    ]);
    expect([faults, notes]).toEqual([[], []]);
  });

  test('come out of the record as they went in', () => {
    const answers = answersTo([FIRST, ['10:18', 1.5, -64, 30]]);
    const response = responseOf(FORM, askedOf(FORM, { ...NO_ANSWERS, answers }), AUTHOR);
    const saved = enteredFreeze(FORM, answersOfResponse(response as never), []);
    expect(saved).toEqual(entered(answers));
    expect(saved.cycles).toHaveLength(2);
  });

  test('that are not asked are not there, whatever was typed into them before', () => {
    const answers = { ...answersTo([FIRST, ['10:18', 1.5, -64, 30]]), cycles: [{ valueInteger: 1 }] };
    expect(entered(answers).cycles).toHaveLength(1);
  });

  test('a cycle that lacks its temperature or its time is said, and those before it are computed', () => {
    for (const question of ['cycle-2.temperature', 'cycle-2.freeze']) {
      const { cycles, notes } = entered(without(answersTo([FIRST, ['10:18', 1.5, -64, 30]]), question));
      expect(cycles.map(({ number }) => number)).toEqual([1]);
      expect(notes).toEqual([{ kind: 'incomplete', cycle: 2 }]);
    }
    // A thaw that nobody has entered yet has not been.
    expect(entered(without(answersTo([FIRST]), 'cycle-1.thaw')).cycles[0]?.thaw).toBe(0);
  });

  test('their warmest temperature is what a nerve is held against, each cycle at its own', () => {
    const answers = {
      ...answersTo([FIRST, ['10:18', 2, -64, 30]]),
      'cycle-1.temperature-warmest': [{ valueInteger: -58 }],
    };
    const { cycles } = entered(answers);
    expect(cycles.map(({ temperature }) => temperature)).toEqual([-70, -64]);
    expect(atTheirWarmest(cycles).map(({ temperature }) => temperature)).toEqual([-58, -64]);
    expect(atTheirWarmest(entered(answersTo([FIRST])).cycles)).toEqual([]);
    // One that is of the way there, and not of the freeze, is left out and said.
    const { cycles: rest, notes } = entered({ ...answers, 'cycle-1.temperature-warmest': [{ valueInteger: 20 }] });
    expect(atTheirWarmest(rest)).toEqual([]);
    expect(notes).toEqual([{ kind: 'no-ice', cycle: 1, warmest: 20 }]);
  });

  test('a freeze that has begun and has no end yet lasts until now, as long as the form takes a freeze', () => {
    const answers = without(answersTo([FIRST]), 'cycle-1.freeze');
    const at = (seconds: number) => entered(answers, { now: START + seconds * 1000 }).cycles;
    expect(at(47)).toMatchObject([{ freeze: 47, thaw: 0, isRunning: true }]);
    expect(at(48)).toMatchObject([{ freeze: 48 }]);
    expect(at(1801)).toEqual([]);
    // A later one has begun: this one has ended, and nobody has entered when.
    const later = without(answersTo([FIRST, ['10:18', 2, -70, 45]]), 'cycle-1.freeze');
    const asked = entered(later, { now: START + 200_000 });
    expect([asked.cycles, asked.faults]).toEqual([[], []]);
    expect(asked.notes).toEqual([{ kind: 'incomplete', cycle: 1 }]);
    // In the record nothing runs any more.
    expect(entered(answers).cycles).toEqual([]);
  });
});

describe('nonsense is told at its question, and nothing is computed', () => {
  const two = (second: Cycle) => answersTo([FIRST, second]);
  test.each<[string, string, Readonly<Record<string, readonly AnswerValue[]>>]>([
    ['warm', 'cycle-1.temperature', answersTo([['10:15', 2, 20, 45]])],
    ['warm', 'cycle-1.temperature', answersTo([['10:15', 2, -1, 45]])],
    ['warm', 'cycle-2.temperature', two(['10:18', 2, 20, 45])],
    ['no-time', 'cycle-1.freeze', answersTo([['10:15', 0, -70, 45]])],
    [
      'reversed',
      'cycle-1.temperature-warmest',
      { ...answersTo([FIRST]), 'cycle-1.temperature-warmest': [{ valueInteger: -75 }] },
    ],
    ['form', 'cycle-1.freeze', answersTo([['10:15', 45, -70, 45]])],
    ['form', 'cycle-1.temperature', { ...answersTo([FIRST]), 'cycle-1.temperature': [{ draft: '-7o' }] }],
    ['overlap', 'cycle-2.started-at', two(['10:15', 2, -70, 45])],
    ['overlap', 'cycle-2.started-at', two(['10:10', 2, -70, 45])],
    ['apart', 'cycle-2.started-at', two(['10:49', 2, -70, 45])],
    ['future', 'cycle-1.started-at', answersTo([['10:57', 2, -70, 45]])],
  ])('%s at %s', (kind, linkId, answers) => {
    const { cycles, faults } = entered(answers, { now: START + 2_340_000 });
    expect(faults.map((fault) => [fault.kind, fault.question.linkId])).toEqual([[kind, linkId]]);
    expect(cycles).toEqual([]);
  });
});

describe('beginnings and readings', () => {
  test('a longer wait than the thaw that was entered is computed, and said', () => {
    const { cycles, notes } = entered(answersTo([FIRST, ['10:22', 2, -70, 45]]));
    expect(cycles[0]?.thaw).toBe(300);
    expect(notes).toEqual([{ kind: 'waited', cycle: 2, between: 300, thaw: 45 }]);
    // Within the minute that a beginning is known to, the thaw that was entered holds.
    expect(entered(answersTo([FIRST, ['10:18', 2, -70, 45]])).cycles[0]?.thaw).toBe(45);
  });

  const readings: Readings = {
    startedAt: START + 20_000,
    series: [
      { at: 10, temperature: -50 },
      { at: 60, temperature: -69 },
      { at: 130, temperature: -20 },
      { at: 200, temperature: -71 },
    ],
  };

  test('belong to the freeze in which they were read, counted from when the series began', () => {
    const { cycles, notes } = entered(answersTo([FIRST, ['10:18', 2, -70, 45]]), { readings: [readings] });
    expect(cycles.map(({ measured }) => measured)).toEqual([
      [
        { at: 10, temperature: -50 },
        { at: 60, temperature: -69 },
      ],
      [{ at: 35, temperature: -71 }],
    ]);
    expect(notes).toEqual([]);
  });

  test('more than the tolerance away from what was entered is said', () => {
    const noted = (temperature: number) =>
      entered(answersTo([['10:15', 2, temperature, 45]]), { readings: [readings] }).notes;
    expect(noted(-72)).toEqual([]);
    expect(noted(-73)).toEqual([{ kind: 'disagrees', cycle: 1, entered: -73, measured: -69 }]);
    expect(noted(-60)).toMatchObject([{ kind: 'disagrees' }]);
  });

  test('of another day belong to no freeze', () => {
    const yesterday = { ...readings, startedAt: START - 86_400_000 };
    expect(entered(answersTo([FIRST]), { readings: [yesterday] }).cycles[0]?.measured).toEqual([]);
  });
});
