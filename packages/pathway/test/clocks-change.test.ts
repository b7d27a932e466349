import { describe, expect, test } from 'vitest';
import { calendarDayAt, isoOfDay } from '../src/clock/calendar-day.ts';
import { type Instant, instantOf } from '../src/clock/instant.ts';
import { momentAfter, passedAfter } from '../src/evaluate/offset.ts';
import { spanOf } from '../src/evaluate/timeline.ts';
import { responseTo } from '../src/form/response.ts';
import { advise } from '../src/triage/advise.ts';
import { defaultProtocol } from './protocol-files.ts';
import { cryoablation, PATIENT } from './toy-protocol.ts';

// H11, I7: every minute of the three days around both changes of Warsaw's clocks, against what the machine's own calendar shows.
const WARSAW = 'Europe/Warsaw';
const MINUTE = 60_000;
const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: WARSAW, dateStyle: 'short', timeStyle: 'medium' });
/** `2027-03-28 03:00:00` */
const wall = (instant: number) => shown.format(instant);
const dayAfter = (date: string, days: number) => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
};

const minutesOf = (from: string, days: number): readonly Instant[] =>
  Array.from({ length: days * 24 * 60 }, (_, index) => (instantOf(from) + index * MINUTE) as Instant);

describe.each([
  ['forward, 2027-03-28', '2027-03-27T00:00:00+01:00', '2027-03-28', 23],
  ['back, 2027-10-31', '2027-10-30T00:00:00+02:00', '2027-10-31', 25],
])('H11: in the night when the clocks go %s', (_, from, date, hours) => {
  const minutes = minutesOf(from, 3);

  test('every minute belongs to the day that the calendar shows', () => {
    const wrong = minutes.filter((minute) => isoOfDay(calendarDayAt(minute, WARSAW)) !== wall(minute).slice(0, 10));
    expect(wrong).toEqual([]);
    expect(minutes.filter((minute) => wall(minute).startsWith(date))).toHaveLength(hours * 60);
  });

  test('days after a procedure of any minute end at midnight by the wall, and hours when they have elapsed', () => {
    const wrong = minutes.filter((ended) => {
      const day = wall(ended).slice(0, 10);
      const isDays = [0, 1, 2, 5, 14].every(
        (days) => wall(momentAfter(ended, days, 'd', WARSAW)) === `${dayAfter(day, days)} 00:00:00`,
      );
      const isWeek = momentAfter(ended, 1, 'wk', WARSAW) === momentAfter(ended, 7, 'd', WARSAW);
      const isHours = momentAfter(ended, 24, 'h', WARSAW) - ended === 86_400_000;
      const due = passedAfter(ended, { after: '', low: 1, high: 3, unit: 'd' }, WARSAW);
      return !(isDays && isWeek && isHours && wall(due) === `${dayAfter(day, 4)} 00:00:00`);
    });
    expect(wrong).toEqual([]);
  });

  test('every window of the protocol begins before it ends, whatever the minute of the procedure', () => {
    const { windows } = defaultProtocol();
    const wrong = minutes.filter((ended) =>
      windows.some((window) => {
        const { from: begins, earliest, until } = spanOf(window, ended, WARSAW);
        return !(begins >= ended && begins <= earliest && earliest <= until);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('worse pain is a flare on the calendar’s days 1 to 5 and on no minute of another', () => {
    const protocol = defaultProtocol();
    const form = protocol.forms.find(({ id }) => id === 'check-in');
    const ended = instantOf(`${date}T10:00:00+0${hours === 23 ? 2 : 1}:00`) - 86_400_000 * 3;
    const record = {
      patient: PATIENT,
      resources: [cryoablation('completed', { performedPeriod: { end: new Date(ended).toISOString() } })],
    };
    const first = wall(ended).slice(0, 10);
    const calm = { numbness: ['none'], fever: ['none'], site: ['none'], 'bladder-bowel': ['none'], other: ['none'] };
    // One minute in seven: each of them asks for a whole advice.
    const wrong = minutes.filter((minute, index) => {
      if (index % 7 !== 0 || !form) return false;
      const answers = { pain: 5, compared: 'worse', ...calm };
      const response = responseTo(form, answers, { patient: PATIENT, at: minute, status: 'completed' });
      const { level, day } = advise(protocol, record, { ...response }, minute);
      const elapsed = [0, 1, 2, 3, 4, 5, 6].find((days) => wall(minute).startsWith(dayAfter(first, days)));
      return day !== elapsed || (level === 'expected') !== (elapsed !== undefined && elapsed >= 1 && elapsed <= 5);
    });
    expect(wrong).toEqual([]);
  });
});
