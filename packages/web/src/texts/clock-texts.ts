import en from './clock-en.json' with { type: 'json' };
import pl from './clock-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words for a device whose clock is wrong, which come when one is. */
export const clockTexts: TextsOf<typeof en> = { en, pl };
