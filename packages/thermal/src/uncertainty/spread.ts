import type { FreezePlan } from '../plan/freeze-plan.ts';
import { celsius, squareMetreKelvinsPerWatt } from '../quantity.ts';
import type { SeededRandom } from './seeded-random.ts';

/** How uncertain each thing is that a plan takes for known. Relative ones are standard deviations of a logarithm. */
export interface Spread {
  readonly conductivity: number;
  readonly heatCapacity: number;
  readonly heatOfFreezing: number;
  readonly perfusion: number;
  /** Standard deviation of the temperature of what is cooled, K. */
  readonly temperature: number;
  /** Contact is not known better than from nought to this, m2K/W, beside what the plan says. */
  readonly contact: number;
}

/**
 * Estimates: they need the clinic's sign-off. Reported properties of one tissue differ by about a tenth, perfusion by half and more;
 * 5e-5 m2K/W is a tenth of a millimetre of ice, or of a thin film of liquid; 3 K are a thermocouple and its place in the probe.
 */
export const DEFAULT_SPREAD: Spread = {
  conductivity: 0.1,
  heatCapacity: 0.05,
  heatOfFreezing: 0.1,
  perfusion: 0.5,
  temperature: 3,
  contact: 5e-5,
};

/** One plan that might as well be the true one. Always draws the same count of numbers, so that samples stay comparable. */
export function sampledPlan(plan: FreezePlan, spread: Spread, random: SeededRandom): FreezePlan {
  const factor = (deviation: number) => Math.exp(deviation * random.normal());
  const { tissue, probe } = plan;
  const [ks, kl, cs, cl] = [spread.conductivity, spread.conductivity, spread.heatCapacity, spread.heatCapacity].map(
    factor,
  ) as [number, number, number, number];
  const heatOfFreezing = tissue.heatOfFreezing * factor(spread.heatOfFreezing);
  const perfusion = tissue.perfusion * factor(spread.perfusion);
  const shift = spread.temperature * random.normal();
  const contact = squareMetreKelvinsPerWatt(probe.contact + spread.contact * random.uniform());
  const { cooling } = probe;
  const shifted = (temperature: number) => celsius(Math.max(-196, temperature + shift));
  return {
    ...plan,
    cycles: plan.cycles.map((cycle) => ({
      ...cycle,
      temperature: cycle.temperature === undefined ? undefined : shifted(cycle.temperature),
      measured: cycle.measured?.map(({ at, temperature }) => ({ at, temperature: shifted(temperature) })),
    })),
    tissue: {
      ...tissue,
      heatOfFreezing,
      perfusion,
      frozen: {
        ...tissue.frozen,
        conductivity: tissue.frozen.conductivity * ks,
        heatCapacity: tissue.frozen.heatCapacity * cs,
      },
      unfrozen: { conductivity: tissue.unfrozen.conductivity * kl, heatCapacity: tissue.unfrozen.heatCapacity * cl },
    },
    probe: {
      ...probe,
      contact,
      cooling: cooling.kind === 'temperature' ? { ...cooling, temperature: shifted(cooling.temperature) } : cooling,
    },
  };
}
