import type { Checked } from '../plan/plan-error.ts';
import { type Celsius, type CubicMillimetres, celsius, cubicMillimetres, type Seconds, seconds } from '../quantity.ts';
import { thawedSlope } from '../scheme/explicit-limit.ts';
import { stagesFor, superStep } from '../scheme/super-time-stepping.ts';
import {
  enthalpyOf,
  phaseChange,
  temperatureOf,
  thetaOfTemperature,
  unfrozenFraction,
} from '../tissue/phase-change.ts';
import type { Hand } from './crew.ts';
import { scalarEngine, type VoxelMedium } from './scalar-engine.ts';
import { simdEngine } from './simd-engine.ts';
import { type VoxelLayout, voxelLayout } from './voxel-layout.ts';
import { checkVoxelPlan, type Side, type VoxelPlan } from './voxel-plan.ts';

/** A freeze in space that is being computed. */
export interface VoxelRun {
  readonly layout: VoxelLayout;
  readonly at: Seconds;
  readonly end: Seconds;
  /** One super-step, at most to `until`. `sink` takes heat, J, from the voxel at the origin: for exact cases. @returns its stages. */
  step(until: Seconds, sink?: (from: number, to: number) => number): number;
  temperature(x: number, y: number, z: number): Celsius;
  /** Lowest temperature that a voxel had. */
  coldest(x: number, y: number, z: number): Celsius;
  /** Of tissue at or below a temperature, by whole voxels but for those that are tissue and probe. */
  volume(temperature: Celsius): CubicMillimetres;
  /** Frozen tissue, by fractions. */
  frozen(): CubicMillimetres;
  /** What all tissue holds, J, and what went into probes since the start, J. */
  stored(): number;
  intoProbes(): number;
  /** Lets the hands go, wherever the run stands: it is not stepped any more. */
  release(): void;
}

export interface VoxelOptions {
  readonly engine?: 'simd' | 'scalar';
  readonly longest?: number;
  /** Threads that take a part of the grid each, beside the one that asks: `lendHand` runs in them. The answer is the same to the bit with any number. */
  readonly hands?: readonly Hand[];
}

/**
 * Seconds. Against steps of a quarter of a second the radius of what is frozen, by volume, is off by 0.20 % in freezes and 0.17 % at the end of a thaw
 * (docs/thermal.md, In space), at two fifths fewer stages than with one second.
 */
const LONGEST = 4;

/** Checks a plan and sets it up. @returns what is wrong, before anything is allocated. */
export function startVoxels(
  plan: VoxelPlan,
  { engine: name = 'simd', longest = LONGEST, hands = [] }: VoxelOptions = {},
): Checked<VoxelRun> {
  const errors = checkVoxelPlan(plan, name);
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: running(plan, name, longest, hands) };
}

