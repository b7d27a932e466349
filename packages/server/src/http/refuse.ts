import { type Outcome, statusOf } from '@cryopath/fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalAnswer } from '../fhir/answer.ts';
import { PAGE_HEADERS } from '../pages/page.ts';
import { refusalPage } from '../pages/refusal-page.ts';
import { readerLanguage } from './reader-language.ts';

/** Answers with a refusal, in the language of whoever asked: a page for a person at a browser, an OperationOutcome for everything else. */
export function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Outcome): FastifyReply {
  const language = readerLanguage(request.headers['accept-language']);
  const { status, headers, body } = refusalAnswer(refusal, language);
  reply.code(status).headers(headers).header('vary', 'accept, accept-language');
  if (!isPageWanted(request)) return reply.send(body);
  return reply.headers(PAGE_HEADERS).send(refusalPage(language, refusal, statusOf(refusal)));
}

/** A browser that goes to an address names text/html; a program, and every `fetch` of ours, does not. The FHIR interface answers in FHIR, whoever asks. */
const isPageWanted = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  !/^\/(?:fhir|oauth)(?:[/?]|$)/.test(url) &&
  /\btext\/html\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(headers.accept ?? '');
