import en from './clinic-en.json' with { type: 'json' };
import pl from './clinic-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words of the clinic's screens, which no patient has to load. */
export const clinicTexts: TextsOf<typeof en> = { en, pl };
