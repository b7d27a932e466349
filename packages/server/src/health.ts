import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * `/health/live`: the process answers. `/health/ready` (and `/health`): it can do its work, which is what a load balancer wants to know.
 *
 * @param isReady whether the database answers; asked at most once a second, however often somebody looks
 */
export function healthRoutes(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  const ready = async (reply: FastifyReply) => {
    const status = (await isReady()) ? 'ready' : 'not ready';
    return reply
      .code(status === 'ready' ? 200 : 503)
      .headers(headers)
      .send(JSON.stringify({ status }));
  };
  app.get('/health/live', (_request, reply) => reply.headers(headers).send('{"status":"live"}'));
  app.get('/health/ready', (_request, reply) => ready(reply));
  app.get('/health', (_request, reply) => ready(reply));
}
