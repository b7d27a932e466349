import type { Lattice } from '../grid/lattice.ts';
import { planLattice } from '../grid/plan-lattice.ts';
import { kernelOf } from '../kernel/kernels.ts';
import { checkPlan } from '../plan/check-plan.ts';
import type { FreezePlan } from '../plan/freeze-plan.ts';
import type { Checked } from '../plan/plan-error.ts';
import { type Celsius, celsius, type Joules, joules, type Seconds, seconds, type Watts, watts } from '../quantity.ts';
import { type IsothermExtent, isothermExtent, type ThetaField, thetaField } from '../result/isotherm.ts';
import type { Kernel, Setting } from '../scheme/kernel.ts';
import { march, PACE, type Pace, type Taken } from '../scheme/march.ts';
import { wallHeat } from '../scheme/wall.ts';
import { phaseChange, temperatureOf, thetaOf } from '../tissue/phase-change.ts';
import { type Period, periodsOf, regimeOf } from './periods.ts';

/** The state of the freeze at a moment. */
export interface FreezeMoment {
  readonly at: Seconds;
  /** From 1. */
  readonly cycle: number;
  readonly phase: 'freeze' | 'thaw';
  /** Whether this is the end of that phase. */
  readonly isEnd: boolean;
  readonly isotherms: readonly IsothermExtent[];
  /** Heat that tip and conducting shaft took from the tissue over the last step. */
  readonly power: Watts;
  /** Of the cooled body; the tissue beside it may be warmer where there is contact resistance. */
  readonly tip: Celsius;
}

/** Where the heat went: what the tissue holds now less than at the start, and through what it left. */
export interface EnergyBalance {
  readonly lost: Joules;
  readonly intoProbe: Joules;
  readonly fromBlood: Joules;
  /** |lost - intoProbe + fromBlood| by all that moved. */
  readonly relativeError: number;
}

/** A freeze that is being computed: it can be looked at and driven step by step. */
export interface FreezeRun {
  readonly kernel: Kernel;
  readonly periods: readonly Period[];
  readonly at: Seconds;
  readonly end: Seconds;
  /** One super-step, at most to `until`. */
  step(until: Seconds): Taken;
  /** Measures the state as it is now. */
  moment(): FreezeMoment;
  field(): ThetaField;
  balance(): EnergyBalance;
}

export interface FreezeOptions {
  readonly kernel?: (setting: Setting) => Kernel;
  readonly pace?: Pace;
  /** Instead of the plan's own, for comparisons on one grid. */
  readonly lattice?: Lattice;
}

/** Checks a plan and sets it up. @returns every field that is wrong, before anything is allocated. */
export function startFreeze(plan: FreezePlan, options: FreezeOptions = {}): Checked<FreezeRun> {
  const errors = checkPlan(plan);
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: running(plan, options) };
}

function running(
  plan: FreezePlan,
  { kernel: makeKernel = kernelOf('f32'), pace = PACE, lattice: grid }: FreezeOptions,
): FreezeRun {
  const lattice = grid ?? planLattice(plan);
  const setting = settingOf(plan, lattice);
  const kernel = makeKernel(setting);
  const steps = march(kernel, pace);
  const periods = periodsOf(plan);
  const end = periods.at(-1)?.end ?? 0;
  const held = storedHeat(kernel);
  let index = 0;
  let period = periods[0] as Period;
  let regime = regimeOf(plan, period, plan.initial);
  let last: Taken | undefined;
  let intoProbe = 0;
  let fromBlood = 0;
  let moved = 0;
  return {
    kernel,
    periods,
    get at() {
      return seconds(steps.at);
    },
    end: seconds(end),
    step(until) {
      if (steps.at >= period.end && index + 1 < periods.length) {
        index += 1;
        period = periods[index] as Period;
        regime = regimeOf(plan, period, besideTip(kernel));
        steps.restart();
      }
      const taken = steps.step(Math.min(until, period.end), regime);
      const { intoTip, intoShaft, fromSources, fromBeyond } = taken.ledger;
      intoProbe += intoTip + intoShaft;
      fromBlood += fromSources + fromBeyond;
      moved += Math.abs(intoTip) + Math.abs(intoShaft) + Math.abs(fromSources) + Math.abs(fromBeyond);
      last = taken;
      return taken;
    },
    moment() {
      const field = fieldOf(kernel, regime, steps.at);
      return {
        at: seconds(steps.at),
        cycle: period.cycle,
        phase: period.phase,
        isEnd: steps.at >= period.end,
        isotherms: plan.isotherms.map((temperature) => isothermExtent(field, temperature)),
        power: watts(last === undefined ? 0 : (last.ledger.intoTip + last.ledger.intoShaft) / last.seconds),
        tip: celsius(regime.tip === 'held' ? regime.temperature(steps.at) : (kernel.metal.tip[0] as number)),
      };
    },
    field: () => fieldOf(kernel, regime, steps.at),
    balance() {
      const lost = held - storedHeat(kernel);
      return {
        lost: joules(lost),
        intoProbe: joules(intoProbe),
        fromBlood: joules(fromBlood),
        relativeError: moved === 0 ? 0 : Math.abs(lost - intoProbe + fromBlood) / moved,
      };
    },
  };
}

