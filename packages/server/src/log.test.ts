import { simulatedClock } from '@cryopath/pathway';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): unknown[] {
  let lines = '';
  const log = createLog(simulatedClock('2026-03-02T10:00:00Z'), (text) => {
    lines += text;
  });
  write(log);
  log.flush();
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

test('a request is one line with its template, never its address', () => {
  const line = { request: 'r1', method: 'GET', route: '/fhir/:type/:id', status: 200, milliseconds: 1.23456 };
  expect(logged((log) => log.request(line))).toEqual([{ at: '2026-03-02T10:00:00.000Z', ...line, milliseconds: 1.23 }]);
});

test('of a bug its kind and its place are kept, not its words, which may quote a patient', () => {
  const bug = Object.assign(new TypeError('Key (id)=(Anna Kowalska) exists\nAnna Kowalska'), {
    code: '23505',
    detail: 'Anna',
  });
  const [line] = logged((log) => log.failure(bug, 'r1'));
  expect(JSON.stringify(line)).not.toContain('Anna');
  expect(line).toMatchObject({ event: 'failure', request: 'r1', error: 'TypeError', code: '23505' });
  expect((line as { at_code: string[] }).at_code[0]).toContain('log.test.ts');
});

test('lines written in one turn go out together and in order', () => {
  const events = logged((log) => {
    log.event('starting');
    log.event('listening', { port: 8080 });
  });
  expect(events).toMatchObject([{ event: 'starting' }, { event: 'listening', port: 8080 }]);
});
