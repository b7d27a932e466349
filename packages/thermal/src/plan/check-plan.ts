import { gridSize } from '../grid/plan-lattice.ts';
import type { Cooling, Shaft } from '../probe/probe.ts';
import type { Tissue } from '../tissue/tissue.ts';
import type { FreezePlan } from './freeze-plan.ts';
import { type Complaints, complaints, type PlanError } from './plan-error.ts';

/** Bytes of one cell over all arrays of the larger kernel (f64): enthalpy, two deltas, two thetas, source, least, fraction, dwell. */
const BYTES_A_CELL = 9 * 8;
/** What one plan may take: more is refused with its size. 64 MiB are some 900,000 cells. */
const MEMORY_LIMIT = 64 * 2 ** 20;

/**
 * Everything that is wrong with a plan, each at its field; empty when it may run. Nothing is allocated before this has been asked.
 * Bounds are those of the method and of any probe for nerves, not of the clinic's page: what lies outside its band is advice.
 */
export function checkPlan(plan: FreezePlan): readonly PlanError[] {
  const found = complaints();
  const { within, add } = found;
  checkTissue(plan.tissue, 'tissue', found);
  within('initial', plan.initial, plan.tissue.liquidus, 50, 'degC');
  within('probe.radius', plan.probe.radius, 0.2, 10, 'mm');
  within('probe.activeLength', plan.probe.activeLength, 0.5, 100, 'mm');
  within('probe.contact', plan.probe.contact, 0, 0.1, 'm2K/W');
  checkCooling(plan.probe.cooling, found);
  checkShaft(plan.probe.shaft, found);
  if (plan.thaw.kind === 'warmed') {
    within('thaw.temperature', plan.thaw.temperature, plan.tissue.liquidus, 50, 'degC');
    within('thaw.timeConstant', plan.thaw.timeConstant, 0, 600, 's');
  }
  checkCycles(plan, found);
  for (const [index, temperature] of plan.isotherms.entries())
    within(`isotherms[${index}]`, temperature, -200, 50, 'degC');
  const cell = within('grid.cell', plan.grid.cell, 0.02, 2, 'mm');
  const reach = within('grid.reach', plan.grid.reach, 5, 200, 'mm');
  if (found.errors.length > 0 || !cell || !reach) return found.errors;
  if (plan.grid.reach < 2 * plan.probe.radius)
    add('grid.reach', 'must be at least two radii of the probe.', 'musi wynosić co najmniej dwa promienie sondy.');
  const { columns, rows } = gridSize(plan);
  const bytes = columns * rows * BYTES_A_CELL;
  if (bytes > MEMORY_LIMIT) {
    const size = `${columns} x ${rows}`;
    const megabytes = Math.ceil(bytes / 2 ** 20);
    const limit = MEMORY_LIMIT / 2 ** 20;
    add(
      'grid.cell',
      `asks for ${size} cells, ${megabytes} MiB; ${limit} MiB are the limit. Larger cells or less reach.`,
      `wymaga ${size} komórek, czyli ${megabytes} MiB; limit to ${limit} MiB. Proszę wybrać większe komórki lub mniejszy zasięg.`,
    );
  }
  return found.errors;
}

/** A tissue that the scheme can represent (SPEC.md, 2). */
export function checkTissue(tissue: Tissue, field: string, { within, add }: Complaints): void {
  const { frozen, unfrozen } = tissue;
  const numbers = [
    within(`${field}.solidus`, tissue.solidus, -60, 10, 'degC'),
    within(`${field}.liquidus`, tissue.liquidus, -60, 10, 'degC'),
    within(`${field}.heatOfFreezing`, tissue.heatOfFreezing, 1e6, 1e9, 'J/m3'),
    within(`${field}.frozen.conductivity`, frozen.conductivity, 0.01, 50, 'W/(m K)'),
    within(`${field}.frozen.conductivitySlope`, frozen.conductivitySlope, -0.02, 0.004, '1/K'),
    within(`${field}.frozen.heatCapacity`, frozen.heatCapacity, 1e3, 1e8, 'J/(m3 K)'),
    within(`${field}.unfrozen.conductivity`, unfrozen.conductivity, 0.01, 50, 'W/(m K)'),
    within(`${field}.unfrozen.heatCapacity`, unfrozen.heatCapacity, 1e3, 1e8, 'J/(m3 K)'),
    within(`${field}.perfusion`, tissue.perfusion, 0, 1, '1/s'),
    within(`${field}.bloodHeatCapacity`, tissue.bloodHeatCapacity, 0, 1e7, 'J/(m3 K)'),
    within(`${field}.arterial`, tissue.arterial, -60, 50, 'degC'),
    within(`${field}.metabolism`, tissue.metabolism, 0, 1e6, 'W/m3'),
  ];
  if (numbers.includes(false)) return;
  if (tissue.solidus > tissue.liquidus)
    add(`${field}.solidus`, 'must not be above the liquidus.', 'nie może przekraczać temperatury likwidus.');
  const range = tissue.liquidus - tissue.solidus;
  // The branches of theta must be steeper than the mushy one on their own sides; physical tissue always has it so.
  const steepestMushy = (range * Math.max(frozen.conductivity, unfrozen.conductivity)) / tissue.heatOfFreezing;
  const flattest = Math.min(frozen.conductivity / frozen.heatCapacity, unfrozen.conductivity / unfrozen.heatCapacity);
  if (steepestMushy > flattest)
    add(
      `${field}.heatOfFreezing`,
      'is too small for the range of freezing: less than the sensible heat in it.',
      'jest zbyt małe jak na zakres krzepnięcia: mniejsze niż ciepło jawne w tym zakresie.',
    );
  const hottest = tissue.heatOfFreezing + (50 - tissue.liquidus) * unfrozen.heatCapacity;
  const { conductivity, conductivitySlope, heatCapacity } = frozen;
  const atHottest = (hottest * conductivity * (1 + (conductivitySlope * hottest) / (2 * heatCapacity))) / heatCapacity;
  if (atHottest < (range + 60) * unfrozen.conductivity)
    add(
      `${field}.frozen.conductivitySlope`,
      'falls too fast to be told from the unfrozen branch.',
      'maleje zbyt szybko, by odróżnić gałąź zamrożoną od niezamrożonej.',
    );
}

