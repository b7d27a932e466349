import { outcome } from '@cryopath/fhir';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readerLanguage } from '../http/reader-language.ts';
import { refuse } from '../http/refuse.ts';
import { type Encoding, type PageFile, pageFiles } from './page-files.ts';

const YEAR = 'public, max-age=31536000, immutable';
/** Pages are asked for again each time, by their tag: a guide must not be yesterday's. */
const REVALIDATED = 'no-cache';

/**
 * The built screens (packages/web/dist): the guide as plain pages in both languages, and the app under /app/, whose own addresses (/app/patient/…) all get its one
 * page. `/` leads to the reader's language.
 *
 * @returns whether there were any: a checkout that was not built has none
 */
export function staticPages(app: FastifyInstance, folder: string): boolean {
  const files = pageFiles(folder);
  const appPage = files.get('/app/index.html');

  app.get('/', (request, reply) =>
    reply
      .headers({ vary: 'accept-language', 'cache-control': REVALIDATED })
      .redirect(`/${readerLanguage(request.headers['accept-language'])}/`, 302),
  );
  app.get('/*', (request, reply) => {
    const path = `/${(request.params as { '*': string })['*']}`;
    const file = files.get(path.endsWith('/') ? `${path}index.html` : path);
    if (file !== undefined) return send(request, reply, file);
    if (files.has(`${path}/index.html`)) return reply.header('cache-control', REVALIDATED).redirect(`${path}/`, 308);
    const isPlaceInApp = path.startsWith('/app/') && !/\.\w+$/.test(path);
    if (isPlaceInApp && appPage !== undefined) return send(request, reply, appPage);
    return refuse(request, reply, outcome('CRYO-214'));
  });
  return appPage !== undefined;
}

async function send(request: FastifyRequest, reply: FastifyReply, file: PageFile): Promise<FastifyReply> {
  const { contentType, etag, isImmutable } = file;
  reply.headers({ etag, 'cache-control': isImmutable ? YEAR : REVALIDATED, vary: 'accept-encoding' });
  const known = request.headers['if-none-match'];
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
    return reply.code(304).send();
  }
  reply.header('content-type', contentType);
  const encoding = acceptedEncoding(request.headers['accept-encoding']);
  const encoded = encoding && (await file.encoded(encoding));
  if (!encoded || encoding === undefined) return reply.send(file.bytes);
  return reply.header('content-encoding', encoding).send(encoded);
}

/** Brotli where the browser takes it, else gzip (RFC 9110, 12.5.3); one that is refused with `q=0` is not used. */
function acceptedEncoding(header: string | string[] | undefined): Encoding | undefined {
  const accepted = String(header ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => !/;\s*q=0(?:\.0*)?$/.test(each))
    .map((each) => each.split(';')[0]);
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding));
}
