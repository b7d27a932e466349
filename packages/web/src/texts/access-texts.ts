import en from './access-en.json' with { type: 'json' };
import pl from './access-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words of who opened a record, which come with the pages that tell it. */
export const accessTexts: TextsOf<typeof en> = { en, pl };
