export type SpineSide = 'left' | 'right' | 'both';
export type SpineLevel = `C${number}` | `T${number}` | `L${number}` | `S${number}`;

export interface SpineTarget {
  readonly level: SpineLevel;
  readonly side: SpineSide;
}

const count = <Letter extends 'C' | 'T' | 'L' | 'S'>(letter: Letter, last: number) =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}` as const);

const SPINE_LEVELS: readonly SpineLevel[] = [...count('C', 7), ...count('T', 12), ...count('L', 5), 'S1'];

/** How many levels stand above and below what is marked, so that one can count from there. */
const AROUND = 2;

/** The piece of the spine that has all marked levels and two around them; the lumbar spine when nothing is marked. */
export function levelsAround(targets: readonly SpineTarget[]): readonly SpineLevel[] {
  const places = targets.map(({ level }) => SPINE_LEVELS.indexOf(level)).filter((place) => place >= 0);
  if (places.length === 0) return SPINE_LEVELS.slice(-6);
  return SPINE_LEVELS.slice(Math.max(0, Math.min(...places) - AROUND), Math.max(...places) + AROUND + 1);
}

/** Levels named in a text, such as "L3, L4": what was written, never more. */
export const levelsIn = (text: string): readonly SpineLevel[] =>
  [...text.matchAll(/\b(?:C[1-7]|T(?:1[0-2]|[1-9])|L[1-5]|S1)\b/g)].map(([level]) => level as SpineLevel);
