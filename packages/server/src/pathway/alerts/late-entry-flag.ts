import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { evidenceTime, type Instant, isCryoablationBegun, isoOf, type Protocol, type Text } from '@cryopath/pathway';
import type { Consequence } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { newId } from '../new-id.ts';
import { FLAG_SYSTEM, translated } from './alert.ts';
import { personInWords } from './person-in-words.ts';

/**
 * The observation is counted from the end of the procedure, as whoever enters it says (H19). What was entered without a connection arrives late and is true, so it is
 * not refused; but an end that is entered long after it lets a discharge come sooner than anybody here has seen the patient observed. A Flag says so on the
 * chart until somebody has read it, by whatever route it came, and so does one that is moved back later. What another system's export brings is its history, and no discharge waits for it.
 */
export function lateEntryFlag(protocols: Protocols): Consequence {
  const isOurs = (resource: JsonResource) => protocols.all.some((protocol) => isCryoablationBegun(protocol, resource));
  return {
    name: 'late-entry-flag',
    concerns: ({ before, after, by }) =>
      by.role !== 'service' && after !== undefined && isOurs(after) && endIn(after) !== endIn(before),
    async follow({ id, patient, after, by }, view, now) {
      const { current } = protocols;
      const end = after && evidenceTime(after, current.timeZone);
      if (end === undefined || now - end <= tolerated(current)) return [];
      const minutes = Math.floor((now - end) / MINUTE);
      return [flagOf({ id, patient, who: await personInWords(by, view), minutes, now })];
    },
  };
}

const MINUTE = 60_000;

/** A policy that does not say it tolerates nothing. */
const tolerated = ({ policy }: Protocol): number => (policy.find(({ id }) => id === 'lateEntry')?.high ?? 0) * MINUTE;

const endIn = (procedure: JsonResource | undefined): unknown =>
  (procedure?.performedPeriod as JsonObject | undefined)?.end ?? procedure?.performedDateTime;

interface LateEntry {
  readonly id: string;
  readonly patient: string;
  readonly who: Text;
  readonly minutes: number;
  readonly now: Instant;
}

const flagOf = ({ id, patient, who, minutes, now }: LateEntry): JsonResource => ({
  resourceType: 'Flag',
  id: newId(now),
  status: 'active',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: 'safety' }] }],
  code: {
    coding: [{ system: FLAG_SYSTEM, code: 'late-entry' }],
    ...translated('text', {
      en: `The end of the procedure was entered ${minutes} min after it, by ${who.en}. Before the discharge, make sure that the patient was observed for the whole time.`,
      pl: `Zakończenie zabiegu wpisano ${minutes} min po nim; wpis: ${who.pl}. Przed wypisem proszę się upewnić, że obserwacja pacjenta trwała pełny czas.`,
    }),
  },
  subject: { reference: `Patient/${patient}` },
  period: { start: isoOf(now) },
  extension: [{ url: 'urn:cryopath:extension:about', valueReference: { reference: `Procedure/${id}` } }],
});
