import { expect, test } from 'vitest';
import { startFreeze } from '../freeze/freeze-run.ts';
import { celsius, millimetres, seconds, squareMetreKelvinsPerWatt } from '../quantity.ts';
import { pointHistory } from '../result/point-history.ts';
import { TISSUES } from '../tissue/tissues.ts';
import { bathMeasurement } from './bath-measurement.ts';
import { calibrateContact } from './contact-calibration.ts';

const SENSORS = [1.8, 2.8, 4.8];

/** A measurement that the model itself made, with a resistance that is then to be found again. */
function madeMeasurement(contact: number) {
  const series = Array.from({ length: 31 }, (_, index) => ({
    at: seconds(index * 4),
    temperature: celsius(-75 + 97 * Math.exp((-index * 4) / 6)),
  }));
  const started = startFreeze({
    tissue: TISSUES.gel,
    initial: celsius(22),
    probe: {
      radius: millimetres(0.75),
      activeLength: millimetres(10),
      cooling: { kind: 'measured', series },
      contact: squareMetreKelvinsPerWatt(contact),
      shaft: { kind: 'insulated' },
    },
    cycles: [{ freeze: seconds(120), thaw: seconds(0) }],
    thaw: { kind: 'passive' },
    stasis: false,
    isotherms: [],
    times: [],
    grid: { cell: millimetres(0.25), reach: millimetres(30) },
  });
  if (!started.ok) throw new Error(JSON.stringify(started.errors));
  const run = started.value;
  const readings = series.slice(1).map(({ at, temperature }) => {
    while (run.at < at) run.step(at);
    return [
      at,
      temperature,
      ...SENSORS.map((radius) => pointHistory(run.kernel, millimetres(radius), millimetres(5))?.temperature ?? 0),
    ];
  });
  return {
    probe: { radius_mm: 0.75, activeLength_mm: 10 },
    bath: { tissue: 'gel', initial_degC: 22 },
    sensors: SENSORS.map((radius, index) => ({
      name: `${radius} mm`,
      radius_mm: radius,
      height_mm: 5,
      fit: index === 0,
    })),
    readings: [[0, 22, 22, 22, 22], ...readings],
  };
}

test('a resistance is found again, and the sensors that were not fitted are followed', () => {
  const read = bathMeasurement(JSON.stringify(madeMeasurement(1.5e-4)));
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const answer = calibrateContact(read.value);
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  expect(Math.abs(answer.value.contact / 1.5e-4 - 1)).toBeLessThan(0.03);
  expect(answer.value.uncertainty).toBeLessThan(1e-5);
  for (const { meanError } of answer.value.sensors) expect(meanError).toBeLessThan(0.5);
});

test.each([
  ['file', 'no JSON'],
  ['probe', '{}'],
  ['sensors[0].radius_mm', JSON.stringify({ ...madeFile(), sensors: [{ radius_mm: 0.1, height_mm: 5 }] })],
  ['bath.tissue', JSON.stringify({ ...madeFile(), bath: { tissue: 'soup', initial_degC: 20 } })],
  [
    'readings[1]',
    JSON.stringify({
      ...madeFile(),
      readings: [
        [0, 1, 2],
        [1, 'x', 3],
        [2, 1, 2],
      ],
    }),
  ],
  ['probe.radius_mm', JSON.stringify({ ...madeFile(), probe: { radius_mm: -1, activeLength_mm: 10 } })],
])('%s of a measurement that cannot be read is told', (field, text) => {
  const read = bathMeasurement(text);
  expect(read.ok ? [] : read.errors.map((error) => error.field)).toContain(field);
});

test('a measurement that names no sensor to fit is refused', () => {
  const read = bathMeasurement(JSON.stringify(madeFile()));
  expect(read.ok && calibrateContact(read.value)).toMatchObject({ ok: false, errors: [{ field: 'sensors' }] });
});

function madeFile() {
  return {
    probe: { radius_mm: 0.75, activeLength_mm: 10 },
    bath: { tissue: 'gel', initial_degC: 20 },
    sensors: [{ radius_mm: 2, height_mm: 5 }],
    readings: [
      [0, 20, 20],
      [10, -50, 10],
      [20, -60, 0],
    ],
  };
}
