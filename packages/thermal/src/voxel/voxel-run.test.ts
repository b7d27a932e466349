import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_PLAN } from '../freeze/default-plan.ts';
import { startFreeze } from '../freeze/freeze-run.ts';
import { celsius, millimetres, seconds } from '../quantity.ts';
import { unfrozenFraction } from '../tissue/phase-change.ts';
import { TISSUES } from '../tissue/tissues.ts';
import { BENCHMARK, sharpTissue } from '../verify/benchmark-tissue.ts';
import { exactSphere, pointEnergy } from '../verify/exact-solutions.ts';
import type { Side, VoxelPlan } from './voxel-plan.ts';
import { startVoxels, type VoxelRun } from './voxel-run.ts';

const FAR: Side = { kind: 'far' };
const INSULATED: Side = { kind: 'insulated' };
const { muscle, fat, bone, skin } = TISSUES;
const CLOSED = [INSULATED, INSULATED, INSULATED, INSULATED, INSULATED, INSULATED] as const;

const PLAN: VoxelPlan = {
  voxels: [24, 20, 22],
  spacing: millimetres(0.7),
  tissues: [muscle, fat, bone, skin],
  tissueAt: (x, _y, z) => (x > 11.5 ? 2 : z < 3 ? 3 : z < 5 ? 1 : 0),
  initial: celsius(37),
  probes: [
    {
      tip: [millimetres(8), millimetres(7), millimetres(11)],
      direction: [0.3, 0, 1],
      radius: millimetres(1),
      activeLength: millimetres(5),
      temperature: celsius(-70),
      timeConstant: seconds(4),
    },
  ],
  cycles: [{ freeze: seconds(40), thaw: seconds(20) }],
  stasis: false,
  sides: CLOSED,
};

function started(plan: VoxelPlan, engine: 'simd' | 'scalar' = 'simd'): VoxelRun {
  const answer = startVoxels(plan, { engine });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.value;
}
/** The same freeze round its axis: frozen tissue, mm3, at a time in s. */
function roundFrozen(time: number): number {
  const answer = startFreeze({
    ...DEFAULT_PLAN,
    cycles: [{ freeze: seconds(60), thaw: seconds(30) }],
    grid: { cell: millimetres(0.1), reach: millimetres(15) },
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  const run = answer.value;
  while (run.at < time) run.step(seconds(time));
  const { setting, enthalpy, stride } = run.kernel;
  const { columns, rows, place, height, area } = setting.lattice;
  let sum = 0;
  for (let column = 0; column < columns; column += 1)
    for (let row = 0; row < (column < place.columns ? place.tip : rows); row += 1) {
      const ring = 2 * Math.PI * (area[column] as number) * (height[row] as number);
      sum += ring * (1 - unfrozenFraction(setting.phase, enthalpy[column * stride + row] as number));
    }
  return sum * 1e9;
}
function until(run: VoxelRun, end: number): VoxelRun {
  while (run.at < end) run.step(seconds(end));
  return run;
}

test('T5 SIMD and scalar engine agree on voxels, whatever tissues lie where and wherever probes point', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 27, maxLength: 27 }),
      fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
      fc.boolean(),
      (blocks, [dx, dy], stasis) => {
        const plan: VoxelPlan = {
          ...PLAN,
          stasis,
          tissueAt: (x, y, z) => blocks[Math.floor(x / 5.7) * 9 + Math.floor(y / 5.7) * 3 + Math.floor(z / 5.7)] ?? 0,
          probes: PLAN.probes.map((probe) => ({ ...probe, direction: [dx, dy, 0.5] as const })),
          sides: [FAR, INSULATED, FAR, FAR, { kind: 'surface', transfer: 10, temperature: celsius(22) }, FAR],
        };
        const [one, other] = (['simd', 'scalar'] as const).map((engine) => until(started(plan, engine), 60)) as [
          VoxelRun,
          VoxelRun,
        ];
        expect(Math.abs(one.frozen() / Math.max(1e-9, other.frozen()) - 1)).toBeLessThan(1e-4);
        for (const [x, y, z] of [
          [8, 10, 12],
          [12, 10, 16],
          [16, 12, 4],
          [4, 4, 4],
          [20, 10, 11],
        ] as const) {
          expect(one.temperature(x, y, z)).toBeCloseTo(other.temperature(x, y, z), 2);
          expect(one.coldest(x, y, z)).toBeCloseTo(other.coldest(x, y, z), 2);
        }
      },
    ),
    { seed: 20_261_126, numRuns: 4 },
  );
});

