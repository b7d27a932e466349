import en from './guide-en.json' with { type: 'json' };
import pl from './guide-pl.json' with { type: 'json' };
import type { TextsOf } from './interface-texts.ts';

/** The words of the guide's own screens; what it says comes from the protocol. Rendered by the build: no app loads them. */
export const guideTexts: TextsOf<typeof en> = { en, pl };
