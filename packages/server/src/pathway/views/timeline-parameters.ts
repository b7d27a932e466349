import type { JsonObject, Language } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { PathwayAt } from '../pathway-at.ts';
import { codePart, instantPart, partOf, textPart } from './text-parts.ts';

/** What not to do until when and what is normal until when, as parameters: each with its state and why. */
export function timelineParameters({ protocol, view, now, id }: PathwayAt, language: Language): readonly JsonObject[] {
  return [
    { name: 'pathway', valueReference: { reference: `CarePlan/${id}` } },
    { name: 'protocol', valueCanonical: `${protocol.url}|${protocol.version}` },
    instantPart('at', isoOf(now)),
    { name: 'time-zone', valueString: protocol.timeZone },
    ...view.timeline.map((each) => {
      const { window, state } = each;
      const common = [
        codePart('id', window.id),
        codePart('kind', window.kind),
        textPart('title', window.title, language),
        codePart('state', state),
      ];
      if (each.state === 'ahead') return partOf('window', [...common, textPart('why', window.why, language)]);
      return partOf('window', [
        ...common,
        textPart('why', each.why, language),
        instantPart('from', isoOf(each.from)),
        instantPart('earliest', isoOf(each.earliest)),
        instantPart('until', isoOf(each.until)),
        ...each.waitsFor.map(({ name, title, reason }) =>
          partOf('waits-for', [
            codePart('condition', name),
            textPart('title', title, language),
            textPart('reason', reason, language),
          ]),
        ),
      ]);
    }),
  ];
}
