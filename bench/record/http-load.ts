import net from 'node:net';

/** What one run of requests gave. Rates are requests per second, times are milliseconds. */
export interface Load {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
  /** Answers whose status was not the expected one; a run with any is not a measurement. */
  readonly failures: number;
  readonly firstFailure: string;
}

export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
  /** The n-th request, headers and body, as it goes over the wire. */
  readonly request: (n: number) => string;
  readonly status: number;
}

/**
 * Keeps `connections` requests under way over plain keep-alive sockets for a while. It reads just enough of each answer
 * (status, Content-Length) to know where the next begins, so that on two cores the client takes as little as it can.
 */
export async function load(plan: LoadPlan): Promise<Load> {
  const times: number[] = [];
  let sent = 0;
  let failures = 0;
  let firstFailure = '';
  const start = performance.now();
  const end = start + plan.milliseconds;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = net.connect(plan.port, '127.0.0.1');
      socket.setNoDelay(true);
      let sentAt = 0;
      let answer: Buffer<ArrayBufferLike> = Buffer.alloc(0);
      const next = (): void => {
        if (performance.now() >= end) {
          socket.end();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(plan.request(sent++));
      };
      socket.on('connect', next);
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.on('data', (chunk) => {
        answer = answer.length === 0 ? chunk : Buffer.concat([answer, chunk]);
        const length = answerLength(answer);
        if (length === undefined || answer.length < length) return;
        times.push(performance.now() - sentAt);
        const status = Number(answer.toString('latin1', 9, 12));
        if (status !== plan.status) {
          failures += 1;
          if (firstFailure === '') firstFailure = answer.toString('utf8', 0, 600);
        }
        answer = answer.subarray(length);
        next();
      });
    });
  await Promise.all(Array.from({ length: plan.connections }, one));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (q: number): number => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? Number.NaN;
  return { rate: times.length / seconds, p50: at(0.5), p99: at(0.99), requests: times.length, failures, firstFailure };
}

/** Bytes of the first answer in the buffer, or undefined while its headers are still coming. */
function answerLength(answer: Buffer): number | undefined {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const headers = answer.toString('latin1', 0, head);
  const length = /\r\ncontent-length: (\d+)/i.exec(headers)?.[1];
  if (length === undefined) throw new Error(`an answer without Content-Length cannot be measured: ${headers}`);
  return head + 4 + Number(length);
}

/** One request as it goes over the wire. */
export function wire(method: string, path: string, headers: Record<string, string>, body = ''): string {
  const lines = Object.entries({ host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === '' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}${length}\r\n${body}`;
}
