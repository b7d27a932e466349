/** Faces of cells along one axis, in metres: `faces.length` is one more than the number of cells. */
export type Faces = Float64Array;

/** `cells` equal cells from `from` to `to`. */
export const evenFaces = (from: number, to: number, cells: number): Faces =>
  Float64Array.from({ length: cells + 1 }, (_, index) => from + ((to - from) * index) / cells);

/**
 * Faces from `from` to `to` whose cells begin with `first` and grow by one ratio, which is found so that exactly `cells` of them fit.
 * With fewer cells than equal ones would need they grow outwards; never shrink.
 */
export function growingFaces(from: number, to: number, first: number, cells: number): Faces {
  const length = to - from;
  if (cells * first >= length) return evenFaces(from, to, cells);
  let low = 1;
  let high = 2;
  const reach = (ratio: number) => (first * (ratio ** cells - 1)) / (ratio - 1);
  while (reach(high) < length) high *= 2;
  for (let round = 0; round < 200 && high - low > 1e-15 * high; round += 1) {
    const middle = (low + high) / 2;
    if (reach(middle) < length) low = middle;
    else high = middle;
  }
  const ratio = (low + high) / 2;
  const faces = new Float64Array(cells + 1);
  faces[0] = from;
  for (let index = 1; index <= cells; index += 1) {
    faces[index] = from + (first * (ratio ** index - 1)) / (ratio - 1);
  }
  faces[cells] = to;
  return faces;
}

/** One list of faces after another; the last of each is the first of the next. */
export const joinedFaces = (...parts: readonly Faces[]): Faces =>
  Float64Array.from(parts.flatMap((part, index) => [...(index === 0 ? part : part.subarray(1))]));

/** The same axis, looked at from its other end. */
export const mirroredFaces = (faces: Faces): Faces => Float64Array.from(faces, (face) => -face).reverse();

export const centresOf = (faces: Faces): Float64Array =>
  Float64Array.from({ length: faces.length - 1 }, (_, index) => {
    const [low = 0, high = 0] = faces.subarray(index, index + 2);
    return (low + high) / 2;
  });
