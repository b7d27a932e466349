import { evenFaces } from '../grid/axis.ts';
import type { Kernel, Setting } from '../scheme/kernel.ts';
import type { Pace } from '../scheme/march.ts';
import { BENCHMARK } from './benchmark-tissue.ts';
import {
  type ExactField,
  exactIsotherm,
  exactLine,
  exactPlane,
  exactQuasiSteady,
  exactSphere,
  exactSteadySphere,
  pointEnergy,
  type TwoPhases,
} from './exact-solutions.ts';
import { frontFaces, type SharpFrontRun, sharpFrontRun } from './sharp-front-run.ts';

/** One number of ours beside the exact one. */
export interface VerificationFigure {
  /** V1 to V5 of SPEC.md, 6. */
  readonly case: 'V1' | 'V2' | 'V3' | 'V4' | 'V5';
  readonly quantity: string;
  readonly unit: 'mm' | 's';
  readonly ours: number;
  readonly exact: number;
  /** |ours - exact| / exact. */
  readonly error: number;
  /** What the error may be. */
  readonly allowed: number;
}

export interface VerificationOptions {
  readonly kernel?: (setting: Setting) => Kernel;
  /** Media other than the table's, at which the cases are as exact. */
  readonly phases?: TwoPhases;
  /** Seconds at which V1 to V3 are looked at. */
  readonly times?: readonly number[];
  /** Cells between origin and front; the error falls with them. */
  readonly cells?: number;
  /** Longest step, s; the scheme is of first order in it. */
  readonly longest?: number;
}

const PACE: Pace = { first: 0.002, growth: 1.1, longest: 0.5 };
const CELLS = 80;

/** Every exact case, one figure after another. */
export function* verification(options: VerificationOptions = {}): Generator<VerificationFigure> {
  const { times = [30, 60, 120, 180] } = options;
  for (const seconds of times) {
    yield* planeCase(options, seconds);
    yield* lineCase(options, seconds);
    yield* sphereCase(options, seconds);
  }
  yield* steadyCase(options);
  yield* quasiSteadyCase(options);
}

/** V1: a plane wall at -70 degC. */
export function* planeCase(options: VerificationOptions, seconds: number, wall = -70): Generator<VerificationFigure> {
  const { phases, cells } = settled(options);
  const exact = exactPlane(phases, wall);
  const run = sharpFrontRun({
    phases,
    shape: {
      symmetry: 'plane',
      radialFaces: frontFaces(0, exact.front(seconds) * 1.2, farFrom(phases, exact, seconds), cells),
      axialFaces: evenFaces(0, 1, 1),
    },
    wall,
    pace: paceOf(options),
    ...kernelOf(options),
  });
  run.advance(seconds);
  yield figure('V1', `front at ${seconds} s`, run.frozen(), exact.front(seconds), 0.005);
  yield* isotherms('V1', run, exact, seconds);
}

/** V2: a line that takes up 400 W/m. */
export function* lineCase(options: VerificationOptions, seconds: number, power = 400): Generator<VerificationFigure> {
  const { phases, cells } = settled(options);
  const exact = exactLine(phases, power);
  const run = sharpFrontRun({
    phases,
    shape: {
      symmetry: 'cylinder',
      radialFaces: frontFaces(0, exact.front(seconds) * 1.2, farFrom(phases, exact, seconds), cells),
      axialFaces: evenFaces(0, 1, 1),
    },
    sink: (from, to) => power * (to - from),
    pace: paceOf(options),
    ...kernelOf(options),
  });
  run.advance(seconds);
  yield figure('V2', `front at ${seconds} s`, Math.sqrt(run.frozen() / Math.PI), exact.front(seconds), 0.005);
  yield* isotherms('V2', run, exact, seconds);
}

/** V3: a point, in (r, z): what a split scheme gets wrong shows here alone. The lattice is the upper half. */
export function* sphereCase(
  options: VerificationOptions,
  seconds: number,
  strength = 4,
): Generator<VerificationFigure> {
  const { phases, cells } = settled(options);
  const exact = exactSphere(phases, strength);
  const faces = frontFaces(0, exact.front(seconds) * 1.2, farFrom(phases, exact, seconds), Math.round(cells * 0.75));
  const run = sharpFrontRun({
    phases,
    shape: { symmetry: 'cylinder', radialFaces: faces, axialFaces: faces },
    sink: (from, to) => (pointEnergy(phases, strength, to) - pointEnergy(phases, strength, from)) / 2,
    pace: { ...paceOf(options), first: 0.005 },
    ...kernelOf(options),
  });
  run.advance(seconds);
  const radius = Math.cbrt((run.frozen() * 3) / (2 * Math.PI));
  yield figure('V3', `radius by volume at ${seconds} s`, radius, exact.front(seconds), 0.003);
  yield* isotherms('V3', run, exact, seconds);
}

