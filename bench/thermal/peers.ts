import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startFreeze } from '../../packages/thermal/src/freeze/freeze-run.ts';
import { kernelOf, seconds } from '../../packages/thermal/src/index.ts';
import { enthalpyOf, thetaOfTemperature } from '../../packages/thermal/src/tissue/phase-change.ts';
import { PROTOCOL, protocolLattice } from './protocol.ts';

const sources = join(import.meta.dirname, 'peers');

/** The case as the C programs read it: lattice, tissue, and the very steps that ours takes. */
export function caseText(): string {
  const started = startFreeze(PROTOCOL, { lattice: protocolLattice(), kernel: kernelOf('f32') });
  if (!started.ok) throw new Error('the protocol is refused');
  const run = started.value;
  const { lattice, phase } = run.kernel.setting;
  const numbers = [lattice.columns, lattice.rows, lattice.place.columns, lattice.place.tip, lattice.place.shaft];
  numbers.push(phase.f1, phase.f2, phase.m1, phase.m2, phase.u0, phase.u1, phase.full, phase.solidus, phase.liquidus);
  numbers.push(phase.unfrozenHeatCapacity, 1800, 37, enthalpyOf(phase, 37), lattice.wall, lattice.end);
  for (let i = 0; i < lattice.columns; i += 1)
    numbers.push(...[lattice.outward, lattice.inverseArea, lattice.area].map((list) => list[i] as number));
  for (let j = 0; j < lattice.rows; j += 1)
    numbers.push(...[lattice.up, lattice.down, lattice.height].map((list) => list[j] as number));
  const steps: number[] = [];
  while (run.at < run.end) {
    const within = (run.at + 1e-9) % 300;
    const level = thetaOfTemperature(phase, -70 + 107 * Math.exp(-within / 5));
    const { seconds: step, stages } = run.step(seconds(run.end));
    steps.push(step, stages, within < 180 ? 1 : 0, level);
  }
  return [...numbers, steps.length / 4, ...steps].join(' ');
}

/** Compiles a C peer. @returns undefined where there is no gcc. */
export function compiled(folder: string, source: string, name: string, ...flags: string[]): string | undefined {
  const program = join(folder, name);
  try {
    execFileSync('gcc', ['-O3', ...flags, join(sources, source), '-o', program, '-lm'], { stdio: 'pipe' });
    return program;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Numbers that a peer prints on its only line. */
export const printed = (program: string, words: string[], input: string): number[] =>
  execFileSync(program, words, { input, encoding: 'utf8' }).trim().split(' ').map(Number);

/** FreeFEM's account of the protocol. @returns undefined where it is not installed. */
export function freeFem(pointsAMillimetre: number, field: string): string | undefined {
  try {
    const words = ['-nw', '-v', '0', join(sources, 'freeze.edp'), '-n', String(pointsAMillimetre), '-out', field];
    return execFileSync('FreeFem++', words, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
