import type { Language } from '@cryopath/fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readerLanguage } from '../../http/reader-language.ts';
import { PAGE_HEADERS } from '../../pages/page.ts';

export const sendPage = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
  reply.code(status).headers(PAGE_HEADERS).send(html);

export const languageOf = (request: FastifyRequest): Language => readerLanguage(request.headers['accept-language']);
