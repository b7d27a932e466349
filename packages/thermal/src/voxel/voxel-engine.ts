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
  sweep(mu: number, nu: number, gain: number): void;
  /** Heat between different tissues instead of the sweep's difference; `isFirst` stage: the old delta is nought. */
  interfaces(gain: number, isFirst: boolean): void;
  /** Theta anew where corrections were made. */
  renew(): void;
  /** Ends a stage: what becomes is what is. */
  turn(): void;
  settle(): void;
}
