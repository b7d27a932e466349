import { type Clock, isoOf } from '@cryopath/pathway';

/**
 * One JSON line per request and per event of the service. The fields are closed: there is none for a patient's id, a query, a body, a
 * name or an error's message, so none can get in (SECURITY.md). A route is logged as its template, `/fhir/:type/:id`.
 */
export interface Log {
  request(line: RequestLine): void;
  /** Something that happened to the service itself. */
  event(name: ServiceEvent, fields?: EventFields): void;
  /** A bug. Its name and the places in our code are kept; its message is not, since messages may quote what was sent. */
  failure(error: unknown, request?: string): void;
  /** Waits until everything is written. */
  flush(): void;
}

export interface RequestLine {
  readonly request: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

export type ServiceEvent =
  | 'starting'
  | 'listening'
  | 'stopping'
  | 'stopped'
  | 'requests-cut-off'
  | 'database-connection-lost'
  | 'audit-not-sealed'
  | 'demo-seeded'
  | 'protocol-differs'
  | 'protocol-unreadable';

export interface EventFields {
  readonly milliseconds?: number;
  readonly count?: number;
  readonly port?: number;
  readonly code?: string;
}

/** @param write takes whole lines; they are gathered for one turn of the event loop, so that a line costs no system call of its own */
export function createLog(clock: Clock, write: (lines: string) => void): Log {
  let waiting = '';
  let scheduled: NodeJS.Immediate | undefined;
  const flush = () => {
    clearImmediate(scheduled);
    scheduled = undefined;
    const lines = waiting;
    waiting = '';
    if (lines !== '') write(lines);
  };
  let stamp = { at: Number.NaN, text: '' };
  const add = (fields: object) => {
    const now = clock.now();
    // Many lines share a millisecond: its text is made once.
    if (stamp.at !== now) stamp = { at: now, text: `{"at":"${isoOf(now)}",` };
    waiting += `${stamp.text}${JSON.stringify(fields).slice(1)}\n`;
    scheduled ??= setImmediate(flush);
  };
  return {
    request: (line) => add({ ...line, milliseconds: Math.round(line.milliseconds * 100) / 100 }),
    event: (event, fields) => add({ event, ...fields }),
    failure: (error, request) =>
      add({ event: 'failure', ...(request === undefined ? {} : { request }), ...faultOf(error) }),
    flush,
  };
}

/** A log that is kept nowhere, for tools that print to a person. */
export const silentLog: Log = { request() {}, event() {}, failure() {}, flush() {} };

function faultOf(error: unknown): { error: string; code?: string; at_code?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code =
    'code' in error && typeof error.code === 'string' && /^\w{1,40}$/.test(error.code) ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: error.name,
    ...(code === undefined ? {} : { code }),
    at_code: frames.slice(0, 8).map((line) => line.trim().slice(3)),
  };
}
