import type { FreezePlan } from '../plan/freeze-plan.ts';
import { evenFaces, type Faces, growingFaces, joinedFaces, mirroredFaces } from './axis.ts';
import { type Lattice, lattice } from './lattice.ts';

/** Cells of full resolution beside the probe and beyond its tip; behind them each is a twentieth larger than the one before. */
const CORE = 20;
const GROWTH = 1.05;
/** Beside the shaft less is asked: half the core, and faster growth. */
const SHAFT_CORE = 10;
const SHAFT_GROWTH = 1.08;
/** SIMD takes rows by eight: the tip lies between two such eights. */
const EIGHT = 8;

/** How many cells of each kind a plan asks for; for the check of its size before anything is allocated. */
export interface GridSize {
  readonly columns: number;
  readonly rows: number;
}

interface Parts {
  readonly inside: number;
  readonly sideways: readonly [number, number];
  readonly beyond: readonly [number, number];
  readonly active: number;
  readonly shaft: readonly [number, number];
}

export function gridSize(plan: Pick<FreezePlan, 'probe' | 'grid'>): GridSize {
  const { inside, sideways, beyond, active, shaft } = partsOf(plan);
  return { columns: inside + sideways[0] + sideways[1], rows: beyond[0] + beyond[1] + active + shaft[0] + shaft[1] };
}

/** The lattice of a plan: fine round the active length, growing away from it; insulated where it ends. */
export function planLattice(plan: Pick<FreezePlan, 'probe' | 'grid'>): Lattice {
  const cell = plan.grid.cell / 1000;
  const reach = plan.grid.reach / 1000;
  const radius = plan.probe.radius / 1000;
  const length = plan.probe.activeLength / 1000;
  const { inside, sideways, beyond, active, shaft } = partsOf(plan);
  const away = (from: number, to: number, first: number, [core, growing]: readonly [number, number]): Faces => {
    const edge = growing === 0 ? to : from + core * first;
    const even = evenFaces(from, edge, core);
    return growing === 0 ? even : joinedFaces(even, growingFaces(edge, to, first, growing));
  };
  return lattice({
    symmetry: 'cylinder',
    radialFaces: joinedFaces(evenFaces(0, radius, inside), away(radius, reach, cell, sideways)),
    axialFaces: joinedFaces(
      mirroredFaces(away(0, reach, cell, beyond)),
      evenFaces(0, length, active),
      away(length, length + reach, cell, shaft),
    ),
    place: { columns: inside, tip: beyond[0] + beyond[1], shaft: beyond[0] + beyond[1] + active },
  });
}

function partsOf({ probe, grid }: Pick<FreezePlan, 'probe' | 'grid'>): Parts {
  const away = (length: number, core: number, growth: number, multiple: number): readonly [number, number] => {
    if (length <= core * grid.cell) return [roundUp(Math.ceil(length / grid.cell - 1e-9), multiple), 0];
    const rest = (length - core * grid.cell) / grid.cell;
    const growing = Math.ceil(Math.log(1 + rest * (growth - 1)) / Math.log(growth));
    return [core, roundUp(core + growing, multiple) - core];
  };
  const active = Math.max(2, Math.round(probe.activeLength / grid.cell));
  return {
    inside: Math.max(2, Math.round(probe.radius / grid.cell)),
    sideways: away(grid.reach - probe.radius, CORE, GROWTH, 1),
    beyond: away(grid.reach, CORE, GROWTH, EIGHT),
    active,
    shaft: away(grid.reach, SHAFT_CORE, SHAFT_GROWTH, 1),
  };
}

const roundUp = (count: number, multiple: number): number => Math.ceil(count / multiple) * multiple;
