import type { Protocol } from '@cryopath/pathway';
import type { Plugin } from 'vite';
import { readProtocol } from './protocol-files.ts';

/** `virtual:protocol` is the compiled protocol, so that a browser neither parses nor checks YAML. */
const WHOLE = 'virtual:protocol';
/** `virtual:patient-protocol` is what a patient's page needs at once; the rest comes behind it, with the rule engine. */
const AT_HOME = 'virtual:patient-protocol';

const isOurs = (id: string): boolean => id === WHOLE || id === AT_HOME;

export function protocolModule(): Plugin {
  let read: Protocol | undefined;
  return {
    name: 'cryopath:protocol-module',
    resolveId: (id) => (isOurs(id) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0') || !isOurs(id.slice(1))) return undefined;
      read ??= readProtocol();
      return asModule(id === `\0${WHOLE}` ? read : atHome(read));
    },
  };
}

/** A string that is parsed is read faster than a literal of the same size. */
const asModule = (value: unknown): string => `export default JSON.parse(${JSON.stringify(JSON.stringify(value))})`;

/** The page's words are parts of one sentence; in a list of their own each begins with a capital and ends without a comma. */
const asListed = (words: string): string =>
  words.charAt(0).toLocaleUpperCase('pl') + words.slice(1).replace(/[,.;]$/, '');

function atHome({ timeZone, redFlags, forms, triage, guide, policy }: Protocol) {
  return {
    timeZone,
    // How urgent a red flag is in itself: its first rule bears the flag's own grade. Without one it is a matter for the same day (H06).
    redFlags: redFlags.map(({ id, title, rules }) => ({
      id,
      title: { en: asListed(title.en), pl: asListed(title.pl) },
      isEmergency: rules[0]?.level === 'emergency',
    })),
    // The check-in is asked at once; the others come with the record that says by which version.
    forms: forms.filter(({ id }) => id === triage?.form),
    advice: triage?.advice,
    checkIn: triage?.form,
    emergency: guide.sections.flatMap(({ content }) =>
      content.flatMap((each) => (each.kind === 'red-flags' ? [each.emergency] : [])),
    )[0],
    settledDays: policy.find(({ id }) => id === 'settled')?.high,
  };
}
