import { expect, test } from 'vitest';
import { checkLicences } from './licences.ts';
import { treeOf } from './tree.ts';

const found = (locked: object, read = {}, path = 'node_modules/probe') => {
  const lock = { packages: { '': { license: 'Apache-2.0' }, [path]: { version: '1.0.0', ...locked } } };
  return checkLicences(treeOf({ 'package-lock.json': JSON.stringify(lock, null, 2) }), read);
};
const messages = (...args: Parameters<typeof found>) => found(...args).map(({ message }) => message);

test('permissive licences are allowed, alone, by choice and together', () => {
  for (const license of ['MIT', 'BSD-2-Clause', 'WTFPL OR ISC', '(MIT OR GPL-3.0)', 'MIT AND Apache-2.0'])
    expect(messages({ license })).toEqual([]);
});

test('a licence that binds the product is found, with its line in the lockfile', () => {
  for (const license of ['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-3.0', 'UNLICENSED', 'SEE LICENSE IN LICENSE'])
    expect(found({ license })).toEqual([
      { file: 'package-lock.json', line: 6, message: `probe@1.0.0 is under ${license}` },
    ]);
});

test('a package that names no licence is found, also one inside another', () => {
  expect(messages({}, {}, 'node_modules/a/node_modules/@b/c')).toEqual([
    '@b/c@1.0.0 is under no licence that it names',
  ]);
});

test('a tool may be under the Mozilla licence, a part of the product may not', () => {
  expect(messages({ license: 'MPL-2.0', dev: true })).toEqual([]);
  expect(messages({ license: 'MPL-2.0' })).toHaveLength(1);
});

test('only a font may be under the font licence', () => {
  expect(messages({ license: 'OFL-1.1' }, {}, 'node_modules/@fontsource/inter')).toEqual([]);
  expect(messages({ license: 'OFL-1.1' })).toHaveLength(1);
});

test('what a person read counts for that version only, and is forgotten with it', () => {
  expect(messages({}, { 'probe@1.0.0': 'MIT in its readme' })).toEqual([]);
  expect(messages({ version: '1.0.1' }, { 'probe@1.0.0': 'MIT in its readme' })).toEqual([
    'probe@1.0.1 is under no licence that it names',
    'speaks of probe@1.0.0, which is not installed',
  ]);
});
