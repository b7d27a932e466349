import type { Drive, Setting } from './kernel.ts';

type Values = Float64Array | Float32Array;

/** The probe's own bodies, which run through the same stages as the tissue: the powered tip, the conducting shaft. */
export function probeBodies({
  lattice,
  initial,
  tipHeatCapacity,
  powerCurve,
  shaftConductance,
  shaftHeatCapacity,
}: Setting) {
  const { rows } = lattice;
  const tip = Float64Array.of(initial);
  const shaft = new Float64Array(rows).fill(initial);
  const shaftNow = new Float64Array(rows).fill(initial);
  const { place, up, down, height } = lattice;
  const tipDelta = [0, 0] as [number, number];
  let shaftDelta = new Float64Array(rows);
  let shaftBefore = new Float64Array(rows);
  return {
    tip,
    shaft,
    shaftNow,
    tipNow: (): number => (tip[0] as number) + tipDelta[0],
    begin(): void {
      tipDelta.fill(0);
      shaftNow.set(shaft);
    },
    /** One stage, from the state whose heats are given. `now` is the tip's temperature in it. */
    stage(
      { m, n, g }: { m: number; n: number; g: number },
      drive: Drive,
      now: number,
      intoTip: number,
      wall: Values,
      circle: number,
    ): void {
      let fromShaft = 0;
      if (drive.shaft === 'conducting') {
        const first = place.shaft;
        const base = 2 / (height[first] as number) ** 2;
        if (drive.tip !== 'insulated')
          fromShaft = shaftConductance * base * (height[first] as number) * ((shaftNow[first] as number) - now);
        for (let row = first; row < rows; row += 1) {
          const own = shaftNow[row] as number;
          const below =
            row === first
              ? drive.tip === 'insulated'
                ? 0
                : base * (now - own)
              : (down[row] as number) * ((shaftNow[row - 1] as number) - own);
          const above = row + 1 < rows ? (up[row] as number) * ((shaftNow[row + 1] as number) - own) : 0;
          const rate = (shaftConductance * (below + above) + (wall[row] as number) * circle) / shaftHeatCapacity;
          shaftBefore[row] = m * (shaftDelta[row] as number) + n * (shaftBefore[row] as number) + g * rate;
        }
        [shaftDelta, shaftBefore] = [shaftBefore, shaftDelta];
        for (let row = first; row < rows; row += 1)
          shaftNow[row] = (shaft[row] as number) + (shaftDelta[row] as number);
      }
      if (drive.tip === 'powered') {
        const rate = (intoTip + fromShaft - drive.power * interpolated(powerCurve, now)) / tipHeatCapacity;
        const change = m * tipDelta[0] + n * tipDelta[1] + g * rate;
        tipDelta[1] = tipDelta[0];
        tipDelta[0] = change;
      }
    },
    settle(drive: Drive): void {
      tip[0] = drive.tip === 'held' ? (drive.tipTemperatures.at(-1) as number) : (tip[0] as number) + tipDelta[0];
      tipDelta.fill(0);
      shaft.set(shaftNow);
    },
  };
}

function interpolated({ temperatures, powers }: Setting['powerCurve'], temperature: number): number {
  const last = temperatures.length - 1;
  if (temperature <= (temperatures[0] as number)) return powers[0] as number;
  for (let index = 1; index <= last; index += 1) {
    const high = temperatures[index] as number;
    if (temperature <= high) {
      const low = temperatures[index - 1] as number;
      const part = (temperature - low) / (high - low);
      return (powers[index - 1] as number) + part * ((powers[index] as number) - (powers[index - 1] as number));
    }
  }
  return powers[last] as number;
}
