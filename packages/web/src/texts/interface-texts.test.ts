import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessTexts } from './access-texts.ts';
import { accountTexts } from './account-texts.ts';
import { clinicTexts } from './clinic-texts.ts';
import { clockTexts } from './clock-texts.ts';
import { diaryTexts } from './diary-texts.ts';
import { doorsTexts } from './doors-texts.ts';
import { galleryTexts } from './gallery-texts.ts';
import { guideTexts } from './guide-texts.ts';
import { interfaceTexts } from './interface-texts.ts';
import { outboxTexts } from './outbox-texts.ts';
import { plannerTexts } from './planner-texts.ts';

const en = {
  access: accessTexts.en,
  account: accountTexts.en,
  interface: interfaceTexts.en,
  clinic: clinicTexts.en,
  clock: clockTexts.en,
  diary: diaryTexts.en,
  doors: doorsTexts.en,
  gallery: galleryTexts.en,
  guide: guideTexts.en,
  outbox: outboxTexts.en,
  planner: plannerTexts.en,
};
const pl = {
  access: accessTexts.pl,
  account: accountTexts.pl,
  interface: interfaceTexts.pl,
  clinic: clinicTexts.pl,
  clock: clockTexts.pl,
  diary: diaryTexts.pl,
  doors: doorsTexts.pl,
  gallery: galleryTexts.pl,
  guide: guideTexts.pl,
  outbox: outboxTexts.pl,
  planner: plannerTexts.pl,
};

type Tree = { readonly [key: string]: string | Tree };

/** Ids and placeholders of a tree of texts; plural forms count as one id. */
const texts = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) => {
    const id = `${prefix}${key.replace(/_(one|few|many|other)$/, '')}`;
    if (typeof value !== 'string') return texts(value, `${id}.`);
    return value.trim() === '' ? [`${id} is empty`] : [id];
  });

test('every text of the screens exists in both languages (I8, H09)', () => {
  expect([...new Set(texts(pl))].toSorted()).toEqual([...new Set(texts(en))].toSorted());
  expect(texts(en).filter((id) => id.endsWith('is empty'))).toEqual([]);
});

test('Polish has all its plural forms wherever English has two', () => {
  const forms = (tree: Tree): string[] =>
    Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [key] : forms(value)));
  const counted = forms(en).filter((key) => key.endsWith('_one'));
  expect(counted.length).toBeGreaterThan(0);
  for (const key of counted) {
    for (const form of ['one', 'few', 'many', 'other']) expect(forms(pl)).toContain(key.replace('_one', `_${form}`));
  }
});

test('two style sheets never share a name, because their classes would clash', () => {
  const sheets = (readdirSync(new URL('..', import.meta.url), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.module.css'))
    .map((name) => name.split(/[\\/]/).at(-1));
  expect(sheets.length).toBeGreaterThan(5);
  expect(new Set(sheets).size).toBe(sheets.length);
});
