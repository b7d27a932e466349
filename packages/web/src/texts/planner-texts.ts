import type { TextsOf } from './interface-texts.ts';
import en from './planner-en.json' with { type: 'json' };
import pl from './planner-pl.json' with { type: 'json' };

/** The words of the freeze planner, which come with it. */
export const plannerTexts: TextsOf<typeof en> = { en, pl };