test('T5 in a closed box without blood the tissue lost what the probe took, to 1e-5 in f32 and 1e-10 in f64', () => {
  const dry = { ...PLAN, tissues: PLAN.tissues.map((tissue) => ({ ...tissue, perfusion: 0, metabolism: 0 })) };
  for (const [engine, allowed] of [
    ['simd', 1e-5],
    ['scalar', 1e-10],
  ] as const) {
    const run = started(dry, engine);
    const before = run.stored();
    until(run, 60);
    expect(Math.abs((before - run.stored()) / run.intoProbes() - 1)).toBeLessThan(allowed);
    expect(run.intoProbes()).toBeGreaterThan(100);
  }
});

test('T5 the sphere round a point grows in space as it must', () => {
  const plan: VoxelPlan = {
    ...PLAN,
    voxels: [56, 56, 56],
    spacing: millimetres(0.22),
    tissues: [sharpTissue(BENCHMARK)],
    tissueAt: () => 0,
    probes: [],
    cycles: [{ freeze: seconds(60), thaw: seconds(0) }],
    sides: [INSULATED, FAR, INSULATED, FAR, INSULATED, FAR],
  };
  const run = started(plan);
  while (run.at < 60)
    run.step(seconds(60), (from, to) => (pointEnergy(BENCHMARK, 4, to) - pointEnergy(BENCHMARK, 4, from)) / 8);
  const radius = Math.cbrt((run.frozen() * 8 * 3) / (4 * Math.PI));
  expect(Math.abs(radius / (exactSphere(BENCHMARK, 4).front(60) * 1e3) - 1)).toBeLessThan(0.012);
});

test('long steps leave the ice where short ones have it, in a freeze and after a thaw', () => {
  const plan: VoxelPlan = {
    ...PLAN,
    cycles: [{ freeze: seconds(120), thaw: seconds(60) }],
    sides: [FAR, FAR, FAR, FAR, FAR, FAR],
  };
  const radii = (longest?: number) => {
    const answer = startVoxels(plan, longest === undefined ? {} : { longest });
    if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
    return [60, 120, 180].map((time) => Math.cbrt(until(answer.value, time).frozen()));
  };
  const fine = radii(0.25);
  for (const [index, radius] of radii().entries())
    expect(Math.abs(radius / (fine[index] as number) - 1)).toBeLessThan(0.005);
});

/** One probe in soft tissue, 28.8 mm wide, away from every side; in the middle the first minute of it knows of no side. */
const middle = (
  size: number,
  shift = 0,
  direction: VoxelPlan['probes'][number]['direction'] = [0, 0, -1],
): VoxelPlan => {
  const length = Math.hypot(...direction);
  const tip = direction.map((part) => millimetres(14.4 + shift + (5 * part) / length));
  return {
    ...PLAN,
    voxels: [size, size, size],
    spacing: millimetres(28.8 / size),
    tissues: [TISSUES['soft-tissue']],
    tissueAt: () => 0,
    probes: [
      {
        tip: tip as unknown as VoxelPlan['probes'][number]['tip'],
        direction,
        radius: millimetres(0.85),
        activeLength: millimetres(10),
        temperature: celsius(-70),
        timeConstant: seconds(5),
      },
    ],
    cycles: [{ freeze: seconds(60), thaw: seconds(30) }],
    sides: [FAR, FAR, FAR, FAR, FAR, FAR],
  };
};
const radiusOf = (frozen: number): number => Math.cbrt((3 * frozen) / (4 * Math.PI));
/** What (r, z) with cells of 0.1 mm comes to: mm3 of frozen tissue after the freeze and after the thaw. */
const ROUND = { frozen: roundFrozen(60), thawed: roundFrozen(90) };

