import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { federationProblems, Problem } from '@gongshu/contracts';
import { childTrace } from '@gongshu/service-kit';
import type { ProxiedCalls } from '../lane/proxied-calls.js';
import { languageOf } from '../problems/language.js';
import { queryOf } from '../reading/parse-parameters.js';
import { singleHeader } from '../reading/single-header.js';

/** Requests that a service leaves to another node's gateway, which it names: asked there as they came, with the caller's own token, so that the other node decides on its own what the caller may have. */
export class AnsweredElsewhere {
  constructor(
    private readonly proxied: ProxiedCalls,
    /** The parent's gateway of an access gateway, which knows the way better; empty otherwise. */
    private readonly upstreamGatewayUrl: string,
  ) {}

  /**
   * @param trace of the request here
   * @throws the error itself, unless it says that another node answers; Problem 503 when that one is away
   */
  async orThrow(error: unknown, request: FastifyRequest, reply: FastifyReply, trace: string): Promise<void> {
    const [url] = error instanceof Problem && error.definition.code === federationProblems.answeredElsewhere.code ? (error.parts.allowed ?? []) : [];
    if (url === undefined) throw error;
    const call = {
      request: request.raw, response: reply.raw, target: request.url, query: queryOf(request.url), traceparent: childTrace(trace), language: languageOf(singleHeader(request.raw, 'accept-language')),
    };
    const body = Buffer.isBuffer(request.body) ? Readable.from([request.body]) : undefined;
    const refusal = await this.proxied.runRest(call, this.upstreamGatewayUrl === '' ? url : this.upstreamGatewayUrl, body);
    if (refusal !== null) throw refusal instanceof Problem ? refusal : Problem.fromWire(refusal);
    reply.hijack();
  }
}
