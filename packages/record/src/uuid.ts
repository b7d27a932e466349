import { randomUUID } from 'node:crypto';
import type { Instant } from '@cryopath/pathway';

/**
 * A UUID of version 7 (RFC 9562, 5.7): its first 48 bits are the instant in milliseconds, so that ids sort as time does and new rows lie
 * side by side in an index; 74 bits are random. Made here and not by the database, so that a row's id is known before it is written.
 *
 * @param now not before 1970.
 */
export function uuidV7(now: Instant): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The smallest UUID that {@link uuidV7} can make at an instant: a bound for a search by time. */
export function smallestUuidAt(instant: Instant): string {
  const time = Math.max(0, instant).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** The instant at which a UUID of version 7 was made. */
export const instantOfUuid = (uuid: string): Instant =>
  Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16) as Instant;
