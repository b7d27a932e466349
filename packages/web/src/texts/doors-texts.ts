import en from './doors-en.json' with { type: 'json' };
import pl from './doors-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words of the sign-in page, which whoever is signed in does not load. */
export const doorsTexts: TextsOf<typeof en> = { en, pl };