function running(plan: VoxelPlan, name: 'simd' | 'scalar', longest: number, hands: readonly Hand[]): VoxelRun {
  const layout = voxelLayout(plan);
  const coldest = Math.min(-1, ...plan.probes.map(({ temperature }) => temperature));
  const phases = plan.tissues.map((tissue) => phaseChange(tissue, coldest));
  const start = phases.map((phase) => enthalpyOf(phase, plan.initial));
  const medium: VoxelMedium = { layout, tissues: plan.tissues, phases, start, stasis: plan.stasis };
  const engine = (name === 'simd' ? simdEngine(medium, hands) : undefined) ?? scalarEngine(medium);
  const { tissue, held, walls, sides, scale, row, plane, first } = layout;
  for (const theta of [engine.theta(), engine.next()]) {
    for (const [ghost, cell] of layout.ghosts) theta[ghost] = theta[cell] as number;
  }
  const limitOf = (slopes: readonly number[]) => 1 / (layout.stiffest * scale * Math.max(...slopes));
  const limit = limitOf(phases.map(({ steepest }) => steepest));
  // While nothing is frozen through and nothing cools, no voxel can become colder: the steep frozen branch is not met (`thawedLimit`).
  const limitThawed = limitOf(phases.map(thawedSlope));
  const coolsNothing = plan.sides.every(
    (side) => side.kind !== 'surface' || phases.every(({ liquidus }) => side.temperature >= liquidus),
  );
  let isThawed = false;
  const periods = plan.cycles.flatMap(({ freeze, thaw }) => [
    { seconds: freeze, isCold: true },
    { seconds: thaw, isCold: false },
  ]);
  const end = periods.reduce((sum, period) => sum + period.seconds, 0);
  const cube = plan.spacing ** 3;
  let at = 0;
  let index = 0;
  let from = 0;
  let planned = 0.02;
  let into = 0;
  const heldTheta = Float64Array.from(held, (cell) => engine.theta()[cell] as number);
  const phaseAt = (cell: number) => phases[tissue[cell] as number] as (typeof phases)[number];
  const enthalpy = (cell: number): number => engine.enthalpy[cell] as number;

  /** What is not an ordinary face: walls of probes and sides; the sweep's difference is taken back and the true heat given. */
  function corrections(gain: number, isCold: boolean, temperatures: readonly number[]): number {
    const theta = engine.theta();
    const delta = engine.delta();
    const weight = gain * scale;
    let heat = 0;
    const levels = temperatures.map((temperature) => phases.map((phase) => thetaOfTemperature(phase, temperature)));
    for (const { cell, held: neighbour, conductance, probe } of walls) {
      const own = theta[cell] as number;
      const level = levels[probe]?.[tissue[cell] as number] as number;
      const flow = isCold ? conductance * (level - own) : 0;
      delta[cell] = (delta[cell] as number) + weight * (flow - ((theta[neighbour] as number) - own));
      heat -= flow;
    }
    for (const { cell, ghost, side } of sides) {
      const own = theta[cell] as number;
      const flow = sideFlow(plan.sides[side] as Side, cell);
      delta[cell] = (delta[cell] as number) + weight * (flow - ((theta[ghost] as number) - own));
    }
    return heat;
  }

  function sideFlow(side: Side, cell: number): number {
    if (side.kind !== 'surface' || side.transfer === 0) return 0;
    const h = plan.spacing / 1000;
    // Of the start of the step: a surface follows within seconds, and its film is what resists.
    const phase = phaseAt(cell);
    const k = enthalpy(cell) <= 0 ? phase.frozenConductivity : phase.unfrozenConductivity;
    const through = 1 / (1 / side.transfer + h / (2 * k));
    return through * h * (side.temperature - temperatureOf(phase, enthalpy(cell)));
  }

  function hold(): void {
    const delta = engine.delta();
    const next = engine.next();
    for (const [place, cell] of held.entries()) {
      delta[cell] = 0;
      next[cell] = heldTheta[place] as number;
    }
  }

  engine.settle();
  const cellOf = (x: number, y: number, z: number): number => first + z * plane + y * row + x;
  const isHeld = new Set(held);
  const each = (visit: (cell: number) => void): void => {
    for (let z = 0; z < plan.voxels[2]; z += 1)
      for (let y = 0; y < plan.voxels[1]; y += 1)
        for (let x = 0; x < plan.voxels[0]; x += 1) {
          const cell = cellOf(x, y, z);
          if (!isHeld.has(cell)) visit(cell);
        }
  };
  /** The tissue's own volume of something: without what the probe takes of its voxels, with what it leaves of the probe's. */
  function volumeOf(part: (cell: number) => number) {
    let sum = 0;
    each((cell) => {
      sum += part(cell);
    });
    for (const [cell, taken] of layout.taken) sum -= taken * part(cell);
    for (const rim of layout.rims)
      sum += (rim.part * rim.beside.reduce((total, cell) => total + part(cell), 0)) / rim.beside.length;
    return cubicMillimetres(sum * cube);
  }
  function isNowhereFrozen(): boolean {
    const { enthalpy: all } = engine;
    for (let z = 0; z < plan.voxels[2]; z += 1)
      for (let y = 0; y < plan.voxels[1]; y += 1)
        for (let cell = cellOf(0, y, z), end = cell + plan.voxels[0]; cell < end; cell += 1)
          if ((all[cell] as number) <= 0 && !isHeld.has(cell)) return false;
    return true;
  }

  return {
    layout,
    get at() {
      return seconds(at);
    },
    end: seconds(end),
    step(until, sink) {
      let period = periods[index] as (typeof periods)[number];
      while (at >= from + period.seconds - 1e-9 && index + 1 < periods.length) {
        from += period.seconds;
        index += 1;
        planned = 0.02;
        isThawed = false;
        period = periods[index] as (typeof periods)[number];
      }
      const goal = Math.min(until, from + period.seconds);
      const left = goal - at;
      const step = left <= planned ? left : left < 2 * planned ? left / 2 : planned;
      planned = Math.min(longest, planned * 1.1);
      if (sink !== undefined)
        engine.source[first] = (engine.source[first] as number) - sink(at, at + step) / step / (cube * 1e-9) / scale;
      isThawed ||= sink === undefined && !period.isCold && coolsNothing && isNowhereFrozen();
      const stages = stagesFor(step, isThawed ? limitThawed : limit);
      const { mu, nu, gain, when } = superStep(stages, step);
      let [sum, before] = [0, 0];
      for (let stage = 0; stage < stages; stage += 1) {
        const now = at + (when[stage] as number) * step - from;
        const temperatures = plan.probes.map(({ temperature, timeConstant }) =>
          timeConstant === 0 ? temperature : temperature + (plan.initial - temperature) * Math.exp(-now / timeConstant),
        );
        const [m, n, g] = [mu[stage] as number, nu[stage] as number, gain[stage] as number];
        engine.sweep(m, n, g, stage === 0);
        const heat = corrections(g, period.isCold, temperatures);
        [sum, before] = [m * sum + n * before + g * heat, sum];
        engine.correct();
        hold();
        engine.turn();
      }
      engine.settle();
      into += sum * (plan.spacing / 1000);
      at = left === step ? goal : at + step;
      return stages;
    },
    temperature: (x, y, z) => celsius(temperatureOf(phaseAt(cellOf(x, y, z)), enthalpy(cellOf(x, y, z)))),
    coldest: (x, y, z) => celsius(temperatureOf(phaseAt(cellOf(x, y, z)), engine.least[cellOf(x, y, z)] as number)),
    volume: (temperature) => volumeOf((cell) => (temperatureOf(phaseAt(cell), enthalpy(cell)) <= temperature ? 1 : 0)),
    frozen: () => volumeOf((cell) => 1 - unfrozenFraction(phaseAt(cell), enthalpy(cell))),
    stored() {
      let sum = 0;
      each((cell) => {
        sum += enthalpy(cell);
      });
      return sum * cube * 1e-9;
    },
    intoProbes: () => into,
    release: () => engine.release(),
  };
}
