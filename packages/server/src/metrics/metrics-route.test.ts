import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics } from './metrics.ts';
import { type MetricsAccess, metricsRoute } from './metrics-route.ts';

/** @returns the status of a look from the machine itself */
async function look(host: string, access: Partial<MetricsAccess>, headers: Record<string, string> = {}) {
  const app = Fastify();
  const metrics = createMetrics([]);
  onTestFinished(async () => {
    metrics.close();
    await app.close();
  });
  metricsRoute(app, metrics, { token: undefined, isOpenToMachine: false, isBehindProxy: false, ...access });
  await app.listen({ host, port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).status;
}

const OPEN = { isOpenToMachine: true };

test('without a token nobody is given metrics: a proxy on the machine that adds no header looks like the machine itself', async () => {
  expect(await look('127.0.0.1', {})).toBe(403);
  expect(await look('0.0.0.0', {})).toBe(403);
});

test('opened to the machine by configuration, they are for it alone, while the service listens to it alone', async () => {
  expect(await look('127.0.0.1', OPEN)).toBe(200);
  expect(await look('0.0.0.0', OPEN)).toBe(403);
});

test('a local proxy that is configured or shows itself is given no metrics even then', async () => {
  expect(await look('127.0.0.1', { ...OPEN, isBehindProxy: true })).toBe(403);
  for (const header of ['via', 'forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip'])
    expect(await look('127.0.0.1', OPEN, { [header]: '203.0.113.7' })).toBe(403);
});

test('where there is a token, it alone opens the metrics, through a proxy too', async () => {
  const access = { ...OPEN, token: 'a-long-token', isBehindProxy: true };
  expect(await look('0.0.0.0', access, { authorization: 'Bearer a-long-token', via: '1.1 proxy' })).toBe(200);
  expect(await look('127.0.0.1', access)).toBe(403);
});
