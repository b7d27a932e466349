import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generatedKernels } from '../../build/generated-kernels.ts';
import { DEFAULT_PLAN } from '../freeze/default-plan.ts';
import { type FreezePrediction, predictFreeze } from '../freeze/predict-freeze.ts';
import type { FreezePlan } from '../plan/freeze-plan.ts';
import { celsius, millimetres, seconds, squareMetreKelvinsPerWatt, watts } from '../quantity.ts';
import { TISSUES, type TissueName } from '../tissue/tissues.ts';
import { verification } from '../verify/verification.ts';
import { type KernelName, kernelOf } from './kernels.ts';

const SEED = 20_261_126;

function predicted(plan: FreezePlan, name: KernelName): FreezePrediction {
  const answer = predictFreeze(plan, { kernel: kernelOf(name) });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.value;
}
const extents = ({ moments }: FreezePrediction): number[] =>
  moments.flatMap(({ isotherms }) => isotherms.flatMap(({ radius, beyondTip }) => [radius, beyondTip]));

const plans: fc.Arbitrary<FreezePlan> = fc
  .record({
    tissue: fc.constantFrom(...(Object.keys(TISSUES) as TissueName[])),
    slope: fc.constantFrom(0, -0.003),
    stasis: fc.boolean(),
    contact: fc.constantFrom(0, 1e-4),
    radius: fc.double({ min: 0.4, max: 1.4, noNaN: true }),
    cooling: fc.constantFrom<FreezePlan['probe']['cooling']>(
      { kind: 'temperature', temperature: celsius(-78), timeConstant: seconds(3) },
      {
        kind: 'power',
        heatCapacity: 0.3,
        curve: [
          { temperature: celsius(-85), power: watts(0) },
          { temperature: celsius(0), power: watts(9) },
        ],
      },
    ),
    shaft: fc.constantFrom<FreezePlan['probe']['shaft']>(
      { kind: 'insulated' },
      { kind: 'heated', temperature: celsius(37) },
      { kind: 'conducting', conductance: 1e-5, heatCapacity: 3 },
    ),
  })
  .map(({ tissue, slope, stasis, contact, radius, cooling, shaft }) => ({
    ...DEFAULT_PLAN,
    tissue: { ...TISSUES[tissue], frozen: { ...TISSUES[tissue].frozen, conductivitySlope: slope } },
    stasis,
    cycles: [
      { freeze: seconds(50), thaw: seconds(20) },
      { freeze: seconds(30), thaw: seconds(0) },
    ],
    probe: {
      radius: millimetres(radius),
      activeLength: millimetres(6),
      contact: squareMetreKelvinsPerWatt(contact),
      cooling,
      shaft,
    },
    grid: { cell: millimetres(0.4), reach: millimetres(15) },
  }));

test('T3 the three kernels agree on whatever is asked of them, and each balances', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const [scalar, double, single] = (['scalar', 'f64', 'f32'] as const).map((name) => predicted(plan, name));
      expect(double?.balance.relativeError).toBeLessThan(1e-10);
      expect(single?.balance.relativeError).toBeLessThan(1e-5);
      for (const [index, exact] of extents(scalar as FreezePrediction).entries()) {
        expect(Math.abs((extents(double as FreezePrediction)[index] ?? 99) - exact)).toBeLessThan(1e-7);
        expect(Math.abs((extents(single as FreezePrediction)[index] ?? 99) - exact)).toBeLessThan(
          1e-4 * Math.max(exact, 1),
        );
      }
    }),
    { seed: SEED, numRuns: 20 },
  );
});

test.each(['f32', 'f64'] as const)('T3 the exact cases come out of the SIMD kernel in %s too', (name) => {
  const worse = [...verification({ kernel: kernelOf(name), times: [60], cells: 60 })].filter(
    ({ error, allowed }) => !(error <= allowed),
  );
  expect(worse).toEqual([]);
});

test('the SIMD kernel is the one that runs here, and it is not the scalar one under another name', () => {
  const { run } = predicted({ ...DEFAULT_PLAN, cycles: [{ freeze: seconds(1), thaw: seconds(0) }] }, 'f32');
  expect(run.kernel.enthalpy).toBeInstanceOf(Float32Array);
});

test('T4 the committed binary is what its sources compile to', async () => {
  const committed = readFileSync(join(import.meta.dirname, 'kernels.generated.ts'), 'utf8');
  expect((await generatedKernels()) === committed).toBe(true);
}, 120_000);
