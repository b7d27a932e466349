/** A score of pain, 0 to 10, as a whole number. */
export type PainScore = number & { readonly brand: 'PainScore' };

/** @returns `undefined` for anything but a whole number from 0 to 10. */
export const painScore = (value: unknown): PainScore | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10 ? (value as PainScore) : undefined;

/** One score, and what provoked the pain that was scored. */
export interface BlockScore {
  /** Minutes after the injection; 0 is before it. */
  readonly minute: number;
  readonly pain: PainScore;
  /** Whether the pain was provoked by the movement of the score before the injection. */
  readonly sameMovement: boolean;
}

export interface BlockRelief {
  /** The best relief of the scores that may decide, in percent of the pain before. Negative when the pain grew. */
  readonly relief?: number;
  /** Relief at each comparable score, by minute. */
  readonly curve: readonly { readonly minute: number; readonly relief: number }[];
}

/**
 * Relief of pain by a diagnostic block: how much less it hurts, in percent of the pain before, on the same provoked movement.
 *
 * Only scores on that movement compare, and only those from `from` to `to` minutes decide; of them the best one does, because a
 * block is never failed for wearing off (evidence.md 1, S13). Without pain before, or without a later score, there is no relief to
 * speak of, and no gate opens. Two scores for one minute contradict each other: neither counts.
 */
export function blockRelief(
  scores: readonly BlockScore[],
  decides: { readonly from: number; readonly to: number },
): BlockRelief {
  const once = scores.filter(({ minute }) => scores.filter((other) => other.minute === minute).length === 1);
  const before = once.find(({ minute, sameMovement }) => minute === 0 && sameMovement);
  if (!before || before.pain === 0) return { curve: [] };
  const curve = once
    .filter(({ minute, sameMovement }) => minute > 0 && sameMovement)
    .toSorted((a, b) => a.minute - b.minute)
    .map(({ minute, pain }) => ({ minute, relief: (100 * (before.pain - pain)) / before.pain }));
  const deciding = curve.filter(({ minute }) => minute >= decides.from && minute <= decides.to);
  return deciding.length > 0 ? { relief: Math.max(...deciding.map(({ relief }) => relief)), curve } : { curve };
}
