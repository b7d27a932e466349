import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BENCHMARK } from './benchmark-tissue.ts';
import {
  exactIsotherm,
  exactLine,
  exactPlane,
  exactQuasiSteady,
  exactSphere,
  exactSteadySphere,
} from './exact-solutions.ts';
import {
  lineCase,
  planeCase,
  quasiSteadyCase,
  sphereCase,
  steadyCase,
  type VerificationFigure,
} from './verification.ts';

const SEED = 20_261_126;

const worse = (figures: Iterable<VerificationFigure>): string[] =>
  [...figures]
    .filter(({ error, allowed }) => !(error <= allowed))
    .map(({ case: name, quantity, ours, exact, error }) => `${name} ${quantity}: ${ours} for ${exact}, ${error}`);

test('the exact solutions give the published figures of their cases', () => {
  const plane = exactPlane(BENCHMARK, -70);
  expect(plane.lambda).toBeCloseTo(0.364_039_731, 8);
  expect(plane.front(180) * 1e3).toBeCloseTo(10.296_599, 5);
  expect(exactIsotherm(plane, -40, 180) * 1e3).toBeCloseTo(4.319_999, 5);
  const line = exactLine(BENCHMARK, 400);
  expect(line.lambda).toBeCloseTo(0.215_839_519, 8);
  expect(line.temperature(0.85e-3, 180)).toBeCloseTo(-63.039_59, 4);
  expect(line.temperature(8e-3, 180)).toBeCloseTo(15.750_06, 4);
  const sphere = exactSphere(BENCHMARK, 4);
  expect(sphere.lambda).toBeCloseTo(0.153_108_086, 8);
  expect(sphere.temperature(1.5e-3, 180)).toBeCloseTo(-49.901_37, 4);
  expect(sphere.temperature(6e-3, 180)).toBeCloseTo(18.703_77, 4);
  expect(exactSteadySphere(BENCHMARK, -70, 0.85e-3, 1800) * 1e3).toBeCloseTo(5.493_276, 5);
  expect(exactSteadySphere(BENCHMARK, -70, 0.85e-3, 0) * 1e3).toBeCloseTo(7.023_684, 5);
  expect(exactQuasiSteady('sphere', BENCHMARK, -70, 0.85e-3, 4e-3)).toBeCloseTo(31.192_855, 5);
  expect(exactQuasiSteady('cylinder', BENCHMARK, -70, 0.85e-3, 4e-3)).toBeCloseTo(15.527_412, 5);
});

test.each([30, 60, 180])(
  'T1 front and -20 degC isotherm are those of the exact plane, line and point at %i s',
  (at) => {
    expect(worse([...planeCase({}, at), ...lineCase({}, at)])).toEqual([]);
  },
);

test('T1 the sphere round a point grows in (r, z) as it must', () => {
  expect(worse(sphereCase({}, 60))).toEqual([]);
});

test('T1 a sphere in perfused tissue comes to rest where it must', () => {
  expect(worse(steadyCase({}))).toEqual([]);
});

test('T1 without sensible heat the front arrives when the quasi-steady formula says', () => {
  expect(worse(quasiSteadyCase({ cells: 40 }))).toEqual([]);
});

test('T1 other media, walls and powers are as right as those of the table', () => {
  const media = fc.record({
    ks: fc.double({ min: 1, max: 3, noNaN: true }),
    kl: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
    cs: fc.double({ min: 1.5e6, max: 2.2e6, noNaN: true }),
    cl: fc.double({ min: 2e6, max: 4.2e6, noNaN: true }),
    latentHeat: fc.double({ min: 1e8, max: 3.3e8, noNaN: true }),
    melting: fc.double({ min: -3, max: 0, noNaN: true }),
    initial: fc.double({ min: 20, max: 40, noNaN: true }),
  });
  fc.assert(
    fc.property(
      media,
      fc.double({ min: -140, max: -50, noNaN: true }),
      fc.double({ min: 300, max: 800, noNaN: true }),
      (phases, wall, power) => {
        expect(worse([...planeCase({ phases }, 60, wall), ...lineCase({ phases }, 60, power)])).toEqual([]);
      },
    ),
    { seed: SEED, numRuns: 12 },
  );
});
