import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readerLanguage } from './http/reader-language.ts';

const YEAR = 'public, max-age=31536000, immutable';
/** Pages are asked for again each time, by their tag: a guide must not be yesterday's. */
const REVALIDATED = 'no-cache';
/** A hash in the name: what is under it never changes. */
const HASHED = /-[\w-]{8,}\.(?:js|css|woff2?|svg|png|webp|avif|wasm)$/;

/**
 * The built screens (packages/web/dist): the guide as plain pages in both languages, and the app under /app/. `/` leads to the reader's language.
 *
 * @param folder may be missing in a checkout that was not built yet: then there are only the interfaces
 */
export async function staticPages(app: FastifyInstance, folder: string): Promise<void> {
  app.get('/', (request, reply) =>
    reply
      .header('vary', 'accept-language')
      .header('cache-control', REVALIDATED)
      .redirect(`/${readerLanguage(request.headers['accept-language'])}/`, 302),
  );
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    index: 'index.html',
    redirect: true,
    preCompressed: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('cache-control', HASHED.test(path.replace(/\.(?:br|gz)$/, '')) ? YEAR : REVALIDATED);
    },
    // `/` is ours, and every file gets a route of its own only in development.
    wildcard: true,
    globIgnore: ['**/.vite/**'],
  });
  // The app has addresses of its own (/app/patient/…): each of them is answered with its one page.
  if (existsSync(join(folder, 'app', 'index.html'))) {
    app.get('/app/*', (request, reply) => {
      const path = (request.params as { '*': string })['*'];
      return /\.\w+$/.test(path) ? reply.sendFile(`app/${path}`) : reply.sendFile('app/index.html');
    });
  }
}
