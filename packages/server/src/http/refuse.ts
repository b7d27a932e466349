import type { Outcome } from '@cryopath/fhir';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalAnswer } from '../fhir/answer.ts';
import { readerLanguage } from './reader-language.ts';

/** Answers with a refusal, in the language of whoever asked. */
export function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Outcome): FastifyReply {
  const { status, headers, body } = refusalAnswer(refusal, readerLanguage(request.headers['accept-language']));
  return reply.code(status).headers(headers).send(body);
}
