/** One temperature of the probe. */
export interface Reading {
  /** s since the freeze began. */
  readonly at: number;
  readonly temperature: number;
}
