import { expect, test } from 'vitest';
import { contactOf, dialled } from './clinic-contact.ts';

test('the number to be called first stands first, and an old one nowhere', () => {
  const { phones } = contactOf({
    resourceType: 'Organization',
    telecom: [
      { system: 'email', value: 'nobody@example.org' },
      { system: 'phone', value: '+48 22 000 00 03' },
      { system: 'phone', value: '+48 22 000 00 02', rank: 2 },
      { system: 'phone', value: '+48 22 000 00 09', use: 'old', rank: 1 },
      { system: 'phone', value: '+48 22 000 00 01', rank: 1 },
    ],
  });
  expect(phones).toEqual(['+48 22 000 00 01', '+48 22 000 00 02', '+48 22 000 00 03']);
});

test('an address is given line by line; a clinic that says nothing of itself has none', () => {
  const address = [{ line: ['ul. Przykładowa 1'], postalCode: '00-000', city: 'Przykładów' }];
  expect(contactOf({ resourceType: 'Organization', name: 'Klinika', address })).toEqual({
    name: 'Klinika',
    phones: [],
    address: ['ul. Przykładowa 1', '00-000 Przykładów'],
  });
  expect(contactOf({ resourceType: 'Organization' })).toEqual({ name: '', phones: [], address: [] });
});

test('what is dialled has digits alone', () => {
  expect(dialled('+48 (22) 000-00-01')).toBe('tel:+48220000001');
});
