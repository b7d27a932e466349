import en from './account-en.json' with { type: 'json' };
import pl from './account-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words of one's own account, which come with it. */
export const accountTexts: TextsOf<typeof en> = { en, pl };
