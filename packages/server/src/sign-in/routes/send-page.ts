import type { Language } from '@cryopath/fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readerLanguage } from '../../http/reader-language.ts';

/**
 * On these pages the browser may name our own address to ourselves: with `no-referrer` it would send the form under the origin `null`, like a stranger's
 * (Fetch, "append a request Origin header"). Other sites still learn nothing: the pages link to none, and the policy ends at our origin.
 */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex',
};

export const sendPage = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
  reply.code(status).headers(PAGE_HEADERS).send(html);

export const languageOf = (request: FastifyRequest): Language => readerLanguage(request.headers['accept-language']);
