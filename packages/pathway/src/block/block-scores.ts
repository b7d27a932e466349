import { answersOf } from '../form/response.ts';
import { type BlockScore, painScore } from './relief.ts';

/** Groups of the form diagnostic-block: `before` the injection, and `at-30` for 30 minutes after it. */
const AFTER = /^at-(\d{1,4})\.pain$/;

/**
 * The scores that a response to the form diagnostic-block holds. A score that is not a whole number from 0 to 10 is no score. The one
 * before the injection defines the movement, so it needs the movement's name; a later one must say that it was provoked the same way.
 */
export function blockScores(response: unknown): BlockScore[] {
  const answers = answersOf(response);
  const movement = answers.movement;
  const named = typeof movement === 'string' && movement.trim() !== '';
  return Object.keys(answers).flatMap((linkId): BlockScore[] => {
    const minute = linkId === 'before.pain' ? 0 : Number(AFTER.exec(linkId)?.[1] ?? Number.NaN);
    const pain = painScore(answers[linkId]);
    if (pain === undefined || !Number.isInteger(minute) || (minute === 0 && linkId !== 'before.pain')) return [];
    return [{ minute, pain, sameMovement: minute === 0 ? named : answers[`at-${minute}.provoked-by`] === 'same' }];
  });
}
