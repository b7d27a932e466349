import { startFreeze } from '../freeze/freeze-run.ts';
import type { FreezePlan } from '../plan/freeze-plan.ts';
import { type Checked, complaints } from '../plan/plan-error.ts';
import { type Celsius, type SquareMetreKelvinsPerWatt, seconds, squareMetreKelvinsPerWatt } from '../quantity.ts';
import { pointHistory } from '../result/point-history.ts';
import { PACE, type Pace } from '../scheme/march.ts';
import type { BathMeasurement } from './bath-measurement.ts';

/** A fit must not follow the length of the steps. */
const FINE: Pace = { ...PACE, longest: 0.5 };

/** How well the model follows one thermocouple, with the fitted resistance. */
export interface SensorFit {
  readonly name: string;
  readonly isFitted: boolean;
  /** Mean of |ours - measured| over time, K, and mean of ours - measured. */
  readonly meanError: number;
  readonly bias: number;
  readonly last: { readonly measured: Celsius; readonly ours: Celsius };
}

export interface ContactCalibration {
  readonly contact: SquareMetreKelvinsPerWatt;
  /** One standard deviation. */
  readonly uncertainty: SquareMetreKelvinsPerWatt;
  readonly sensors: readonly SensorFit[];
}

const LEAST = 1e-7;
const MOST = 5e-3;

/**
 * Fits the one resistance between probe and bath to the sensors named for it, by least squares in its logarithm, and scores the others
 * with it. The uncertainty is that of the residuals through the slope, each sensor counted as one in every ten readings, which follow one another.
 */
export function calibrateContact(measurement: BathMeasurement): Checked<ContactCalibration> {
  const found = complaints();
  if (!measurement.sensors.some(({ isFitted }) => isFitted))
    found.add('sensors', 'names no sensor to be fitted.', 'nie wskazuje czujnika do dopasowania.');
  const first = startFreeze(planOf(measurement, 1e-4), { pace: FINE });
  if (!first.ok) return first;
  if (found.errors.length > 0) return { ok: false, errors: found.errors };
  const misfit = (logarithm: number): number => {
    let sum = 0;
    for (const [index, ours] of temperatures(measurement, 10 ** logarithm).entries()) {
      const { isFitted, series } = measurement.sensors[index] as BathMeasurement['sensors'][number];
      if (!isFitted) continue;
      for (const [at, { temperature }] of series.entries()) sum += ((ours[at] as number) - temperature) ** 2;
    }
    return sum;
  };
  const logarithm = lowest(Math.log10(LEAST), Math.log10(MOST), misfit);
  const contact = 10 ** logarithm;
  const best = temperatures(measurement, contact);
  const shifted = temperatures(measurement, contact * 1.05);
  let squares = 0;
  let slopes = 0;
  let count = 0;
  for (const [index, { isFitted, series }] of measurement.sensors.entries()) {
    if (!isFitted) continue;
    for (const [at, { temperature }] of series.entries()) {
      const ours = best[index]?.[at] as number;
      squares += (ours - temperature) ** 2;
      slopes += (((shifted[index]?.[at] as number) - ours) / (contact * 0.05)) ** 2;
      count += 1;
    }
  }
  const deviation = Math.sqrt(squares / Math.max(1, count - 1)) / Math.sqrt(slopes / 10);
  return {
    ok: true,
    value: {
      contact: squareMetreKelvinsPerWatt(contact),
      uncertainty: squareMetreKelvinsPerWatt(deviation),
      sensors: measurement.sensors.map(({ name, isFitted, series }, index) =>
        fitOf(name, isFitted, series, best[index] ?? []),
      ),
    },
  };
}

function fitOf(
  name: string,
  isFitted: boolean,
  series: BathMeasurement['sensors'][number]['series'],
  ours: readonly number[],
): SensorFit {
  const differences = series.map(({ temperature }, at) => (ours[at] as number) - temperature);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    name,
    isFitted,
    meanError: mean(differences.map(Math.abs)),
    bias: mean(differences),
    last: { measured: series.at(-1)?.temperature as Celsius, ours: ours.at(-1) as Celsius },
  };
}

/** Temperatures at each sensor, at its own times, in order. */
function temperatures(measurement: BathMeasurement, contact: number): number[][] {
  const started = startFreeze(planOf(measurement, contact), { pace: FINE });
  if (!started.ok) throw new Error('the plan was checked with another contact and is refused with this one');
  const run = started.value;
  const answers = measurement.sensors.map((): number[] => []);
  const times = [...new Set(measurement.sensors.flatMap(({ series }) => series.map(({ at }) => at)))].toSorted(
    (a, b) => a - b,
  );
  for (const time of times) {
    while (run.at < time) run.step(seconds(time));
    for (const [index, { radius, height, series }] of measurement.sensors.entries()) {
      if (!series.some(({ at }) => at === time)) continue;
      answers[index]?.push(pointHistory(run.kernel, radius, height)?.temperature ?? Number.NaN);
    }
  }
  return answers;
}

function planOf({ probe, bath, sensors, grid }: BathMeasurement, contact: number): FreezePlan {
  const end = Math.max(1, ...sensors.flatMap(({ series }) => series.map(({ at }) => at)));
  return {
    tissue: bath.tissue,
    initial: bath.initial,
    probe: {
      radius: probe.radius,
      activeLength: probe.activeLength,
      cooling: { kind: 'measured', series: probe.series },
      contact: squareMetreKelvinsPerWatt(contact),
      shaft: { kind: 'insulated' },
    },
    cycles: [{ freeze: seconds(end), thaw: seconds(0) }],
    thaw: { kind: 'passive' },
    stasis: false,
    isotherms: [],
    times: [],
    grid,
  };
}

/** Golden section: the misfit has one valley. */
function lowest(from: number, to: number, misfit: (x: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [misfit(left), misfit(right)];
  while (high - low > 0.005) {
    if (atLeft < atRight) {
      high = right;
      [right, atRight] = [left, atLeft];
      left = high - golden * (high - low);
      atLeft = misfit(left);
    } else {
      low = left;
      [left, atLeft] = [right, atRight];
      right = low + golden * (high - low);
      atRight = misfit(right);
    }
  }
  return (low + high) / 2;
}
