import { erf, erfc, exponentialIntegral, zeroBetween } from './special-functions.ts';

/** A sharp front at `melting` in two media; SI and degC. Every front moves as 2 lambda sqrt(as t). */
export interface TwoPhases {
  readonly ks: number;
  readonly kl: number;
  readonly cs: number;
  readonly cl: number;
  readonly latentHeat: number;
  readonly melting: number;
  readonly initial: number;
}

/** An exact field: front in metres and temperature in degC, at a distance from plane, axis or centre and a time. */
export interface ExactField {
  readonly lambda: number;
  front(seconds: number): number;
  temperature(distance: number, seconds: number): number;
}

/** Where an exact field has a temperature below melting, in metres. */
export const exactIsotherm = (field: ExactField, temperature: number, seconds: number): number =>
  zeroBetween(1e-9, field.front(seconds), (distance) => field.temperature(distance, seconds) - temperature);

/** V1, Neumann's plane: a wall at `wall` degC from t = 0 on (Carslaw and Jaeger, 11.2). */
export function exactPlane(phases: TwoPhases, wall: number): ExactField {
  const { ks, kl, cs, latentHeat, melting, initial } = phases;
  const nu = ratio(phases);
  const lambda = zeroBetween(
    1e-6,
    3,
    (l) =>
      Math.exp(-l * l) / erf(l) -
      ((kl / ks) * Math.sqrt(nu) * (initial - melting) * Math.exp(-nu * l * l)) /
        ((melting - wall) * erfc(l * Math.sqrt(nu))) -
      (l * latentHeat * Math.sqrt(Math.PI)) / (cs * (melting - wall)),
  );
  return field(phases, lambda, {
    frozen: (s) => wall + ((melting - wall) * erf(s)) / erf(lambda),
    unfrozen: (u) => initial - ((initial - melting) * erfc(u)) / erfc(lambda * Math.sqrt(nu)),
  });
}

/** V2, a line that takes up `power` W/m from t = 0 on (Carslaw and Jaeger, 11.6). */
export function exactLine(phases: TwoPhases, power: number): ExactField {
  const { ks, kl, cs, latentHeat, melting, initial } = phases;
  const nu = ratio(phases);
  const lambda = zeroBetween(
    1e-6,
    3,
    (l) =>
      (power * Math.exp(-l * l)) / (4 * Math.PI) -
      (kl * (initial - melting) * Math.exp(-nu * l * l)) / exponentialIntegral(nu * l * l) -
      (l * l * ks * latentHeat) / cs,
  );
  const own = exponentialIntegral(lambda * lambda);
  return field(phases, lambda, {
    frozen: (s) => melting - (power / (4 * Math.PI * ks)) * (exponentialIntegral(s * s) - own),
    unfrozen: (u) =>
      initial - ((initial - melting) * exponentialIntegral(u * u)) / exponentialIntegral(nu * lambda * lambda),
  });
}

/** G of the point source: e^(-s^2)/s - sqrt(pi) erfc s. */
const pointSource = (s: number): number => Math.exp(-s * s) / s - Math.sqrt(Math.PI) * erfc(s);

/** V3, a point whose power is 8 pi ks B sqrt(as t): the sphere that is exact in (r, z) and in 3-D. */
export function exactSphere(phases: TwoPhases, strength: number): ExactField {
  const { ks, kl, cs, latentHeat, melting, initial } = phases;
  const nu = ratio(phases);
  const lambda = zeroBetween(
    1e-6,
    2,
    (l) =>
      (ks * strength * Math.exp(-l * l)) / (l * l) -
      (kl * (initial - melting) * Math.sqrt(nu) * Math.exp(-nu * l * l)) /
        (nu * l * l * pointSource(l * Math.sqrt(nu))) -
      (2 * latentHeat * l * ks) / cs,
  );
  return field(phases, lambda, {
    frozen: (s) => melting - strength * (pointSource(s) - pointSource(lambda)),
    unfrozen: (u) => initial - ((initial - melting) * pointSource(u)) / pointSource(lambda * Math.sqrt(nu)),
  });
}

/** Power of V3's point at a time, W, and its integral from the start, J. */
const pointPower = ({ ks, cs }: TwoPhases, strength: number, seconds: number): number =>
  8 * Math.PI * ks * strength * Math.sqrt((ks / cs) * seconds);
export const pointEnergy = (phases: TwoPhases, strength: number, seconds: number): number =>
  (2 / 3) * seconds * pointPower(phases, strength, seconds);

/** V4: radius of the ice round a sphere at `wall` degC in perfused tissue, once nothing moves any more. `perfusion` in W/(m3 K). */
export const exactSteadySphere = (
  { ks, kl, melting, initial }: TwoPhases,
  wall: number,
  probeRadius: number,
  perfusion: number,
): number =>
  zeroBetween(
    probeRadius * (1 + 1e-9),
    10,
    (r) =>
      kl * (initial - melting) * (1 / r + Math.sqrt(perfusion / kl)) -
      (ks * (melting - wall)) / (r * r * (1 / probeRadius - 1 / r)),
  );

/** V5: time in seconds until ice that holds no sensible heat has the radius `front`, round a sphere or a cylinder. */
export function exactQuasiSteady(
  symmetry: 'sphere' | 'cylinder',
  { ks, latentHeat, melting }: TwoPhases,
  wall: number,
  probeRadius: number,
  front: number,
): number {
  const scale = latentHeat / (ks * (melting - wall));
  return symmetry === 'sphere'
    ? scale * (front ** 3 / (3 * probeRadius) - front ** 2 / 2 + probeRadius ** 2 / 6)
    : scale * ((front ** 2 / 2) * Math.log(front / probeRadius) - (front ** 2 - probeRadius ** 2) / 4);
}

const ratio = ({ ks, kl, cs, cl }: TwoPhases): number => ks / cs / (kl / cl);

function field(
  { ks, kl, cs, cl }: TwoPhases,
  lambda: number,
  { frozen, unfrozen }: Record<'frozen' | 'unfrozen', (s: number) => number>,
): ExactField {
  const front = (seconds: number) => 2 * lambda * Math.sqrt((ks / cs) * seconds);
  return {
    lambda,
    front,
    temperature: (distance, seconds) =>
      distance < front(seconds)
        ? frozen(distance / (2 * Math.sqrt((ks / cs) * seconds)))
        : unfrozen(distance / (2 * Math.sqrt((kl / cl) * seconds))),
  };
}
