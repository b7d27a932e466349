import { besideAxis, dot } from './probe-shape.ts';
import type { VoxelPlan, VoxelProbe } from './voxel-plan.ts';

/** A face at a probe: the voxel of tissue, the one that is held, the probe’s index. */
export interface TouchingFace {
  readonly cell: number;
  readonly held: number;
  readonly probe: number;
  readonly face: WallFace;
}

/** The same, with what it conducts while the probe cools, in units of an ordinary face. */
export interface ProbeWall {
  readonly cell: number;
  readonly held: number;
  readonly probe: number;
  readonly conductance: number;
}

/**
 * The most that the faces of one voxel may conduct together, in units of an ordinary face, and voxels of which this is said, mm: a wall close by would set the
 * pace of everything. Larger voxels may have as much as keeps the pace of these.
 */
const STIFFEST = { sum: 9.7, spacing: 0.3 };

/**
 * What every face at a probe conducts, and the stiffest voxel, by which steps are measured: half of Gershgorin's bound, in units of an ordinary face.
 *
 * @param ordinary what the ordinary faces of each voxel that touches a probe conduct together
 */
export function probeWalls(
  { probes, spacing, voxels }: VoxelPlan,
  touching: readonly TouchingFace[],
  ordinary: ReadonlyMap<number, number>,
): { readonly walls: readonly ProbeWall[]; readonly stiffest: number } {
  const most = STIFFEST.sum * Math.max(1, spacing / STIFFEST.spacing) ** 2;
  const walls = probes.flatMap((one, index) => {
    const own = touching.filter(({ probe }) => probe === index);
    const wanted = wallConductances(
      one,
      own.map(({ face }) => face),
      spacing,
      isAmong(voxels, spacing, one),
    );
    const cells = new Map<number, number>();
    for (const [place, { cell }] of own.entries()) cells.set(cell, (cells.get(cell) ?? 0) + (wanted[place] as number));
    return own.map(({ cell, held, probe }, place): ProbeWall => {
      const sum = cells.get(cell) as number;
      const part = sum === 0 ? 0 : Math.min(1, (most - (ordinary.get(cell) as number)) / sum);
      return { cell, held, probe, conductance: (wanted[place] as number) * part };
    });
  });
  const together = new Map(ordinary);
  let stiffest = 6;
  for (const { cell, conductance } of walls) {
    // What flows to a temperature that is given counts by half (SPEC.md, 4).
    const sum = (together.get(cell) as number) + conductance / 2;
    together.set(cell, sum);
    stiffest = Math.max(stiffest, sum);
  }
  return { walls, stiffest };
}

/** Whether the whole active length lies among the voxels. */
function isAmong(voxels: readonly number[], spacing: number, { tip, direction, activeLength }: VoxelProbe): boolean {
  const norm = Math.hypot(...direction);
  const end = tip.map((value, axis) => value - (activeLength * (direction[axis] as number)) / norm);
  return [tip, end].every((place) =>
    place.every((value, axis) => value >= 0 && value <= (voxels[axis] as number) * spacing),
  );
}

type Point = readonly number[];

/** A face between a voxel of tissue and one of a probe: both middles, mm. */
interface WallFace {
  readonly tissue: Point;
  readonly held: Point;
}

/** Points of a face along each of its edges at which the true surface behind it is looked at. */
const SAMPLES = 4;
/** mm; a middle that lies on the surface itself would conduct without end. */
const LEAST = 1e-3;

/**
 * How much heat each face lets into a probe, in units of an ordinary face. The staircase of voxels only says which voxels touch the probe; each face stands for
 * its part of the true surface. Round the axis heat flows by the logarithm of the radius, and the part is the angle under which the axis sees the face, times
 * its height: whatever the staircase, these come to the whole circle. Before the flat end the part is an area, and heat flows by the distance close by and as
 * before a disc (4 r, Carslaw and Jaeger, 8.2) farther off. What the staircase cuts off at the tip, or adds to it, is shared out among the faces, so that length
 * and end are the probe's own on any voxels.
 *
 * @param h mm
 * @param isWhole whether the whole active length lies among the voxels; if not, nothing is shared out
 */
function wallConductances(
  probe: VoxelProbe,
  faces: readonly WallFace[],
  h: number,
  isWhole: boolean,
): readonly number[] {
  const parts = faces.map((face) => partOf(probe, face, h));
  const shared = (kind: 'side' | 'end', whole: number): number => {
    const sum = parts.reduce((total, part) => total + (part.kind === kind ? part.part : 0), 0);
    return isWhole && sum > 0 ? whole / sum : 1;
  };
  const factors = {
    side: shared('side', 2 * Math.PI * probe.activeLength),
    end: shared('end', Math.PI * probe.radius ** 2),
  };
  return parts.map(({ kind, part, resistance }) => (factors[kind] * part) / (h * resistance));
}

/** `part` in mm of angle times height, or mm2; `resistance` without unit, or in mm. */
interface Part {
  readonly kind: 'side' | 'end';
  readonly part: number;
  readonly resistance: number;
}

function partOf(probe: VoxelProbe, { tissue, held }: WallFace, h: number): Part {
  const outwards = tissue.map((value, axis) => (value - (held[axis] as number)) / h);
  const { behind, across, along } = besideAxis(probe, tissue);
  if (behind < 0) {
    const facing = Math.abs(dot(outwards, along));
    return {
      kind: 'end',
      part: facing * h * h,
      resistance: 1 / (1 / Math.max(LEAST, -behind) + 4 / (Math.PI * probe.radius)),
    };
  }
  const edges = outwards.flatMap((value, axis) => (Math.abs(value) > 0.5 ? [] : [axis])) as [number, number];
  let part = 0;
  for (let one = 0; one < SAMPLES; one += 1)
    for (let other = 0; other < SAMPLES; other += 1) {
      const offsets = [one, other].map((index) => ((index + 0.5) / SAMPLES - 0.5) * h);
      const point = tissue.map((value, axis) => {
        const edge = edges.indexOf(axis);
        return edge < 0 ? (value + (held[axis] as number)) / 2 : value + (offsets[edge] as number);
      });
      const place = besideAxis(probe, point);
      const isActive = place.behind >= 0 && place.behind <= probe.activeLength;
      if (isActive) part += dot(outwards, place.across) / Math.max(LEAST ** 2, dot(place.across, place.across));
    }
  const radius = Math.max(probe.radius + LEAST, Math.hypot(...across));
  return { kind: 'side', part: Math.max(0, part) * (h / SAMPLES) ** 2, resistance: Math.log(radius / probe.radius) };
}
