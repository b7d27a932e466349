import type { FreezePlan } from '../plan/freeze-plan.ts';
import { type Checked, complaints } from '../plan/plan-error.ts';
import { type Celsius, celsius, type Millimetres, millimetres, type Seconds, seconds } from '../quantity.ts';
import type { Tissue } from '../tissue/tissue.ts';
import { TISSUES } from '../tissue/tissues.ts';

type Series = readonly { readonly at: Seconds; readonly temperature: Celsius }[];

/** A freeze in a bath of known stuff, with thermocouples at known places. How to make one: docs/thermal.md, "Measuring a probe". */
export interface BathMeasurement {
  readonly probe: { readonly radius: Millimetres; readonly activeLength: Millimetres; readonly series: Series };
  readonly bath: { readonly tissue: Tissue; readonly initial: Celsius };
  readonly sensors: readonly {
    readonly name: string;
    /** From the axis. */
    readonly radius: Millimetres;
    /** Above the tip. */
    readonly height: Millimetres;
    readonly isFitted: boolean;
    readonly series: Series;
  }[];
  readonly grid: FreezePlan['grid'];
}

type Rows = readonly (readonly number[])[];

/**
 * Reads a measurement's JSON: `{ probe: { radius_mm, activeLength_mm }, bath: { tissue, initial_degC }, sensors: [{ name, radius_mm, height_mm, fit }],
 * readings: [[seconds, probe degC, each sensor's degC…], …] }`. Every field that is not what it must be is told.
 */
export function bathMeasurement(text: string): Checked<BathMeasurement> {
  const found = complaints();
  const { add, within } = found;
  let file: Record<string, Record<string, unknown> & unknown[]>;
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    add('file', 'is not JSON.', 'nie jest plikiem JSON.');
    return { ok: false, errors: found.errors };
  }
  const part = (name: string): Record<string, unknown> => {
    const value = (file as unknown as Record<string, unknown> | null)?.[name];
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    add(name, 'is missing.', 'brakuje tego pola.');
    return {};
  };
  const probe = part('probe');
  const bath = part('bath');
  const sensors = Object.values(part('sensors')) as Record<string, unknown>[];
  const readings = Object.values(part('readings')) as Rows;
  within('probe.radius_mm', probe.radius_mm, 0.2, 10, 'mm');
  within('probe.activeLength_mm', probe.activeLength_mm, 0.5, 100, 'mm');
  within('bath.initial_degC', bath.initial_degC, 0, 50, 'degC');
  const tissue = TISSUES[bath.tissue as keyof typeof TISSUES] as Tissue | undefined;
  if (tissue === undefined)
    add(
      'bath.tissue',
      `must be one of ${Object.keys(TISSUES).join(', ')}.`,
      `musi być jedną z: ${Object.keys(TISSUES).join(', ')}.`,
    );
  if (sensors.length === 0) add('sensors', 'names none.', 'nie zawiera żadnego czujnika.');
  for (const [index, sensor] of sensors.entries()) {
    within(`sensors[${index}].radius_mm`, sensor?.radius_mm, Number(probe.radius_mm) || 0, 50, 'mm');
    within(`sensors[${index}].height_mm`, sensor?.height_mm, -50, 100, 'mm');
  }
  if (readings.length < 3) add('readings', 'needs three rows at least.', 'wymaga co najmniej trzech wierszy.');
  for (const [index, row] of readings.entries()) {
    const isRow =
      Array.isArray(row) && row.length === sensors.length + 2 && row.every((value) => Number.isFinite(value));
    if (isRow) continue;
    const columns = sensors.length + 2;
    add(`readings[${index}]`, `must be ${columns} numbers.`, `musi zawierać liczb: ${columns}.`);
    break;
  }
  if (found.errors.length > 0 || tissue === undefined) return { ok: false, errors: found.errors };
  const series = (column: number): Series =>
    readings.map((row) => ({ at: seconds(row[0] as number), temperature: celsius(row[column] as number) }));
  return {
    ok: true,
    value: {
      probe: {
        radius: millimetres(probe.radius_mm as number),
        activeLength: millimetres(probe.activeLength_mm as number),
        series: series(1),
      },
      bath: { tissue, initial: celsius(bath.initial_degC as number) },
      sensors: sensors.map((sensor, index) => ({
        name: String(sensor.name ?? index + 1),
        radius: millimetres(sensor.radius_mm as number),
        height: millimetres(sensor.height_mm as number),
        isFitted: sensor.fit === true,
        series: series(index + 2),
      })),
      grid: { cell: millimetres(0.25), reach: millimetres(30) },
    },
  };
}
