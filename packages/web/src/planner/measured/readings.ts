import type { Instant, RecordResource } from '@cryopath/pathway';
import type { Reading } from '../reading.ts';
import { hasCode, type PlanAuthor } from '../record/freeze-plan-resource.ts';

/** What has been read off the probe so far. Kept on the device with every reading, so that a reload loses none. */
export interface Readings {
  /** Epoch ms at which the freeze began. */
  readonly startedAt: number;
  /** s since then, rising; degC. */
  readonly series: readonly Reading[];
}

const CODE = 'freeze-temperature';
const UCUM = 'http://unitsofmeasure.org';
/** FHIR R4, SampledData.data: where there was no reading there is an `E`, never a number that nobody read. */
const NO_READING = 'E';

/** The form's own bounds (protocols/cryoablation/forms/freezing.yaml). */
export const READING_BOUNDS = { least: -200, most: 37 } as const;

/** A reading more. Two in one second are the later one: the first was mistaken. */
export const withReading = ({ startedAt, series }: Readings, reading: Reading): Readings => ({
  startedAt,
  series: [...series.filter(({ at }) => at < reading.at), reading],
});

/** What drives the model: the probe was as warm as the body when it began. */
export const drivenBy = ({ series }: Readings): readonly Reading[] =>
  series[0]?.at === 0 ? series : [{ at: 0, temperature: READING_BOUNDS.most }, ...series];

/** The readings as one Observation: a value a second, `E` where nobody read, so that a gap stays a gap. */
export function readingsResource(
  { startedAt, series }: Readings,
  { patient, pathway, author, at }: PlanAuthor,
): RecordResource {
  const last = series.at(-1)?.at ?? 0;
  const bySecond = new Map(series.map((reading) => [Math.round(reading.at), reading.temperature]));
  const data = Array.from({ length: Math.round(last) + 1 }, (_, second) => bySecond.get(second) ?? NO_READING);
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'urn:cryopath:code', code: CODE }] },
    subject: { reference: `Patient/${patient}` },
    ...(pathway === undefined ? {} : { basedOn: [{ reference: `CarePlan/${pathway}` }] }),
    effectivePeriod: {
      start: new Date(startedAt).toISOString(),
      end: new Date(Math.max(startedAt + last * 1000, startedAt)).toISOString(),
    },
    issued: new Date(at).toISOString(),
    performer: [{ reference: author }],
    valueSampledData: {
      origin: { value: 0, unit: '°C', system: UCUM, code: 'Cel' },
      period: 1000,
      dimensions: 1,
      data: data.join(' '),
    },
  };
}

interface Sampled {
  readonly origin?: { readonly value?: number };
  readonly period?: number;
  readonly factor?: number;
  readonly dimensions?: number;
  readonly data?: string;
}

/** The newest series of the record. */
export const recordedReadings = (resources: readonly RecordResource[]): Readings | undefined =>
  recordedSeries(resources)[0];

/** Every series of the record, the newest first, entered by hand or sent by a device: both are SampledData. Values that are no numbers are left out. */
export function recordedSeries(resources: readonly RecordResource[]): readonly Readings[] {
  return resources
    .filter((one) => one.resourceType === 'Observation' && one.status !== 'entered-in-error' && hasCode(one, CODE))
    .flatMap((one): Readings[] => {
      const startedAt = Date.parse(String((one.effectivePeriod as { start?: string } | undefined)?.start));
      const { origin, period, factor = 1, dimensions, data = '' } = (one.valueSampledData ?? {}) as Sampled;
      if (Number.isNaN(startedAt) || period === undefined || !(period > 0) || dimensions !== 1) return [];
      const series = data.split(' ').flatMap((text, index): Reading[] => {
        const value = text === '' ? Number.NaN : Number(text) * factor + (origin?.value ?? 0);
        return Number.isFinite(value) ? [{ at: (index * period) / 1000, temperature: value }] : [];
      });
      return series.length === 0 ? [] : [{ startedAt, series }];
    })
    .toSorted((a, b) => b.startedAt - a.startedAt);
}

/** Whole seconds since the freeze began. */
export const secondsSince = (startedAt: number, now: Instant | number): number =>
  Math.max(0, Math.round((now - startedAt) / 1000));