/** The plan as the scheme takes it. */
function settingOf(plan: FreezePlan, lattice: Lattice): Setting {
  const { cooling, shaft, contact } = plan.probe;
  const curve = cooling.kind === 'power' ? cooling.curve : [{ temperature: 0, power: 0 }];
  return {
    lattice,
    tissue: plan.tissue,
    phase: phaseChange(plan.tissue, coldestOf(plan)),
    initial: plan.initial,
    beyond: plan.initial,
    stasis: plan.stasis,
    dwellBelow: -20,
    film: contact === 0 ? Number.POSITIVE_INFINITY : 1 / contact,
    tipHeatCapacity: cooling.kind === 'power' ? cooling.heatCapacity : 0,
    powerCurve: {
      temperatures: Float64Array.from(curve, ({ temperature }) => temperature),
      powers: Float64Array.from(curve, ({ power }) => power),
    },
    shaftConductance: shaft.kind === 'conducting' ? shaft.conductance : 0,
    shaftHeatCapacity: shaft.kind === 'conducting' ? shaft.heatCapacity : 0,
  };
}

function coldestOf({ probe: { cooling }, cycles }: FreezePlan): number {
  switch (cooling.kind) {
    case 'temperature':
      return Math.min(
        cooling.temperature,
        ...cycles.flatMap(({ temperature = cooling.temperature, measured = [] }) => [
          temperature,
          ...measured.map((point) => point.temperature),
        ]),
      );
    case 'power':
      return -196;
    case 'measured':
      return Math.min(...cooling.series.map(({ temperature }) => temperature));
    default:
      return cooling satisfies never;
  }
}

/** What the tissue holds over the whole circle, J, from the solidus. */
function storedHeat({ enthalpy, stride, setting: { lattice } }: Kernel): number {
  let sum = 0;
  for (let column = 0; column < lattice.columns; column += 1) {
    const end = column < lattice.place.columns ? lattice.place.tip : lattice.rows;
    let of = 0;
    for (let row = 0; row < end; row += 1)
      of += (enthalpy[column * stride + row] as number) * (lattice.height[row] as number);
    sum += of * (lattice.area[column] as number);
  }
  return sum * 2 * Math.PI;
}

/** Temperature that the tip is taken to have when it is switched on again: the mean of the tissue beside it. */
function besideTip({ enthalpy, stride, setting: { lattice, phase } }: Kernel): number {
  const { columns, tip, shaft } = lattice.place;
  let sum = 0;
  for (let row = tip; row < shaft; row += 1) {
    sum += temperatureOf(phase, enthalpy[columns * stride + row] as number);
  }
  return sum / (shaft - tip);
}

function fieldOf(kernel: Kernel, regime: ReturnType<typeof regimeOf>, at: number): ThetaField {
  const { setting, enthalpy, stride, metal } = kernel;
  const { lattice, phase } = setting;
  const { columns, shaft } = lattice.place;
  const film = setting.film * (lattice.radialFaces[columns] as number);
  const tip = regime.tip === 'held' ? regime.temperature(at) : (metal.tip[0] as number);
  return thetaField(kernel, (row) => {
    const own = thetaOf(phase, enthalpy[columns * stride + row] as number);
    const isShaft = row >= shaft;
    if ((isShaft ? regime.shaft : regime.tip) === 'insulated') return own;
    const held = isShaft ? (regime.shaft === 'held' ? regime.shaftTemperature : (metal.shaft[row] as number)) : tip;
    return own - wallHeat(phase, own, held, lattice.wall, film) / lattice.wall;
  });
}
