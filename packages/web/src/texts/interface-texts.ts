import type { Language } from '@cryopath/fhir';
import en from './en.json' with { type: 'json' };
import pl from './pl.json' with { type: 'json' };

/** The words of the screens themselves; the clinic's words come from the protocol. */
export type InterfaceTexts = typeof en;
/** One set of texts in every language. A key missing in one of them does not compile (I8). */
export type TextsOf<Texts> = Readonly<Record<Language, Texts>>;

// The type of the English file is the contract: a key missing in the Polish one does not compile (I8).
export const interfaceTexts: TextsOf<InterfaceTexts> = { en, pl };
