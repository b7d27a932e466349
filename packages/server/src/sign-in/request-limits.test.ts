import { simulatedClock } from '@cryopath/pathway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusalCode } from '../../test/clinic.ts';
import { type SignInClinic, signInClinic, withPatients } from '../../test/sign-in-clinic.ts';
import { requestLimit } from './request-limits.ts';

let clinic: SignInClinic;
beforeAll(async () => {
  clinic = await signInClinic();
  await withPatients(clinic);
});
afterAll(() => clinic.close());

test('a bucket gives what it holds, and then what flows in', () => {
  const clock = simulatedClock('2026-03-02T10:00:00Z');
  const { take } = requestLimit(clock, { atOnce: 3, aSecond: 0.5 });
  expect([take('a'), take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 0, 2, 0]);
  clock.advance(1_999);
  expect(take('a')).toBe(1);
  clock.advance(1);
  expect([take('a'), take('a')]).toEqual([0, 2]);
  clock.advance(3_600_000);
  expect([take('a'), take('a'), take('a'), take('a')]).toEqual([0, 0, 0, 2]);
});

test('a stranger who asks without end is slowed down; somebody signed in behind the same address is not', async () => {
  const cookie = await clinic.cookieOf('Practitioner/d1', 'doctor');
  const asDoctor = () => clinic.call('GET', '/fhir/Patient/p1', { cookie, from: '192.0.2.7' });
  expect((await asDoctor()).statusCode).toBe(200);
  const statuses: number[] = [];
  for (let n = 0; n < 605; n++) {
    const bearer = n.toString(16).padStart(43, 'A');
    statuses.push(
      (await clinic.call('GET', '/sign-in/session', { bearer: n % 2 ? bearer : '', from: '192.0.2.7' })).statusCode,
    );
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(599);
  const slowed = await clinic.call('GET', '/fhir/Patient', { from: '192.0.2.7' });
  expect([slowed.statusCode, refusalCode(slowed), slowed.headers['retry-after']]).toEqual([429, 'CRYO-408', '1']);
  expect((await asDoctor()).statusCode).toBe(200);
  expect((await clinic.call('GET', '/fhir/Patient', { from: '192.0.2.8' })).statusCode).toBe(401);
});
