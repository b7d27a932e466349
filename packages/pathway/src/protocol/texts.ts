import type { Language } from '@cryopath/fhir';
import type { PolicyValue, Text } from './protocol.ts';
import { typeset } from './typeset.ts';
import { type Faults, YamlPlace } from './yaml-place.ts';

const LANGUAGES: readonly Language[] = ['en', 'pl'];

type TextsByLanguage = Readonly<
  Record<Language, ReadonlyMap<string, { readonly place: YamlPlace; readonly text: string }>>
>;

/**
 * The protocol's texts by id. A text missing in one language, or used by nothing, is a fault at its line (I8, H09).
 * `{name}`, `{name.low}` and `{name.high}` take their numbers from the policy, in the reader's notation; `{name|day|days}` takes the word that
 * goes with the number, in Polish by three forms: `{name|dzień|dni|dni}`.
 */
export class Texts {
  readonly #texts: TextsByLanguage;
  readonly #used = new Set<string>();

  private constructor(texts: TextsByLanguage) {
    this.#texts = texts;
  }

  static read(files: Readonly<Record<Language, string>>, policy: readonly PolicyValue[], faults: Faults): Texts {
    const read = (language: Language) => {
      const texts = new Map<string, { place: YamlPlace; text: string }>();
      const gather = (prefix: string, place: YamlPlace) => {
        for (const [key, child] of place.entries()) {
          const id = prefix ? `${prefix}.${key}` : key;
          if (child.isMap) gather(id, child);
          else texts.set(id, { place: child, text: fill(child, policy, language) });
        }
      };
      gather('', YamlPlace.read(`texts/${language}.yaml`, files[language], faults));
      return texts;
    };
    const texts = { en: read('en'), pl: read('pl') };
    for (const [language, other] of [
      ['en', 'pl'],
      ['pl', 'en'],
    ] as const) {
      for (const [id, { place }] of texts[language]) {
        if (!texts[other].has(id)) place.fault(`Text "${id}" is missing in texts/${other}.yaml`);
      }
    }
    return new Texts(texts);
  }

  has(id: string): boolean {
    return LANGUAGES.some((language) => this.#texts[language].has(id));
  }

  /** @param askedAt the place that names the text, where a fault is noted when there is none. */
  at(id: string, askedAt: YamlPlace): Text {
    this.#used.add(id);
    const [en, pl] = [this.#texts.en.get(id)?.text, this.#texts.pl.get(id)?.text];
    if (en === undefined && pl === undefined) askedAt.fault(`No text "${id}" in texts/en.yaml and texts/pl.yaml`);
    return { en: en ?? '', pl: pl ?? '' };
  }

  /** Notes every text that nothing shows. Called when everything else has been read. */
  faultUnused(): void {
    for (const [id, { place }] of this.#texts.en) if (!this.#used.has(id)) place.fault(`Text "${id}" is used nowhere`);
  }
}

function fill(place: YamlPlace, policy: readonly PolicyValue[], language: Language): string {
  const text = place.text();
  if (place.isText && text.trim() === '') place.fault('An empty text');
  const filled = text.replace(/\{([^{}]*)\}/g, (placeholder, inside: string) => {
    const [name = '', ...forms] = inside.split('|');
    const [id, end] = name.split('.');
    const value = policy.find((each) => each.id === id);
    const number =
      value && (end === 'low' ? value.low : end === 'high' ? value.high : end === undefined ? value.low : undefined);
    if (number === undefined) {
      place.fault(`${placeholder} names no value of policy.yaml`);
      return placeholder;
    }
    if (forms.length === 0) return notation(number, language);
    const form = countedForm(number, forms, language);
    if (form === undefined) place.fault(`${placeholder} needs ${PLURALS[language].join(', ')}`);
    return form ?? placeholder;
  });
  return typeset(filled, language);
}

/** The forms of a counted word, in the order in which a text gives them: `{noLifting.high|dzień|dni|dni}`. */
const PLURALS = { en: ['one', 'other'], pl: ['one', 'few', 'many'] } as const satisfies Record<
  Language,
  readonly string[]
>;

/** The word as it stands after a number. A Polish fraction takes the form after 2 to 4 where no fourth is given ("2,5 dnia" needs one). */
function countedForm(value: number, forms: readonly string[], language: Language): string | undefined {
  if (forms.length < PLURALS[language].length || forms.length > 4) return undefined;
  const category = new Intl.PluralRules(language).select(Math.abs(value));
  const index = (PLURALS[language] as readonly string[]).indexOf(category);
  return index < 0 ? (forms[3] ?? forms[1]) : forms[index];
}

/** A true minus sign, and the decimal comma in Polish. */
const notation = (value: number, language: Language) => {
  const text = String(value).replace('-', '−');
  return language === 'pl' ? text.replace('.', ',') : text;
};
