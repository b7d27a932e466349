import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { DEFAULT_PLAN } from '../freeze/default-plan.ts';
import { predictFreeze } from '../freeze/predict-freeze.ts';
import { millimetres } from '../quantity.ts';
import { type FreezePort, type FreezeReply, type FreezeRequest, serveFreezes } from './serve-freezes.ts';

const PLAN = { ...DEFAULT_PLAN, grid: { cell: millimetres(0.5), reach: millimetres(15) } };

/** A worker's port, as Node has it, and the replies of a page's end until one of a kind for an id came. */
function page() {
  const { port1, port2 } = new MessageChannel();
  serveFreezes(port2 as unknown as FreezePort, () => new Promise((resolve) => setImmediate(resolve)));
  port2.start();
  const replies: FreezeReply[] = [];
  const until = (id: number, kinds: readonly FreezeReply['kind'][]) =>
    new Promise<FreezeReply>((resolve) => {
      port1.on('message', (reply: FreezeReply) => {
        if (!replies.includes(reply)) replies.push(reply);
        if (reply.id === id && kinds.includes(reply.kind)) resolve(reply);
      });
    });
  return { say: (request: FreezeRequest) => port1.postMessage(request), until, replies, close: () => close(port1) };
}
const close = (port: MessagePort) => port.close();

test('a worker tells how far it is and then just what a direct call says', async () => {
  const { say, until, replies, close: end } = page();
  const answered = until(1, ['done']);
  say({ kind: 'predict', id: 1, plan: PLAN });
  const reply = await answered;
  end();
  const direct = predictFreeze(PLAN);
  expect(reply).toMatchObject({ kind: 'done', moments: direct.ok ? direct.value.moments : [] });
  const parts = replies.flatMap((one) => (one.kind === 'progress' ? [one.part] : []));
  expect(parts.length).toBeGreaterThan(5);
  expect(parts).toEqual(parts.toSorted((a, b) => a - b));
});

test('a prediction that is no longer wanted stops, and the next one is made', async () => {
  const { say, until, replies, close: end } = page();
  const progressed = until(1, ['progress']);
  const stopped = until(1, ['stopped', 'done']);
  const next = until(2, ['done']);
  say({ kind: 'predict', id: 1, plan: PLAN });
  say({ kind: 'predict', id: 2, plan: PLAN });
  await progressed;
  say({ kind: 'stop', id: 1 });
  expect((await stopped).kind).toBe('stopped');
  expect((await next).kind).toBe('done');
  end();
  expect(replies.filter(({ id, kind }) => id === 1 && kind === 'done')).toEqual([]);
});

test('a plan that is refused comes back with its fields', async () => {
  const { say, until, close: end } = page();
  const answered = until(3, ['refused']);
  say({ kind: 'predict', id: 3, plan: { ...PLAN, cycles: [] } });
  expect(await answered).toMatchObject({ errors: [{ field: 'cycles' }] });
  end();
});
