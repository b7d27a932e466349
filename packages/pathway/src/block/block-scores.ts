import { answersOf } from '../form/response.ts';
import { type BlockScore, painScore } from './relief.ts';

/** Groups of the form diagnostic-block, and the minute that each stands for. */
const MINUTES = { before: 0, 'at-15': 15, 'at-30': 30, 'at-60': 60 } as const;

/**
 * The scores that a response to the form diagnostic-block holds. A score that is not a whole number from 0 to 10 is no score. The one
 * before the injection defines the movement, so it needs the movement's name; a later one must say that it was provoked the same way.
 */
export function blockScores(response: unknown): BlockScore[] {
  const answers = answersOf(response);
  const movement = answers.movement;
  const named = typeof movement === 'string' && movement.trim() !== '';
  return Object.entries(MINUTES).flatMap(([group, minute]): BlockScore[] => {
    const pain = painScore(answers[`${group}.pain`]);
    if (pain === undefined) return [];
    return [{ minute, pain, sameMovement: minute === 0 ? named : answers[`${group}.provoked-by`] === 'same' }];
  });
}