function checkCooling(cooling: Cooling, { within, add }: Complaints): void {
  switch (cooling.kind) {
    case 'temperature':
      within('probe.cooling.temperature', cooling.temperature, -196, 20, 'degC');
      within('probe.cooling.timeConstant', cooling.timeConstant, 0, 600, 's');
      return;
    case 'power':
      within('probe.cooling.heatCapacity', cooling.heatCapacity, 1e-3, 1e3, 'J/K');
      if (cooling.curve.length === 0) add('probe.cooling.curve', 'has no point.', 'nie zawiera żadnego punktu.');
      for (const [index, { temperature, power }] of cooling.curve.entries()) {
        within(`probe.cooling.curve[${index}].temperature`, temperature, -196, 60, 'degC');
        within(`probe.cooling.curve[${index}].power`, power, 0, 1000, 'W');
      }
      rising(
        cooling.curve.map(({ temperature }) => temperature),
        'probe.cooling.curve',
        'temperature',
        add,
      );
      rising(
        cooling.curve.map(({ power }) => power),
        'probe.cooling.curve',
        'power',
        add,
        true,
      );
      return;
    case 'measured':
      if (cooling.series.length === 0) add('probe.cooling.series', 'has no point.', 'nie zawiera żadnego punktu.');
      for (const [index, { at, temperature }] of cooling.series.entries()) {
        within(`probe.cooling.series[${index}].at`, at, 0, 86_400, 's');
        within(`probe.cooling.series[${index}].temperature`, temperature, -196, 60, 'degC');
      }
      rising(
        cooling.series.map(({ at }) => at),
        'probe.cooling.series',
        'at',
        add,
      );
      return;
    default:
      cooling satisfies never;
  }
}

function rising(values: readonly number[], field: string, part: string, add: Complaints['add'], mayStay = false): void {
  const index = values.findIndex(
    (value, at) => at > 0 && (mayStay ? value < (values[at - 1] as number) : value <= (values[at - 1] as number)),
  );
  if (index > 0)
    add(`${field}[${index}].${part}`, 'must be above the one before it.', 'musi być większe od poprzedniego.');
}

function checkShaft(shaft: Shaft, { within }: Complaints): void {
  switch (shaft.kind) {
    case 'insulated':
      return;
    case 'heated':
      within('probe.shaft.temperature', shaft.temperature, 0, 60, 'degC');
      return;
    case 'conducting':
      within('probe.shaft.conductance', shaft.conductance, 0, 1e-2, 'W m/K');
      within('probe.shaft.heatCapacity', shaft.heatCapacity, 0.05, 1e4, 'J/(m K)');
      return;
    default:
      shaft satisfies never;
  }
}

function checkCycles({ cycles, times, probe: { cooling } }: FreezePlan, { within, add }: Complaints): void {
  if (cycles.length === 0 || cycles.length > 20) add('cycles', 'must be 1 to 20 cycles.', 'musi być od 1 do 20 cykli.');
  for (const [index, { freeze, thaw, temperature, measured = [] }] of cycles.entries()) {
    within(`cycles[${index}].freeze`, freeze, 1, 7200, 's');
    within(`cycles[${index}].thaw`, thaw, 0, 7200, 's');
    if (temperature !== undefined) within(`cycles[${index}].temperature`, temperature, -196, 20, 'degC');
    for (const [place, point] of measured.entries()) {
      within(`cycles[${index}].measured[${place}].at`, point.at, 0, freeze, 's');
      within(`cycles[${index}].measured[${place}].temperature`, point.temperature, -196, 60, 'degC');
    }
    rising(
      measured.map(({ at }) => at),
      `cycles[${index}].measured`,
      'at',
      add,
    );
    if (cooling.kind !== 'temperature' && (temperature !== undefined || measured.length > 0))
      add(
        `cycles[${index}].temperature`,
        'asks for a probe whose temperature is given.',
        'wymaga sondy o zadanej temperaturze.',
      );
  }
  const end = cycles.reduce((sum, { freeze, thaw }) => sum + freeze + thaw, 0);
  if (end > 0 && Number.isFinite(end)) {
    for (const [index, time] of times.entries()) within(`times[${index}]`, time, 0, end, 's');
  }
}
