import type { Intent } from '../prepare-change.ts';

/**
 * The order in which a transaction's changes are written. The standard's (R4 http.html, 3.1.0.11.2: deletions, then what is new, then updates and patches)
 * cannot be told from outside, because no two entries change the same resource; what can be told is that a patient must be there before what
 * lies in their record, a resource before what is about it, and that a record must be empty before its Patient is deleted.
 */
export function rankOf({ interaction, type }: Pick<Intent, 'interaction' | 'type'>): number {
  if (interaction === 'delete') return type === 'Patient' ? 1 : 0;
  if (type === 'Patient') return 2;
  return ABOUT_OTHERS.indexOf(type) + 4;
}

/** Types that lie where the resource lies that they are about, each after those that it may be about. */
const ABOUT_OTHERS = ['DeviceMetric', 'Binary', 'Provenance'];
