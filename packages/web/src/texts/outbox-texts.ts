import type { TextsOf } from './interface-texts.ts';
import en from './outbox-en.json' with { type: 'json' };
import pl from './outbox-pl.json' with { type: 'json' };

/** The words of what the clinic has not got yet, which come when there is something of it to say. */
export const outboxTexts: TextsOf<typeof en> = { en, pl };
