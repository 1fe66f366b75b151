import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fieldKinds, fieldsOf, FilePart, Problem, problems, type RawBody } from '@gongshu/contracts';
import { childTrace, CLOCK, NODE, platformContext, readIdempotencyKey, RequestClient, traceId, Metrics, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { contentLanguage, languageOf } from '../problems/language.js';
import { basicCredentials, bearerToken } from '../reading/bearer-token.js';
import { parseParameters, queryOf } from '../reading/parse-parameters.js';
import { singleHeader } from '../reading/single-header.js';
import { AnsweredElsewhere } from './answered-elsewhere.js';
import type { BoundRequest } from './bound-requests.js';
import { entityTag, namesTag } from './entity-tag.js';
import { attachment, fileParts, type AskPart } from './file-parts.js';
import { CALLER_ADDRESS, ROUTES, type CallerAddress } from './listener-parts.js';
import { readBody } from './read-body.js';
import { readPath, readQuery } from './read-input.js';
import { routerPath, wildcardOf } from './route-path.js';

/** The REST API, derived from the contracts: a route for each request that has one, and one handler for all of them. */
@Injectable()
export class RestRoutes implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
    @Inject(ROUTES) private readonly routes: readonly BoundRequest[],
    @Inject(RequestClient) private readonly client: RequestClient,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(CALLER_ADDRESS) private readonly callerAddress: CallerAddress,
    @Inject(AnsweredElsewhere) private readonly elsewhere: AnsweredElsewhere,
  ) {}

  onModuleInit(): void {
    const instance: FastifyInstance = this.host.httpAdapter.getInstance();
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const definition of this.routes) {
      const kinds = fieldKinds(definition.input);
      const wildcard = wildcardOf(definition.http);
      instance.route({
        method: definition.http.method,
        url: routerPath(definition.http),
        handler: async (request, reply) => {
          const end = this.metrics.requests.startTimer({ service: 'gateway', subject: definition.subject });
          try {
            const input = {
              ...readQuery(parseParameters(queryOf(request.url)), kinds),
              ...readBody(request.body, singleHeader(request.raw, 'content-type'), definition.http.body),
              ...readPath(request.params as Record<string, string>, wildcard, kinds),
            };
            await this.answer(definition, input, request, reply).catch((error: unknown) => this.elsewhere.orThrow(error, request, reply, traceOf(request)));
            end({ outcome: 'ok' });
          } catch (error) {
            end({ outcome: error instanceof Problem ? error.definition.code : problems.internal.code });
            throw error;
          }
          return reply;
        },
      });
    }
  }

  private async answer(definition: BoundRequest, input: Record<string, unknown>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { http } = definition;
    const authorization = singleHeader(request.raw, 'authorization');
    const basic = http.body === 'form' ? basicCredentials(authorization) : undefined;
    const ctx = this.context(request);
    reply.header('traceparent', ctx.traceparent).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    const asked = http.body === 'form' ? { ...published(definition, input), ...(basic === undefined ? {} : { basic }), address: this.callerAddress(request.raw) || undefined } : input;
    const answer = await this.client.ask(definition, asked, ctx, { token: bearerToken(authorization) });
    if (http.localised) reply.header('content-language', contentLanguage(ctx.language));
    if (definition.output === FilePart) {
      const first = answer as FilePart;
      const next: AskPart = async (cursor) => (await this.client.ask(definition, { ...input, cursor }, this.context(request), { token: bearerToken(authorization) })) as FilePart;
      await reply.code(http.status).header('content-type', first.contentType).header('content-disposition', attachment(first.fileName)).send(fileParts(first, next));
      return;
    }
    if (http.body === 'raw') {
      const { contentType, body } = answer as RawBody;
      await reply.code(http.status).header('content-type', contentType).send(Buffer.from(body, 'base64'));
      return;
    }
    const body = JSON.stringify(answer);
    if (http.cacheSeconds > 0) {
      const tag = entityTag(body);
      reply.header('cache-control', `public, max-age=${String(http.cacheSeconds)}`).header('vary', 'accept-language').header('etag', tag);
      if (namesTag(singleHeader(request.raw, 'if-none-match'), tag)) {
        await reply.code(304).send();
        return;
      }
    }
    await reply.code(http.status).header('content-type', 'application/json; charset=utf-8').send(body);
  }

  private context(request: FastifyRequest): RequestContext {
    return {
      ...platformContext(this.node, this.clock, 'gateway', traceOf(request)),
      language: languageOf(singleHeader(request.raw, 'accept-language')),
      idempotencyKey: readIdempotencyKey(singleHeader(request.raw, 'idempotency-key')),
    };
  }
}

const traces = new WeakMap<object, string>();

/** The trace of a request: the caller's, or a new one; the same for the answer and for the problem that may take its place. */
export function traceOf(request: FastifyRequest): string {
  const known = traces.get(request.raw);
  if (known !== undefined) return known;
  const trace = childTrace(singleHeader(request.raw, 'traceparent'));
  traces.set(request.raw, trace);
  return trace;
}

export function problemIdOf(request: FastifyRequest): string {
  return traceId(traceOf(request));
}

/** What the gateway itself fills in, such as the address a call comes from, is not for callers to state. @throws Problem `input/invalid` */
function published({ input: type }: BoundRequest, input: object): object {
  const fields = fieldsOf(type);
  const stray = Object.keys(input).filter((name) => !fields.has(name));
  if (stray.length > 0) throw new Problem(problems.invalidInput, { errors: stray.slice(0, 50).map((name) => ({ pointer: `/${name.slice(0, 100)}`, code: 'whitelistValidation', detail: 'no such field' })) });
  return input;
}
