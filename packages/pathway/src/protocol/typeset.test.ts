import { expect, test } from 'vitest';
import { typeset } from './typeset.ts';

const visible = (text: string) => text.replaceAll('\u00a0', '_');

test.each([
  ['en', 'between −60 °C and 50 % of a day', 'between −60_°C and 50_% of a day'],
  ['pl', 'W domu i w pracy (z bliskimi) a w drodze', 'W_domu i_w_pracy (z_bliskimi) a_w_drodze'],
  ['pl', '**Wywiad** i badanie, od −60 °C', '**Wywiad** i_badanie, od −60_°C'],
  ['en', 'up to 2 mA at 2 Hz, 5 mm and 5 minutes', 'up to 2_mA at 2_Hz, 5_mm and 5 minutes'],
] as const)('in %s a line does not end inside "%s"', (language, text, expected) => {
  expect(visible(typeset(text, language))).toBe(expected);
});
