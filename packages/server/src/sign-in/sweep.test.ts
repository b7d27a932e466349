import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SignInClinic, signInClinic } from '../../test/sign-in-clinic.ts';
import { sweep } from './sweep.ts';

const DAY = 86_400_000;
let clinic: SignInClinic;
beforeAll(async () => {
  clinic = await signInClinic();
});
afterAll(() => clinic.close());

test('what still counts stays, what is long over goes, and the trail keeps it all', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const session = () => clinic.call('GET', '/sign-in/session', { cookie });
  const wrong = { userName: 'x', password: 'some words of mine', code: '123456' };
  await clinic.call('POST', '/sign-in/password', { body: wrong });
  await clinic.call('POST', '/sign-in/passkey/options', { body: {} });
  const trail = (await clinic.trail()).length;
  expect(await sweep(clinic.pool, clinic.clock)).toBe(0);
  expect((await session()).statusCode).toBe(200);
  clinic.clock.advance(2 * DAY + 1_000);
  // A challenge, and three tries: at the name, and twice from the address.
  expect(await sweep(clinic.pool, clinic.clock)).toBe(4);
  clinic.clock.advance(30 * DAY);
  expect(await sweep(clinic.pool, clinic.clock)).toBe(1);
  expect(await clinic.trail()).toHaveLength(trail);
});
