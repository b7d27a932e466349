import en from './diary-en.json' with { type: 'json' };
import pl from './diary-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words of the diary, which come with its page. */
export const diaryTexts: TextsOf<typeof en> = { en, pl };
