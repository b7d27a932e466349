import en from './gallery-en.json' with { type: 'json' };
import pl from './gallery-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words of the gallery, which nobody else has to load. */
export const galleryTexts: TextsOf<typeof en> = { en, pl };