test('voxels come to the freeze in (r, z), and come closer as they become smaller', () => {
  const errors = [32, 48, 80].map((size) => {
    const run = until(started(middle(size)), 60);
    const frozen = radiusOf(run.frozen()) / radiusOf(ROUND.frozen) - 1;
    const thawed = radiusOf(until(run, 90).frozen()) / radiusOf(ROUND.thawed) - 1;
    return { frozen: Math.abs(frozen), thawed: Math.abs(thawed) };
  });
  for (const [index, limit] of [0.02, 0.01, 0.005].entries()) expect(errors[index]?.frozen).toBeLessThan(limit);
  expect(errors.map(({ frozen }) => frozen)).toEqual(errors.map(({ frozen }) => frozen).toSorted((a, b) => b - a));
  for (const { thawed } of errors) expect(thawed).toBeLessThan(0.04);
});

test('it matters little where among the voxels a probe stands, and where it points', () => {
  const upright = until(started(middle(48)), 60).frozen();
  for (const plan of [middle(48, 0.15), middle(48, 0.3), middle(48, 0, [0, 0.3, -1]), middle(48, 0, [1, 1, 1])])
    expect(Math.abs(radiusOf(until(started(plan), 60).frozen()) / radiusOf(upright) - 1)).toBeLessThan(0.025);
});

test.each([0.3, 0.5, 0.9])('nothing becomes colder than its probe, on voxels of %f mm', (spacing) => {
  const voxels = [20, 20, 24] as const;
  const middle = millimetres(10 * spacing);
  const run = until(
    started({
      ...PLAN,
      voxels,
      spacing: millimetres(spacing),
      probes: PLAN.probes.map((probe) => ({ ...probe, tip: [middle, middle, middle] as const })),
      cycles: [{ freeze: seconds(60), thaw: seconds(0) }],
    }),
    60,
  );
  let coldest = 99;
  for (let x = 0; x < voxels[0]; x += 1)
    for (let y = 0; y < voxels[1]; y += 1)
      for (let z = 0; z < voxels[2]; z += 1) coldest = Math.min(coldest, run.coldest(x, y, z));
  expect(coldest).toBeLessThan(-50);
  expect(coldest).toBeGreaterThanOrEqual(-70);
});

test('two probes freeze more than one, and cold air on the skin cools it', () => {
  const [probe] = PLAN.probes;
  const open = PLAN.sides.map(() => FAR) as unknown as VoxelPlan['sides'];
  const one = until(started({ ...PLAN, sides: open }), 40);
  const second = {
    ...(probe as VoxelPlan['probes'][number]),
    tip: [millimetres(3), millimetres(7), millimetres(11)] as const,
  };
  const two = until(started({ ...PLAN, sides: open, probes: [...PLAN.probes, second] }), 40);
  expect(two.frozen()).toBeGreaterThan(one.frozen() * 1.4);
  const air: Side = { kind: 'surface', transfer: 500, temperature: celsius(5) };
  const cooled = until(started({ ...PLAN, sides: [FAR, FAR, FAR, FAR, air, FAR] }), 40);
  expect(cooled.temperature(20, 10, 0)).toBeLessThan(one.temperature(20, 10, 0) - 3);
});

test.each<[string, Partial<VoxelPlan>]>([
  ['voxels[0]', { voxels: [Number.NaN, 8, 8] }],
  ['voxels', { voxels: [1000, 1000, 1000] }],
  ['spacing', { spacing: millimetres(-1) }],
  ['probes[0].radius', { probes: PLAN.probes.map((probe) => ({ ...probe, radius: millimetres(0) })) }],
  ['probes[0].direction', { probes: PLAN.probes.map((probe) => ({ ...probe, direction: [0, 0, 0] as const })) }],
  ['cycles[0].freeze', { cycles: [{ freeze: seconds(0), thaw: seconds(1) }] }],
  ['tissues', { tissues: [] }],
])('%s of a plan in space is told before anything is allocated', (field, change) => {
  const answer = startVoxels({ ...PLAN, ...change });
  expect(answer.ok ? [] : answer.errors.map((error) => error.field)).toContain(field);
});
