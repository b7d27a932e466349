import type { Instant } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { drivenBy, type Readings, readingsResource, recordedReadings, withReading } from './readings.ts';

const START = Date.parse('2026-03-02T10:00:00Z');
const AUTHOR = { patient: 'anna', pathway: 'one', author: 'Practitioner/maria', at: (START + 60_000) as Instant };
const READINGS: Readings = {
  startedAt: START,
  series: [
    { at: 2, temperature: -20 },
    { at: 5, temperature: -68.5 },
  ],
};

test('seconds in which nobody read stay a gap, and what was read comes back from the record', () => {
  const resource = readingsResource(READINGS, AUTHOR);
  expect(resource).toMatchObject({ valueSampledData: { data: 'E E -20 E E -68.5', period: 1000 } });
  expect(recordedReadings([resource])).toEqual(READINGS);
});

test('a device’s series drives as well: a factor, an origin, another period', () => {
  const resource = {
    ...readingsResource(READINGS, AUTHOR),
    valueSampledData: { origin: { value: 10 }, period: 500, factor: 0.5, dimensions: 1, data: '-20 U -100' },
  };
  expect(recordedReadings([resource])?.series).toEqual([
    { at: 0, temperature: 0 },
    { at: 1, temperature: -40 },
  ]);
});

test('the later of two readings in one second counts, and the probe begins as warm as the body', () => {
  const twice = withReading(withReading(READINGS, { at: 9, temperature: -7 }), { at: 9, temperature: -70 });
  expect(twice.series.at(-1)).toEqual({ at: 9, temperature: -70 });
  expect(twice.series).toHaveLength(3);
  expect(drivenBy(READINGS)[0]).toEqual({ at: 0, temperature: 37 });
});

test('what was entered in error, has no beginning or no number drives nothing', () => {
  const resource = readingsResource(READINGS, AUTHOR);
  expect(recordedReadings([{ ...resource, status: 'entered-in-error' }])).toBeUndefined();
  expect(recordedReadings([{ ...resource, effectivePeriod: {} }])).toBeUndefined();
  expect(
    recordedReadings([{ ...resource, valueSampledData: { period: 1000, dimensions: 1, data: 'E U L' } }]),
  ).toBeUndefined();
});
