import { readBlockRule } from './block-rule.ts';
import { type Named, SIDES, TARGET_REGIONS, type Target } from './protocol.ts';
import type { Texts } from './texts.ts';
import type { YamlPlace } from './yaml-place.ts';

export interface Targets {
  readonly indications: readonly Named[];
  readonly regions: readonly Named[];
  readonly targets: readonly Target[];
}

/** Reads targets.yaml: indications of the clinic's page, regions of the drawing of the body, and targets with their block rules. */
export function readTargets(file: YamlPlace, texts: Texts): Targets {
  file.only('indications', 'bodyRegions', 'targets');
  const named = (key: string, prefix: string) =>
    unique(file.at(key)).map((place) => ({ id: place.text(), title: texts.at(`${prefix}.${place.text()}`, place) }));
  const indications = named('indications', 'indication');
  const known = new Set(indications.map(({ id }) => id));
  const targets = file
    .at('targets')
    .items()
    .map((place) => readTarget(place, known, texts));
  targets.forEach(({ id }, index) => {
    if (targets.findIndex((each) => each.id === id) !== index) file.at('targets').fault(`"${id}" stands twice`);
  });
  for (const { id } of indications) {
    if (!targets.some((each) => each.indications.includes(id))) file.at('indications').fault(`"${id}" has no target`);
  }
  return { indications, regions: named('bodyRegions', 'body-region'), targets };
}

function readTarget(place: YamlPlace, indications: ReadonlySet<string>, texts: Texts): Target {
  place.only('id', 'region', 'indications', 'nerves', 'levels', 'sides', 'block', 'hazards', 'source', 'signature');
  const id = place.at('id').text();
  const all = (key: string, prefix: string) =>
    unique(place.at(key)).map((each) => ({ id: each.text(), title: texts.at(`${prefix}.${each.text()}`, each) }));
  return {
    id,
    title: texts.at(`target.${id}.title`, place),
    region: place.at('region').oneOf(...TARGET_REGIONS),
    indications: unique(place.at('indications')).map((each) => {
      if (!indications.has(each.text())) each.fault(`"${each.text()}" is no indication`);
      return each.text();
    }),
    nerves: all('nerves', 'nerve'),
    levels: unique(place.optional('levels')).map((each) => levelOf(each.text())),
    sides: unique(place.at('sides')).map((each) => each.oneOf(...SIDES)),
    block: readBlockRule(place.at('block'), texts),
    view: texts.at(`target.${id}.view`, place),
    hazards: all('hazards', 'hazard'),
    source: place.at('source').text(),
    signature: place.at('signature').text(),
  };
}

/** Polish anatomy writes the thoracic spine as Th; `T12/L1` becomes `Th12/L1`. */
const levelOf = (code: string): Named => ({ id: code, title: { en: code, pl: code.replaceAll(/T(?=\d)/g, 'Th') } });

/** The places of a list of words, of which none may stand twice; none where there is no list. */
function unique(list: YamlPlace | undefined): readonly YamlPlace[] {
  const places = list?.items() ?? [];
  places.forEach((place, index) => {
    if (places.findIndex((each) => each.text() === place.text()) !== index)
      place.fault(`"${place.text()}" stands twice`);
  });
  return places;
}
