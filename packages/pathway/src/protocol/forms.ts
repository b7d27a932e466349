import { type FormReading, readItem } from './form-item.ts';
import type { FormVocabulary } from './form-options.ts';
import { type Extension, formUrl, type Questionnaire, SIGNATURE, SIGNATURE_REQUIRED, SOURCE } from './questionnaire.ts';
import { translated } from './translation.ts';
import type { YamlPlace } from './yaml-place.ts';

/** ASTM E1762: the author's signature. FHIR names signatures by its codes. */
const AUTHORS_SIGNATURE = { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' };

/** Reads one file of forms/ into a Questionnaire with both languages in it. `version` is the protocol's. */
export function readForm(file: YamlPlace, version: string, known: FormVocabulary): Questionnaire {
  file.only('resourceType', 'id', 'status', 'source', 'signature', 'signed', 'item');
  file.at('resourceType').oneOf('Questionnaire');
  const id = file.at('id').text();
  const title = known.texts.at(`form.${id}.title`, file);
  const reading: FormReading = { form: id, known, items: new Map() };
  const signed = file.optional('signed')?.plain();
  const extension: readonly Extension[] = [
    { url: SOURCE, valueString: file.at('source').text() },
    { url: SIGNATURE, valueString: file.at('signature').text() },
    ...(signed === true ? [{ url: SIGNATURE_REQUIRED, valueCodeableConcept: { coding: [AUTHORS_SIGNATURE] } }] : []),
  ];
  return {
    resourceType: 'Questionnaire',
    id,
    url: formUrl(id),
    version,
    status: file.at('status').oneOf('draft', 'active', 'retired'),
    language: 'en',
    title: title.en,
    _title: translated(title),
    extension,
    item: file
      .at('item')
      .items()
      .map((item) => readItem(item, reading)),
  };
}
