import type { Guide, GuideContent, GuideStep, Text } from './protocol.ts';
import type { Texts } from './texts.ts';
import type { YamlPlace } from './yaml-place.ts';

/** Reads guide.yaml: the public page, in its order, from the protocol's texts. */
export function readGuide(file: YamlPlace, texts: Texts): Guide {
  file.only('sections');
  return {
    title: texts.at('guide.title', file),
    description: texts.at('guide.description', file),
    tagline: texts.at('protocol.tagline', file),
    sections: file
      .at('sections')
      .items()
      .map((section) => {
        section.only('id', 'content');
        const id = section.at('id').text();
        return {
          id,
          title: texts.at(`guide.${id}.title`, section),
          content: section
            .at('content')
            .items()
            .map((content) => readContent(content, id, texts)),
        };
      }),
  };
}

function readContent(place: YamlPlace, section: string, texts: Texts): GuideContent {
  const [kind, value] = place.entries()[0] ?? ['', place];
  const all = (list: YamlPlace): Text[] => list.items().map((item) => texts.at(item.text(), item));
  switch (kind) {
    case 'paragraph':
    case 'emphasis':
      return { kind, text: texts.at(value.text(), value) };
    case 'list':
    case 'sequence':
      return { kind, texts: all(value) };
    case 'windows':
      return { kind, title: texts.at(value.text(), value) };
    case 'red-flags':
      value.only('list', 'emergency');
      return {
        kind,
        texts: value
          .at('list')
          .items()
          .map((item) => texts.at(`red-flag.${item.text()}`, item)),
        emergency: texts.at(value.at('emergency').text(), value),
      };
    case 'step':
      return readStep(value, section, texts, all);
    default:
      place.fault(`Unknown content "${kind}"`);
      return { kind: 'list', texts: [] };
  }
}

function readStep(place: YamlPlace, section: string, texts: Texts, all: (list: YamlPlace) => Text[]): GuideStep {
  place.only('id', 'by', 'does', 'why');
  const id = place.at('id').text();
  const by = place.optional('by')?.oneOf('team', 'doctor');
  const why = place.optional('why');
  return {
    kind: 'step',
    id,
    ...(by ? { by } : {}),
    title: texts.at(`guide.${section}.${id}.title`, place),
    does: all(place.at('does')),
    ...(why ? { why: { title: texts.at(why.at('title').text(), why), texts: all(why.at('list')) } } : {}),
  };
}
