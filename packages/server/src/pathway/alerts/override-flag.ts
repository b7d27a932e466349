import { isoOf, readOverride } from '@cryopath/pathway';
import type { Consequence } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { newId } from '../new-id.ts';
import { pinnedIn } from '../pinned-version.ts';
import { FLAG_SYSTEM, translated } from './alert.ts';
import { personInWords } from './person-in-words.ts';

/** A gate that two people opened by hand stays visible on the chart (I2): with the second signature a Flag is raised, by whatever route it came. */
export function overrideFlag(protocols: Protocols): Consequence {
  return {
    name: 'override-flag',
    concerns: ({ before, after }) =>
      after !== undefined &&
      readOverride(after)?.status === 'final' &&
      (before === undefined || readOverride(before)?.status !== 'final'),
    async follow({ id, patient, after }, view, now) {
      const override = after && readOverride(after);
      if (!override) return [];
      const plan = (await view.resources(['CarePlan'])).find((each) => each.id === override.pathway);
      const protocol = protocols.known(pinnedIn(plan, protocols.current.url) ?? '') ?? protocols.current;
      const step = protocol.steps.find((each) => each.id === override.step);
      const names = override.conditions.map(
        (name) => step?.gate.find((each) => each.name === name)?.title ?? { en: name, pl: name },
      );
      const opened = (language: 'en' | 'pl') => names.map((each) => each[language]).join(', ');
      const title = step?.title ?? { en: override.step, pl: override.step };
      const people = await Promise.all(
        override.signatures.map(({ author, role }) => personInWords({ who: author, role }, view)),
      );
      const by = (language: 'en' | 'pl') => people.map((each) => each[language]).join(', ');
      return [
        {
          resourceType: 'Flag',
          id: newId(now),
          status: 'active',
          category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: 'safety' }] }],
          code: {
            coding: [{ system: FLAG_SYSTEM, code: 'gate-override' }],
            ...translated('text', {
              en: `Gate opened by hand: ${title.en} (${opened('en')}), by ${by('en')}: ${override.reason ?? ''}`,
              pl: `Bramka otwarta ręcznie: ${title.pl} (${opened('pl')}); podpisali: ${by('pl')}. Powód: ${override.reason ?? ''}`,
            }),
          },
          subject: { reference: `Patient/${patient}` },
          period: { start: isoOf(now) },
          extension: [{ url: 'urn:cryopath:extension:about', valueReference: { reference: `DetectedIssue/${id}` } }],
        },
      ];
    },
  };
}
