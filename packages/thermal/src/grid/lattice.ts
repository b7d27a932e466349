import { centresOf, type Faces } from './axis.ts';

/** What a surface of constant radius is: a plane, a cylinder of one radian and one metre, a sphere of one steradian. */
export type Symmetry = 'plane' | 'cylinder' | 'sphere';

/** Where the probe stands in the lattice: it takes the cells of `columns` inner columns from row `tip` on. */
export interface ProbePlace {
  readonly columns: number;
  readonly tip: number;
  /** First row of the shaft, above the active length. */
  readonly shaft: number;
}

/**
 * A tensor grid (r, z) and what its geometry gives for the balance of heat (SPEC.md, 3). Per radian for a cylinder. A cell is
 * `row` (along z) within `column` (along r); columns are stored one after another, `stride` apart, rows side by side.
 */
export interface Lattice {
  readonly symmetry: Symmetry;
  readonly radialFaces: Faces;
  readonly axialFaces: Faces;
  readonly radii: Float64Array;
  readonly heights: Float64Array;
  readonly columns: number;
  readonly rows: number;
  readonly place: ProbePlace;
  /** Conductance of the outer face of each column, by unit conductivity and height: 1 / ln(r'/r) for a cylinder. The last one is the boundary's. */
  readonly outward: Float64Array;
  /** 1 / area of a column's cross-section. */
  readonly inverseArea: Float64Array;
  readonly area: Float64Array;
  /** Per unit conductivity, 1/m2: to the row above and to the row below. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  readonly height: Float64Array;
  /** Conductance between the wall and the first column beside it. */
  readonly wall: number;
  /** 1/m2: between a probe's flat end and the row beneath it. */
  readonly end: number;
}

export interface LatticeShape {
  readonly symmetry: Symmetry;
  readonly radialFaces: Faces;
  readonly axialFaces: Faces;
  readonly place?: ProbePlace;
  /** What lies beyond the last column: nothing that conducts, the far tissue at its distance, or a surface held at a temperature. */
  readonly beyond?: 'insulated' | 'far-field' | 'surface';
}

const NO_PROBE = { columns: 0, tip: 0, shaft: 0 } as const;

export function lattice({ symmetry, radialFaces, axialFaces, place, beyond = 'insulated' }: LatticeShape): Lattice {
  const radii = centresOf(radialFaces);
  const heights = centresOf(axialFaces);
  const columns = radii.length;
  const rows = heights.length;
  const at = (list: Float64Array, index: number): number => list[index] as number;
  const height = Float64Array.from({ length: rows }, (_, row) => at(axialFaces, row + 1) - at(axialFaces, row));
  const where = place ?? { ...NO_PROBE, tip: at(radialFaces, 0) > 0 || symmetry === 'plane' ? 0 : rows, shaft: rows };
  const wallRadius = at(radialFaces, where.columns);
  const area = Float64Array.from({ length: columns }, (_, column) =>
    areaBetween(symmetry, at(radialFaces, column), at(radialFaces, column + 1)),
  );
  const outward = Float64Array.from({ length: columns }, (_, column) => {
    const face = at(radialFaces, column + 1);
    if (column + 1 === columns) return boundary(symmetry, at(radii, column), face, beyond);
    // Within the probe's radius the field is regular on the axis; outside it is a source's, and the logarithm is exact for it.
    if (column + 1 < where.columns) return face / (at(radii, column + 1) - at(radii, column));
    return conductance(symmetry, at(radii, column), at(radii, column + 1));
  });
  const up = new Float64Array(rows);
  const down = new Float64Array(rows);
  for (let row = 0; row + 1 < rows; row += 1) {
    const distance = at(heights, row + 1) - at(heights, row);
    up[row] = 1 / (distance * at(height, row));
    down[row + 1] = 1 / (distance * at(height, row + 1));
  }
  const under = where.tip > 0 && where.tip < rows ? at(height, where.tip - 1) : Number.POSITIVE_INFINITY;
  return {
    symmetry,
    radialFaces,
    axialFaces,
    radii,
    heights,
    columns,
    rows,
    place: where,
    outward,
    inverseArea: area.map((value) => 1 / value),
    area,
    up,
    down,
    height,
    wall: where.tip < rows ? conductance(symmetry, wallRadius, at(radii, where.columns)) : 0,
    end: 2 / (under * under),
  };
}

function areaBetween(symmetry: Symmetry, inner: number, outer: number): number {
  switch (symmetry) {
    case 'plane':
      return outer - inner;
    case 'cylinder':
      return (outer * outer - inner * inner) / 2;
    case 'sphere':
      return (outer ** 3 - inner ** 3) / 3;
    default:
      return symmetry satisfies never;
  }
}

/** Exact for steady heat between two radii. */
function conductance(symmetry: Symmetry, inner: number, outer: number): number {
  switch (symmetry) {
    case 'plane':
      return 1 / (outer - inner);
    case 'cylinder':
      return 1 / Math.log(outer / inner);
    case 'sphere':
      return 1 / (1 / inner - 1 / outer);
    default:
      return symmetry satisfies never;
  }
}

function boundary(
  symmetry: Symmetry,
  radius: number,
  face: number,
  beyond: NonNullable<LatticeShape['beyond']>,
): number {
  if (beyond === 'insulated') return 0;
  if (beyond === 'surface') return conductance(symmetry, radius, face);
  // Steady heat from infinity exists around a sphere alone.
  return symmetry === 'sphere' ? radius : conductance(symmetry, radius, 2 * face);
}
