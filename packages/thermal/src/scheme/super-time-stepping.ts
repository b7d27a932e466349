/**
 * One super-step of RKL1: Runge-Kutta-Legendre of first order (Meyer, Balsara, Aslam, J. Comput. Phys. 257 (2014) 594). `stages`
 * evaluations carry a step (s^2 + s) / 2 times as long as an explicit one may be, unsplit and conservative.
 */
export interface SuperStep {
  readonly stages: number;
  /** By stage, from 0: D_j = mu D_(j-1) + nu D_(j-2) + gain L(Y_(j-1)), where D = Y - H at the start of the step. */
  readonly mu: Float64Array;
  readonly nu: Float64Array;
  /** Seconds. */
  readonly gain: Float64Array;
  /** When, within the step, the state that stage j starts from is: a part of it, 0 to 1. */
  readonly when: Float64Array;
}

/** The fewest stages that carry `step` when an explicit step may be `explicitLimit` long; at least 3, where RKL1 begins to pay. */
export const stagesFor = (step: number, explicitLimit: number): number =>
  Math.max(3, Math.ceil((Math.sqrt(1 + (8 * step) / explicitLimit) - 1) / 2));

export function superStep(stages: number, step: number): SuperStep {
  const weight = 2 / (stages * stages + stages);
  const mu = new Float64Array(stages);
  const nu = new Float64Array(stages);
  const gain = new Float64Array(stages);
  const when = new Float64Array(stages);
  for (let j = 1; j <= stages; j += 1) {
    // D_0 is nought: the first stage has nothing before it, the second only the first.
    mu[j - 1] = j === 1 ? 0 : (2 * j - 1) / j;
    nu[j - 1] = j <= 2 ? 0 : (1 - j) / j;
    gain[j - 1] = (j === 1 ? 1 : (2 * j - 1) / j) * weight * step;
    when[j - 1] = ((j - 1) * j) / (stages * stages + stages);
  }
  return { stages, mu, nu, gain, when };
}
