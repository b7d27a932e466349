import type { Text } from './protocol.ts';
import {
  type AnswerOption,
  answerSystem,
  type Extension,
  formUrl,
  HELP,
  ITEM_TYPES,
  MAXIMUM,
  MINIMUM,
  type Questionnaire,
  type QuestionnaireItem,
  SCALE_ENDS,
  TRANSLATION,
  type Translated,
} from './questionnaire.ts';
import type { Texts } from './texts.ts';
import type { YamlPlace } from './yaml-place.ts';

/** Reads one file of forms/ into a Questionnaire with both languages in it. `version` is the protocol's. */
export function readForm(file: YamlPlace, version: string, texts: Texts): Questionnaire {
  file.only('resourceType', 'id', 'status', 'item');
  file.at('resourceType').oneOf('Questionnaire');
  const id = file.at('id').text();
  const title = texts.at(`form.${id}.title`, file);
  const linkIds = new Set<string>();
  return {
    resourceType: 'Questionnaire',
    id,
    url: formUrl(id),
    version,
    status: file.at('status').oneOf('draft', 'active', 'retired'),
    language: 'en',
    title: title.en,
    _title: translated(title),
    item: file
      .at('item')
      .items()
      .map((item) => readItem(item, id, linkIds, texts)),
  };
}

function readItem(place: YamlPlace, form: string, linkIds: Set<string>, texts: Texts): QuestionnaireItem {
  place.only('linkId', 'text', 'type', 'required', 'help', 'scale', 'answerOption', 'initial', 'item');
  const linkId = place.at('linkId').text();
  if (linkIds.has(linkId)) place.fault(`"${linkId}" stands twice`);
  linkIds.add(linkId);
  const textId = `form.${form}.${place.optional('text')?.text() ?? linkId}`;
  const text = texts.at(`${textId}.text`, place);
  const type = place.at('type').oneOf(...ITEM_TYPES);
  const extension: Extension[] = [];
  if (place.optional('help')) extension.push(textExtension(HELP, texts.at(`${textId}.help`, place)));
  const scale = place.optional('scale');
  if (scale) {
    scale.only('low', 'high');
    extension.push({ url: MINIMUM, valueInteger: scale.at('low').number() });
    extension.push({ url: MAXIMUM, valueInteger: scale.at('high').number() });
    if (texts.has(`${textId}.low`)) {
      extension.push(textExtension(SCALE_ENDS.low, texts.at(`${textId}.low`, place)));
      extension.push(textExtension(SCALE_ENDS.high, texts.at(`${textId}.high`, place)));
    }
  }
  const options = place.optional('answerOption')?.items();
  if (type === 'choice' && !options?.length) place.fault('A choice without options');
  const initial = place.optional('initial')?.text();
  if (initial !== undefined && !options?.some((option) => option.text() === initial))
    place.fault(`"${initial}" is no option`);
  return {
    linkId,
    type,
    text: text.en,
    _text: translated(text),
    ...(place.optional('required')?.plain() === true ? { required: true } : {}),
    ...(extension.length ? { extension } : {}),
    ...(options
      ? { answerOption: options.map((option) => readOption(option, form, linkId, textId, initial, texts)) }
      : {}),
    ...(type === 'group'
      ? {
          item: place
            .at('item')
            .items()
            .map((item) => readItem(item, form, linkIds, texts)),
        }
      : {}),
  };
}

function readOption(
  place: YamlPlace,
  form: string,
  linkId: string,
  textId: string,
  initial: string | undefined,
  texts: Texts,
): AnswerOption {
  const code = place.text();
  const text = texts.at(`${textId}.${code}`, place);
  return {
    valueCoding: { system: answerSystem(form, linkId), code, display: text.en, _display: translated(text) },
    ...(code === initial ? { initialSelected: true } : {}),
  };
}

const textExtension = (url: string, text: Text): Extension => ({
  url,
  valueString: text.en,
  _valueString: translated(text),
});

const translated = (text: Text): Translated => ({
  extension: [
    {
      url: TRANSLATION,
      extension: [
        { url: 'lang', valueCode: 'pl' },
        { url: 'content', valueString: text.pl },
      ],
    },
  ],
});
