import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

/** A number that is asked for when somebody looks: how many connections, how many unsealed rows. */
export interface Gauge {
  /** Prometheus name with its unit: `cryopath_disk_free_bytes`. */
  readonly name: string;
  readonly help: string;
  /** undefined when it is not known at the moment: the line is left out. */
  read(): number | undefined | Promise<number | undefined>;
}

/** Upper bounds of the duration buckets, in seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Series {
  readonly labels: string;
  readonly buckets: number[];
  count: number;
  seconds: number;
}

/** Counts and durations of requests by method, route template and status; nothing of what was asked or answered. */
export interface Metrics {
  observe(method: string, route: string, status: number, milliseconds: number): void;
  /** Everything in the text format of Prometheus (version 0.0.4). */
  text(): Promise<string>;
  close(): void;
}

export function createMetrics(gauges: readonly Gauge[]): Metrics {
  const series = new Map<string, Series>();
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  return {
    observe(method, route, status, milliseconds) {
      const key = `${method} ${route} ${status}`;
      let found = series.get(key);
      if (found === undefined) {
        const labels = `method="${method}",route="${escaped(route)}",status="${status}"`;
        found = { labels, buckets: BUCKETS.map(() => 0), count: 0, seconds: 0 };
        series.set(key, found);
      }
      const seconds = milliseconds / 1000;
      found.count++;
      found.seconds += seconds;
      const bucket = BUCKETS.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) found.buckets[bucket] = (found.buckets[bucket] ?? 0) + 1;
    },
    async text() {
      const values = await Promise.all(
        [...gauges, ...processGauges(loop)].map(async (gauge) => ({ gauge, value: await known(gauge) })),
      );
      const lines = values.flatMap(({ gauge: { name, help }, value }) =>
        value === undefined ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`],
      );
      loop.reset();
      return `${[...requestLines([...series.values()]), ...lines].join('\n')}\n`;
    },
    close: () => {
      loop.disable();
    },
  };
}

function requestLines(series: readonly Series[]): string[] {
  const name = 'cryopath_request_seconds';
  return [
    `# HELP ${name} Time from the request's headers to the end of its answer.`,
    `# TYPE ${name} histogram`,
    ...series.flatMap(({ labels, buckets, count, seconds }) => {
      let below = 0;
      const steps = BUCKETS.map((bound, index) => {
        below += buckets[index] ?? 0;
        return `${name}_bucket{${labels},le="${bound}"} ${below}`;
      });
      return [
        ...steps,
        `${name}_bucket{${labels},le="+Inf"} ${count}`,
        `${name}_sum{${labels}} ${seconds}`,
        `${name}_count{${labels}} ${count}`,
      ];
    }),
  ];
}

const processGauges = (loop: IntervalHistogram): readonly Gauge[] => [
  {
    name: 'cryopath_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last look, 99th percentile.',
    read: () => (loop.count > 0 ? loop.percentile(99) / 1e9 : undefined),
  },
  {
    name: 'cryopath_memory_resident_bytes',
    help: 'Resident memory of the server process.',
    read: () => process.memoryUsage.rss(),
  },
  { name: 'cryopath_memory_heap_bytes', help: 'Used JavaScript heap.', read: () => process.memoryUsage().heapUsed },
  {
    name: 'cryopath_uptime_seconds',
    help: 'Time since the process started.',
    read: () => Math.round(process.uptime()),
  },
];

/** One gauge that fails must not hide the others: it is left out. */
async function known(gauge: Gauge): Promise<number | undefined> {
  try {
    const value = await gauge.read();
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const escaped = (label: string): string =>
  label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
