import { type JsonObject, type JsonResource, outcome } from '@cryopath/fhir';
import type { Guard } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { pinnedIn } from '../pinned-version.ts';

/** Of a CarePlan: that it was moved to another version, by whom, when and why. The newest stands last. */
export const MOVED = 'urn:cryopath:extension:moved';

/**
 * A pathway keeps the version it started with until a named person moves it (I4): a CarePlan of ours begins with a version that is known, and changes it only
 * with a word of who moves it, which is the writer's own.
 */
export function pinGuard(protocols: Protocols): Guard {
  const { url } = protocols.current;
  return {
    name: 'pinned-version',
    concerns: ({ before, after }) =>
      after?.resourceType === 'CarePlan' &&
      pinnedIn(after, url) !== undefined &&
      pinnedIn(after, url) !== pinnedIn(before, url)
        ? true
        : before?.resourceType === 'CarePlan' && after !== undefined && pinnedIn(before, url) !== pinnedIn(after, url),
    async decide({ before, after, by }, view) {
      const version = pinnedIn(after, url);
      const was = pinnedIn(before, url);
      const place = 'CarePlan.instantiatesCanonical';
      if (version === undefined || version === '') return outcome('CRYO-622', { url }, place);
      if (!(await protocols.find(version, view))) return outcome('CRYO-621', { version }, place);
      if (was === undefined || was === '') return undefined;
      const moved = lastMove(after);
      const isOwnWord = moved?.from === was && moved.to === version && moved.by === by.who;
      const isAllowed = by.role === 'doctor' || by.role === 'lead';
      return isOwnWord && isAllowed ? undefined : outcome('CRYO-623', { from: was, to: version }, place);
    },
  };
}

function lastMove(plan: JsonResource | undefined) {
  const moves = (Array.isArray(plan?.extension) ? (plan.extension as readonly JsonObject[]) : []).filter(
    ({ url }) => url === MOVED,
  );
  const parts = moves.at(-1)?.extension;
  if (!Array.isArray(parts)) return undefined;
  const part = (name: string) => (parts as readonly JsonObject[]).find(({ url }) => url === name);
  const by = part('by')?.valueReference as JsonObject | undefined;
  return { from: part('from')?.valueString, to: part('to')?.valueString, by: by?.reference };
}
