/** Numbers that look random and are the same for the same seed, so that a failure can be run again (mulberry32). */
export interface SeededRandom {
  /** From 0 up to, without, `end`; a whole number. */
  below(end: number): number;
  /** True once in `n` times, on average. */
  onceIn(n: number): boolean;
  /** One of them. @throws RangeError of nothing. */
  pick<T>(items: readonly T[]): T;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    onceIn: (n) => below(n) === 0,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('Nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
  };
}
