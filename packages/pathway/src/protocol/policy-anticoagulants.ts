import type { AnticoagulantHold } from './protocol.ts';
import type { Questionnaire } from './questionnaire.ts';
import type { Texts } from './texts.ts';
import type { YamlPlace } from './yaml-place.ts';

/** The form that asks which of these a patient takes, by their ids. */
const FORM = 'anticoagulant-plan';
const QUESTION = 'takes';

/** Reads the table of blood thinners. Every one that the form offers has its row, but for "none" and "other", of which nothing is known. */
export function readAnticoagulants(
  file: YamlPlace,
  texts: Texts,
  forms: readonly Questionnaire[],
): readonly AnticoagulantHold[] {
  const list = file.at('anticoagulants');
  const holds = list.items().map((place): AnticoagulantHold => {
    place.only('id', 'low', 'high', 'unit', 'note', 'source', 'signature');
    const id = place.at('id').text();
    const [low, high] = [place.at('low').number(), place.at('high').number()];
    if (!(low > 0 && low <= high)) place.fault(`${low} to ${high} does not run upwards`);
    return {
      id,
      title: texts.at(`anticoagulant.${id}.title`, place),
      low,
      high,
      unit: place.at('unit').oneOf('h', 'd'),
      ...(place.optional('note')?.truth() ? { note: texts.at(`anticoagulant.${id}.note`, place) } : {}),
      source: place.at('source').text(),
      signature: place.at('signature').text(),
    };
  });
  const ids = holds.map(({ id }) => id);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) list.fault(`"${id}" stands twice`);
  });
  const asked = forms.find(({ id }) => id === FORM)?.item.find(({ linkId }) => linkId === QUESTION)?.answerOption ?? [];
  const offered = asked
    .map(({ valueCoding }) => valueCoding.code)
    .filter((code) => code !== 'none' && code !== 'other');
  for (const code of offered) if (!ids.includes(code)) list.fault(`"${code}" of the form ${FORM} has no row`);
  for (const id of ids) if (!offered.includes(id)) list.fault(`The form ${FORM} does not offer "${id}"`);
  return holds;
}
