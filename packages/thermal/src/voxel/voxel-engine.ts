/** The arithmetic on voxels that is worth being fast: with SIMD in f32, or plain in f64. */
export interface VoxelEngine {
  readonly enthalpy: Float64Array | Float32Array;
  readonly source: Float64Array | Float32Array;
  readonly least: Float64Array | Float32Array;
  /** Theta as it is, and as it becomes. They change places at every stage, as the deltas do. */
  theta(): Float64Array | Float32Array;
  next(): Float64Array | Float32Array;
  /** Deltas after the sweep: what it wrote. */
  delta(): Float64Array | Float32Array;
  /** A stage; in the `isFirst` of a step the old delta is nought. Heat between different tissues is reckoned too, and given by `correct`. */
  sweep(mu: number, nu: number, gain: number, isFirst: boolean): void;
  /** Gives heat between different tissues instead of the sweep's difference, and makes theta anew where there were corrections. */
  correct(): void;
  /** Ends a stage: what becomes is what is. */
  turn(): void;
  settle(): void;
  /** Lets go of other threads. */
  release(): void;
}
