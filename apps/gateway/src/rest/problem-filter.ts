import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { identityProblems, Problem, problems, type ProblemWire } from '@gongshu/contracts';
import { LOGGER, problemFromError } from '@gongshu/service-kit';
import { languageOf } from '../problems/language.js';
import { renderProblem } from '../problems/render-problem.js';
import { singleHeader } from '../reading/single-header.js';
import type { BoundRequest } from './bound-requests.js';
import { ROUTES } from './listener-parts.js';
import { traceOf, problemIdOf } from './rest-routes.js';
import { pathPattern } from './route-path.js';

/** What the framework refuses by itself, in our words. */
function fromFramework(error: unknown): Problem | null {
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  if (status === 413) return new Problem(problems.tooLarge);
  if (status === 415) return new Problem(problems.unsupportedMediaType);
  if (status === 404 || status === 414) return new Problem(problems.notFound);
  if (status === 503) return new Problem(problems.serviceUnreachable, { retryAfterSeconds: 1 });
  return typeof status === 'number' && status >= 400 && status < 500 ? new Problem(problems.malformed) : null;
}

/** RFC 6749, 5.2: what OAuth2 clients read. */
function oauthError(problem: ProblemWire): 'invalid_client' | 'unsupported_grant_type' | 'invalid_request' | null {
  if (problem.code === identityProblems.invalidClient.code) return 'invalid_client';
  if (problem.code === identityProblems.unsupportedGrantType.code) return 'unsupported_grant_type';
  // To wait is no fault of the request.
  return problem.status < 500 && problem.status !== problems.tooManyRequests.status ? 'invalid_request' : null;
}

/** The only way a failure leaves the REST API: as a problem (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly patterns: readonly { readonly route: BoundRequest; readonly pattern: RegExp }[];

  constructor(
    @Inject(ROUTES) routes: readonly BoundRequest[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.patterns = routes.map((route) => ({ route, pattern: pathPattern(route.http) }));
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  send(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    let problem = this.problemOf(error, request);
    const here = this.patterns.filter(({ pattern }) => pattern.test(request.url.split('?', 1)[0] ?? ''));
    if (problem.status === 404 && here.length > 0 && !here.some(({ route }) => route.http.method === (request.method === 'HEAD' ? 'GET' : request.method))) {
      problem = new Problem(problems.methodNotAllowed).toWire(problem.id);
      reply.header('allow', here.flatMap(({ route }) => (route.http.method === 'GET' ? ['GET', 'HEAD'] : [route.http.method])).join(', '));
    }
    const oauth = here.some(({ route }) => route.http.body === 'form') && problem.status !== 405 ? oauthError(problem) : null;
    if (oauth === 'invalid_request') problem = { ...problem, status: 400 };
    const language = languageOf(singleHeader(request.raw, 'accept-language'));
    const { status, headers, body } = renderProblem(problem, { language, target: request.url, ...(oauth === null ? {} : { extra: { error: oauth } }) });
    void reply.code(status).headers(headers).header('traceparent', traceOf(request)).send(body);
  }

  private problemOf(error: unknown, request: FastifyRequest): ProblemWire {
    const known = error instanceof Problem ? error : fromFramework(error);
    return known === null ? problemFromError(error, traceOf(request), this.logger) : known.toWire(problemIdOf(request));
  }
}
