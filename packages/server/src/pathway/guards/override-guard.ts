import { outcome } from '@cryopath/fhir';
import { concernsOverride, overrideChange, readOverride } from '@cryopath/pathway';
import type { Guard } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { pinnedIn } from '../pinned-version.ts';

/**
 * Opening a gate by hand takes two named people with the right roles, each under their own sign-in (I2): whoever writes can add no signature but their own, by
 * whatever route. An override names a pathway of this patient, and is decided by that pathway's version.
 */
export function overrideGuard(protocols: Protocols): Guard {
  return {
    name: 'gate-override',
    concerns: ({ before, after }) => concernsOverride(before, after),
    async decide({ before, after, by }, view) {
      // Taking one away closes a gate; that it was there stays in its history.
      if (after === undefined) return undefined;
      const named = readOverride(after)?.pathway;
      const plan = (await view.resources(['CarePlan'])).find(({ id }) => id !== undefined && id === named);
      const version = pinnedIn(plan, protocols.current.url);
      if (version === undefined && after.status !== 'entered-in-error') {
        return outcome('CRYO-609', { pathway: `CarePlan/${named ?? ''}` }, 'DetectedIssue.implicated');
      }
      const protocol = version === undefined ? protocols.current : await protocols.find(version, view);
      if (!protocol) return outcome('CRYO-621', { version: version ?? '' }, 'DetectedIssue.implicated');
      return overrideChange(protocol, before, after, by);
    },
  };
}
