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
  metricsRoute(app, metrics, { token: undefined, isBehindProxy: false, ...access });
  await app.listen({ host, port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).status;
}

test('without a token, metrics are for the machine itself while the service listens to it alone', async () => {
  expect(await look('127.0.0.1', {})).toBe(200);
  expect(await look('0.0.0.0', {})).toBe(403);
});

test('a local proxy is given no metrics, whether it is configured or only shows itself', async () => {
  expect(await look('127.0.0.1', { isBehindProxy: true })).toBe(403);
  for (const header of ['via', 'forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip'])
    expect(await look('127.0.0.1', {}, { [header]: '203.0.113.7' })).toBe(403);
});

test('where there is a token, it alone opens the metrics, through a proxy too', async () => {
  const access = { token: 'a-long-token', isBehindProxy: true };
  expect(await look('0.0.0.0', access, { authorization: 'Bearer a-long-token', via: '1.1 proxy' })).toBe(200);
  expect(await look('127.0.0.1', access)).toBe(403);
});