/** V4: spheres of three sizes in perfused tissue, and one without perfusion, when nothing moves any more. */
export function* steadyCase(options: VerificationOptions): Generator<VerificationFigure> {
  const { phases, cells } = settled(options);
  const wall = -70;
  for (const [millimetres, perfusion] of [
    [0.5, 1800],
    [0.85, 1800],
    [1.15, 1800],
    [0.85, 0],
  ] as const) {
    const radius = millimetres / 1000;
    const exact = exactSteadySphere(phases, wall, radius, perfusion);
    // Without perfusion the condition there is exact at any distance; with it the tissue must have come to rest.
    const outer = perfusion === 0 ? 8 * exact : exact + 10 * Math.sqrt(phases.kl / perfusion);
    const run = sharpFrontRun({
      phases,
      shape: {
        symmetry: 'sphere',
        radialFaces: frontFaces(radius, exact * 1.1, outer, Math.round(cells / 2)),
        axialFaces: evenFaces(0, 1, 1),
        beyond: 'far-field',
      },
      wall,
      perfusion,
      pace: { first: 0.02, growth: 1.1, longest: 30 },
      ...kernelOf(options),
    });
    run.advance(60_000);
    // Where nothing moves the fraction of the front's cell says nothing; theta runs through the front as steady heat has it.
    const ours = run.isotherm(phases.melting);
    yield figure('V4', `steady radius, probe ${millimetres} mm, ${perfusion} W/(m3 K)`, ours, exact, 0.01);
  }
}

/** V5: sensible heat made a thousandth, so that the quasi-steady formula is what remains. */
export function* quasiSteadyCase(options: VerificationOptions): Generator<VerificationFigure> {
  const { phases, cells } = settled(options);
  const quasi = { ...phases, initial: phases.melting, cs: phases.cs / 1000, cl: phases.cl / 1000 };
  for (const symmetry of ['sphere', 'cylinder'] as const) {
    const [wall, probe, front] = [phases.melting - 69, 0.85e-3, 4e-3];
    const exact = exactQuasiSteady(symmetry, quasi, wall, probe, front);
    const run = sharpFrontRun({
      phases: quasi,
      shape: {
        symmetry,
        radialFaces: frontFaces(probe, front * 1.15, front * 1.5, Math.round(cells * 0.75)),
        axialFaces: evenFaces(0, 1, 1),
      },
      wall,
      pace: { first: 0.001, growth: 1.1, longest: 0.1 },
      ...kernelOf(options),
    });
    const reached = (): number =>
      symmetry === 'sphere'
        ? Math.cbrt((run.frozen() * 3) / (4 * Math.PI) + probe ** 3)
        : Math.sqrt(run.frozen() / Math.PI + probe ** 2);
    let at = 0;
    let before = probe;
    let now = probe;
    while (now < front) {
      before = now;
      at += exact / 100;
      run.advance(at);
      now = reached();
    }
    const ours = at - ((now - front) / (now - before)) * (exact / 100);
    yield {
      ...figure('V5', `time to 4 mm round a ${symmetry}`, ours / 1e3, exact / 1e3, 0.01),
      unit: 's',
      ours,
      exact,
    };
  }
}

function* isotherms(
  name: VerificationFigure['case'],
  run: SharpFrontRun,
  exact: ExactField,
  seconds: number,
): Generator<VerificationFigure> {
  const at = exactIsotherm(exact, -20, seconds);
  yield figure(name, `-20 degC at ${seconds} s`, run.isotherm(-20), at, 0.01);
}

/** In metres; told in millimetres. */
const figure = (
  name: VerificationFigure['case'],
  quantity: string,
  ours: number,
  exact: number,
  allowed: number,
): VerificationFigure => ({
  case: name,
  quantity,
  unit: 'mm',
  ours: ours * 1e3,
  exact: exact * 1e3,
  error: Math.abs(ours / exact - 1),
  allowed,
});

const settled = ({ phases = BENCHMARK, cells = CELLS }: VerificationOptions) => ({ phases, cells });
const paceOf = ({ longest = PACE.longest }: VerificationOptions): Pace => ({ ...PACE, longest });
const kernelOf = ({ kernel }: VerificationOptions) => (kernel === undefined ? {} : { kernel });

/** So far that the start is still felt to be uniform: six diffusion lengths of the unfrozen. */
const farFrom = ({ kl, cl }: TwoPhases, { front }: ExactField, seconds: number): number =>
  front(seconds) + 6 * Math.sqrt((kl / cl) * seconds);
