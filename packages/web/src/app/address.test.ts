import { expect, test } from 'vitest';
import { addressOf, placeOf } from './address.ts';

test.each([
  ['/app/', { page: 'home' }],
  ['/app', { page: 'home' }],
  ['/app/check-in', { page: 'check-in' }],
  ['/app/alerts', { page: 'alerts' }],
  ['/app/account', { page: 'account' }],
  [`/app/join/${'a_-'.repeat(14)}z`, { page: 'join', token: `${'a_-'.repeat(14)}z` }],
  ['/app/form/diary', { page: 'form', form: 'diary' }],
  ['/app/form/outcome/outcome-month-1', { page: 'form', form: 'outcome', step: 'outcome-month-1' }],
  ['/app/patient/demo-anna', { page: 'patient', patient: 'demo-anna' }],
  ['/app/patient/demo-anna/step/diagnostic-block', { page: 'patient', patient: 'demo-anna', step: 'diagnostic-block' }],
] as const)('%s is a place, and the place has that address', (path, place) => {
  expect(placeOf(path)).toEqual(place);
  expect(placeOf(addressOf(place))).toEqual(place);
});

test.each([
  '/',
  '/app/patient',
  '/app/patient/a%2Fb',
  '/app/patient/a$b',
  `/app/patient/${'a'.repeat(65)}`,
  '/app/patient/a/step',
  '/app/patient/a/steps/b',
  '/app/patient/a/step/b/c',
  '/app/elsewhere',
  '/app/check-in/more',
  '/app/form',
  '/app/join',
  '/app/join/short',
  `/app/join/${'a'.repeat(43)}/more`,
  '/app/form/a/b/c',
  '/app/form/a/b$',
])('%s is no place', (path) => {
  expect(placeOf(path)).toEqual({ page: 'unknown' });
});
