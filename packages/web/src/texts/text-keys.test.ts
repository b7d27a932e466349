import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { accessTexts } from './access-texts.ts';
import { accountTexts } from './account-texts.ts';
import { clinicTexts } from './clinic-texts.ts';
import { clockTexts } from './clock-texts.ts';
import { diaryTexts } from './diary-texts.ts';
import { doorsTexts } from './doors-texts.ts';
import { galleryTexts } from './gallery-texts.ts';
import { interfaceTexts } from './interface-texts.ts';
import { outboxTexts } from './outbox-texts.ts';
import { plannerTexts } from './planner-texts.ts';

type Tree = { readonly [key: string]: string | Tree };
const TEXTS: Tree = {
  ...interfaceTexts.en,
  ...accessTexts.en,
  ...accountTexts.en,
  ...clinicTexts.en,
  ...clockTexts.en,
  ...diaryTexts.en,
  ...doorsTexts.en,
  ...galleryTexts.en,
  ...outboxTexts.en,
  ...plannerTexts.en,
  clinic: { ...interfaceTexts.en.clinic },
};

const source = new URL('..', import.meta.url);
const CODE = (readdirSync(source, { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
  .map((name) => [name, readFileSync(new URL(name.replaceAll('\\', '/'), source), 'utf8')] as const);

const at = (key: string): string | Tree | undefined =>
  key
    .split('.')
    .reduce<string | Tree | undefined>((tree, part) => (typeof tree === 'object' ? tree[part] : undefined), TEXTS);

test('every text that a screen asks for is there', () => {
  const missing = CODE.flatMap(([name, text]) =>
    [...text.matchAll(/\bt\('([^']+)'/g)]
      .map(([, key = '']) => key)
      .filter((key) => typeof (at(key) ?? at(`${key}_other`)) !== 'string')
      .map((key) => `${name}: ${key}`),
  );
  expect(missing).toEqual([]);
});

test('every family of texts that a screen chooses from is there', () => {
  const families = CODE.flatMap(([name, text]) =>
    [...text.matchAll(/\bt\(`([\w.-]+)\.\$\{/g)].map(([, key = '']) => [name, key] as const),
  );
  expect(families.length).toBeGreaterThan(10);
  expect(families.filter(([, key]) => typeof at(key) !== 'object')).toEqual([]);
});

test('texts that are loaded apart never stand twice under one name', () => {
  const shared = Object.keys(interfaceTexts.en);
  expect(
    [accessTexts, accountTexts, clinicTexts, clockTexts, doorsTexts, galleryTexts, outboxTexts, plannerTexts]
      .flatMap(({ en }) => Object.keys(en))
      .filter((name) => shared.includes(name)),
  ).toEqual([]);
});
