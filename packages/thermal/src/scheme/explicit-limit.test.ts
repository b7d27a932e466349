import { expect, test } from 'vitest';
import { DEFAULT_PLAN } from '../freeze/default-plan.ts';
import { startFreeze } from '../freeze/freeze-run.ts';
import { kernelOf } from '../kernel/kernels.ts';
import { celsius, millimetres } from '../quantity.ts';
import { explicitLimit } from './explicit-limit.ts';
import { superStep } from './super-time-stepping.ts';

/** The lowest that is found after many explicit steps, `times` as long as the limit, beside a tip at -70 degC in tissue that is frozen already. */
function lowestAfter(times: number): number {
  const started = startFreeze(
    {
      ...DEFAULT_PLAN,
      initial: celsius(0),
      probe: { ...DEFAULT_PLAN.probe, activeLength: millimetres(3) },
      grid: { cell: millimetres(0.25), reach: millimetres(6) },
    },
    { kernel: kernelOf('f64') },
  );
  if (!started.ok) throw new Error(JSON.stringify(started.errors));
  const { kernel } = started.value;
  const seconds = times * explicitLimit(kernel.setting);
  const drive = {
    tip: 'held',
    tipTemperatures: Float64Array.of(-70),
    power: 0,
    shaft: 'insulated',
    shaftTemperature: 0,
  } as const;
  for (let step = 0; step < 6000; step += 1) kernel.step(superStep(1, seconds), drive, seconds);
  const { phase } = kernel.setting;
  return phase.solidus + Math.min(...kernel.enthalpy) / phase.frozenHeatCapacity;
}

test('explicit steps at the limit never make anything colder than the tip, and a sixth above it they would', () => {
  expect(lowestAfter(1)).toBeGreaterThanOrEqual(-70);
  expect(lowestAfter(1.16)).toBeLessThan(-70.1);
});
