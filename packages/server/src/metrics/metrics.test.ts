import { expect, onTestFinished, test } from 'vitest';
import { createMetrics, type Gauge } from './metrics.ts';

function metricsWith(...gauges: Gauge[]) {
  const metrics = createMetrics(gauges);
  onTestFinished(() => metrics.close());
  return metrics;
}

test('requests are counted by method, template and status, with their durations', async () => {
  const metrics = metricsWith();
  metrics.observe('GET', '/fhir/:type/:id', 200, 2);
  metrics.observe('GET', '/fhir/:type/:id', 200, 20_000);
  metrics.observe('GET', '/fhir/:type/:id', 404, 2);
  const lines = (await metrics.text()).split('\n');
  const labels = 'method="GET",route="/fhir/:type/:id",status="200"';
  expect(lines).toContain(`cryopath_request_seconds_bucket{${labels},le="0.001"} 0`);
  expect(lines).toContain(`cryopath_request_seconds_bucket{${labels},le="0.0025"} 1`);
  expect(lines).toContain(`cryopath_request_seconds_bucket{${labels},le="10"} 1`);
  expect(lines).toContain(`cryopath_request_seconds_bucket{${labels},le="+Inf"} 2`);
  expect(lines).toContain(`cryopath_request_seconds_count{${labels}} 2`);
  expect(lines).toContain(`cryopath_request_seconds_sum{${labels}} 20.002`);
});

test('a gauge that fails, or knows nothing, hides no other one', async () => {
  const gauge = (name: string, read: Gauge['read']): Gauge => ({ name, help: 'A test.', read });
  const metrics = metricsWith(
    gauge('a', () => Promise.reject(new Error('no database'))),
    gauge('b', () => undefined),
    gauge('c', async () => 7),
  );
  const lines = (await metrics.text()).split('\n');
  expect(lines).toContain('c 7');
  expect(lines.filter((line) => /^[ab] /.test(line))).toEqual([]);
});

test('every line is one that Prometheus reads', async () => {
  const metrics = metricsWith();
  metrics.observe('GET', 'a "quoted"\nroute', 200, 1);
  const odd = (await metrics.text())
    .trimEnd()
    .split('\n')
    .filter((line) => !/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{.+\})? [\d.e+-]+)$/.test(line));
  expect(odd).toEqual([]);
});
