import { evenFaces, growingFaces, joinedFaces, mirroredFaces } from '../../packages/thermal/src/grid/axis.ts';
import { type Lattice, lattice } from '../../packages/thermal/src/grid/lattice.ts';
import { DEFAULT_PLAN, type FreezePlan, seconds, TISSUES } from '../../packages/thermal/src/index.ts';

/** The protocol used for timing: (3 min freeze + 2 min thaw) x 2, tip to -70 degC with 5 s, 1.7 mm probe, 10 mm active, no metabolism. */
export const PROTOCOL: FreezePlan = {
  ...DEFAULT_PLAN,
  tissue: { ...TISSUES['soft-tissue'], metabolism: 0 },
  cycles: [
    { freeze: seconds(180), thaw: seconds(120) },
    { freeze: seconds(180), thaw: seconds(120) },
  ],
};

/** Converged figures at cells of 0.05 mm: radius of -1 and -20 degC and reach of -1 degC beyond the tip, at the end of both freezes, mm. */
export const CONVERGED = [6.519, 3.661, 4.079, 7.327, 3.922, 4.868] as const;

/** 30 x 30 mm in 61 x 144 cells, 0.2 mm round the probe. */
export function protocolLattice(): Lattice {
  const h = 0.2e-3;
  const radius = 0.85e-3;
  const core = radius + 36 * h;
  return lattice({
    symmetry: 'cylinder',
    radialFaces: joinedFaces(evenFaces(0, radius, 4), evenFaces(radius, core, 36), growingFaces(core, 30e-3, h, 21)),
    axialFaces: joinedFaces(
      mirroredFaces(joinedFaces(evenFaces(0, 7.4e-3, 37), growingFaces(7.4e-3, 10e-3, h, 11))),
      evenFaces(0, 10e-3, 50),
      joinedFaces(evenFaces(10e-3, 14e-3, 20), growingFaces(14e-3, 20e-3, h, 26)),
    ),
    place: { columns: 4, tip: 48, shaft: 98 },
  });
}
